#include "tests/integration/cli_stage.h"

// Two people, each with a profile of nimara-cli, and the server between them.
namespace nimara::test {
namespace {

class CliStory : public CliStage
{
protected:
    // One message, the exit code of a refusal, the edit kept for its maker, and nothing done on the server.
    void expectRefused(const std::string &who, const Ran &ran, const std::string &key)
    {
        EXPECT_EQ(ran.code, 5) << ran;
        EXPECT_EQ(ran.key(), key);
        EXPECT_EQ(ran.first("state"), "needs_review");
        const Ran kept = runOffline(who, {"conflicts"});
        ASSERT_EQ(kept.lines.size(), 1u) << kept;
        EXPECT_EQ(kept.lines[0]["problem"]["key"], key);
        EXPECT_EQ(runOffline(who, {"outbox"}).lines.size(), 0u); // it blocks no other
        EXPECT_EQ(run(who, {"resolve", kept.lines[0]["number"].dump(), "discard"}).code, 0);
        EXPECT_EQ(runOffline(who, {"conflicts"}).lines.size(), 0u);
    }
};

TEST_F(CliStory, anEditMadeOfflineArrivesAtTheOther)
{
    ASSERT_EQ(signIn("anna").code, 0);
    ASSERT_EQ(signIn("ben").code, 0);
    const auto watching = watch("ben", {"--count", "1"});

    const Ran edit = runOffline("anna", setCity("Turku"));
    EXPECT_EQ(edit.code, 10) << edit; // safe here, and not yet sent
    EXPECT_EQ(edit.first("state"), "waiting");
    EXPECT_EQ(here("anna", "city"), "Turku");
    EXPECT_EQ(there("city"), "Kotka");
    const Ran outbox = runOffline("anna", {"outbox"});
    ASSERT_EQ(outbox.lines.size(), 1u);
    EXPECT_EQ(outbox.lines[0]["ops"][0]["fields"]["city"], (Json{"Kotka", "Turku"}));

    const Ran sync = run("anna", {"sync"});
    EXPECT_EQ(sync.code, 0) << sync;
    EXPECT_EQ(sync.first("allSaved"), true);
    const Ran watched = end("ben", *watching);
    EXPECT_EQ(watched.code, 0) << watched;
    ASSERT_EQ(watched.lines.size(), 1u);
    EXPECT_EQ(watched.lines[0]["id"], client.toString());
    EXPECT_EQ(watched.lines[0]["row"]["city"], "Turku");

    EXPECT_EQ(here("ben", "city"), "Turku");
    EXPECT_EQ(there("city"), "Turku");
    const Audited audit = audited(edit.first("mutation"));
    EXPECT_EQ(audit.rows, 1);
    EXPECT_EQ(audit.value, "Turku");
    EXPECT_EQ(runOffline("anna", {"outbox"}).lines.size(), 0u);
}

TEST_F(CliStory, whoMayReadTheAuditLogIsShownIt)
{
    ASSERT_EQ(signIn("anna").code, 0);
    const Ran edit = run("anna", setCity("Turku"));
    EXPECT_EQ(edit.code, 0) << edit;
    const std::vector<std::string> list{"list", "audit_logs", "--where",
                                        "mutation_id=" + edit.first("mutation").get<std::string>()};
    const Ran refused = run("anna", list);
    EXPECT_EQ(refused.code, 5) << refused;
    EXPECT_EQ(refused.lines.size(), 0u);
    ASSERT_EQ(signIn("dora").code, 0);
    const Ran audit = run("dora", list);
    ASSERT_EQ(audit.lines.size(), 1u) << audit;
    EXPECT_EQ(audit.lines[0]["new_value"], "Turku");
    EXPECT_EQ(runOffline("dora", list).code, 2);
}

TEST_F(CliStory, twoOfflineEditsOfOneFieldEndInAConflict)
{
    ASSERT_EQ(signIn("anna").code, 0);
    ASSERT_EQ(signIn("ben").code, 0);
    EXPECT_EQ(runOffline("anna", setCity("Turku")).code, 10);
    EXPECT_EQ(runOffline("ben", setCity("Tampere")).code, 10);
    EXPECT_EQ(run("ben", {"sync"}).code, 0);

    const Ran sync = run("anna", {"sync"});
    EXPECT_EQ(sync.code, 5) << sync; // something is to be reviewed
    EXPECT_EQ(there("city"), "Tampere");
    EXPECT_EQ(here("anna", "city"), "Tampere");
    const Ran conflicts = runOffline("anna", {"conflicts"});
    ASSERT_EQ(conflicts.lines.size(), 1u) << conflicts;
    const Json &field = conflicts.lines[0]["conflicts"][0];
    EXPECT_EQ(field["column"], "city");
    EXPECT_EQ(field["was"], "Kotka");
    EXPECT_EQ(field["mine"], "Turku");
    EXPECT_EQ(field["theirs"], "Tampere");

    const Ran resolved = run("anna", {"resolve", conflicts.lines[0]["number"].dump(), "take-mine"});
    EXPECT_EQ(resolved.code, 0) << resolved;
    EXPECT_EQ(there("city"), "Turku");
    EXPECT_EQ(run("ben", {"sync"}).code, 0);
    EXPECT_EQ(here("ben", "city"), "Turku");
}

TEST_F(CliStory, anEditWithoutTheRightIsRefused)
{
    ASSERT_EQ(signIn("vera").code, 0);
    expectRefused("vera", run("vera", setCity("Turku")), "sync.forbidden");
    EXPECT_EQ(there("city"), "Kotka");
    EXPECT_EQ(here("vera", "city"), "Kotka");
    auto connection = server->connect();
    ASSERT_TRUE(connection);
    const auto denied = connection->exec("select count(*) from public.audit_logs where port_id = $1 and"
                                         " action = 'permission_denied'",
                                         server::Params().uuid(port));
    ASSERT_TRUE(denied);
    EXPECT_EQ(denied->integer(0, 0), 1);
}

TEST_F(CliStory, aColumnOfTheServerIsNotSet)
{
    ASSERT_EQ(signIn("anna").code, 0);
    const std::string before = there("created_at");
    expectRefused("anna",
                  run("anna", {"set", "clients", client.toString(), "created_at=2020-01-01T00:00:00Z"}),
                  "sync.server_owned");
    EXPECT_EQ(there("created_at"), before);
}

TEST_F(CliStory, anotherPortsRowIsOutOfReach)
{
    const Uuid other = Uuid::derived("port", {}, "another");
    const Uuid stranger = Uuid::derived("client", {}, "stranger");
    auto connection = server->connect();
    ASSERT_TRUE(connection);
    ASSERT_TRUE(addPort(*connection, other, "Another", "another"));
    sql("insert into public.clients (port_id, id, full_name) values ($1, $2, 'Stranger')",
        server::Params().uuid(other).uuid(stranger));
    ASSERT_EQ(signIn("anna").code, 0);

    const Ran set = run("anna", {"set", "clients", stranger.toString(), "city=Turku"});
    EXPECT_EQ(set.code, 6) << set;
    EXPECT_EQ(set.key(), "row.not_found");
    const Ran look = run("anna", {"--port", "another", "list", "clients"});
    EXPECT_EQ(look.code, 6) << look;
    EXPECT_EQ(look.error["field"], "port");
    // A row of this port that points into the other one is written here and refused there, in the same words as one that
    // points nowhere: whether there is such a row is not told.
    for (const Uuid &id : {stranger, Uuid::derived("client", {}, "nobody")})
        expectRefused("anna", run("anna", {"create", "interests", "client_id=" + id.toString()}),
                      "sync.wrong_port");
}

TEST_F(CliStory, digestsAreComparedWithTheServer)
{
    ASSERT_EQ(signIn("anna").code, 0);
    const Ran digests = run("anna", {"digest", "--check"});
    EXPECT_EQ(digests.code, 0) << digests;
    const auto ofClients = std::find_if(digests.lines.begin(), digests.lines.end(),
                                        [](const Json &line) { return line["table"] == "clients"; });
    ASSERT_NE(ofClients, digests.lines.end());
    EXPECT_EQ((*ofClients)["count"], 1);
    ASSERT_EQ(signIn("ben").code, 0);
    const Ran others = run("ben", {"digest", "--check"});
    EXPECT_NE(std::find_if(others.lines.begin(), others.lines.end(),
                           [&](const Json &line) { return line["sum"] == (*ofClients)["sum"]; }),
              others.lines.end());
}

TEST_F(CliStory, twoProgramsDoNotShareAProfile)
{
    ASSERT_EQ(signIn("anna").code, 0);
    const auto watching = watch("anna");
    const Ran second = runOffline("anna", {"status"});
    EXPECT_EQ(second.code, 7) << second;
    EXPECT_EQ(second.key(), "profile.in_use");
    watching->kill();
    EXPECT_EQ(runOffline("anna", {"status"}).code, 0); // what was killed holds no lock
}

} // namespace
} // namespace nimara::test
