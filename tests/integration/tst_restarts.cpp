#include "tests/integration/cli_stage.h"

#include <fstream>

// What goes wrong around a person who works: each time one clear message, and nothing lost.
namespace nimara::test {
namespace {

using Restarts = CliStage;

// ---- the server and its PostgreSQL

TEST_F(Restarts, aKilledServerComesBackWithEverything)
{
    ASSERT_EQ(signIn("anna").code, 0);
    const PairingCode before = server->pairing();
    for (const char *city : {"Turku", "Vaasa"}) {
        server->kill();
        const Ran sync = run("anna", {"sync"});
        EXPECT_EQ(sync.code, 4) << sync;
        EXPECT_EQ(sync.key(), "net.unreachable");
        const Ran edit = run("anna", setCity(city));
        EXPECT_EQ(edit.code, 10) << edit;
        EXPECT_EQ(edit.key(), "net.unreachable");
        const auto again = server->startAgain();
        ASSERT_TRUE(again) << again.error().detail;
        EXPECT_EQ(server->pairing(), before);
        EXPECT_EQ(run("anna", {"sync"}).code, 0);
        EXPECT_EQ(there("city"), city);
        EXPECT_EQ(audited(edit.first("mutation")).rows, 1);
    }
}

TEST_F(Restarts, anEditOutlastsAKilledPostgres)
{
    ASSERT_EQ(signIn("anna").code, 0);
    const auto crashed = server->crashPostgres();
    ASSERT_TRUE(crashed) << crashed.error().detail;
    auto words = setCity("Turku");
    words.insert(words.end(), {"--timeout", "80"});
    const Ran edit = run("anna", words); // the server starts PostgreSQL again meanwhile
    EXPECT_EQ(edit.code, 0) << edit;
    EXPECT_TRUE(server->isRunning());
    EXPECT_EQ(there("city"), "Turku");
    EXPECT_EQ(audited(edit.first("mutation")).rows, 1);
}

TEST_F(Restarts, aWatchGoesOnAfterARestart)
{
    ASSERT_EQ(signIn("anna").code, 0);
    ASSERT_EQ(signIn("ben").code, 0);
    const auto watching = watch("ben", {"--count", "1", "--timeout", "80"});
    const auto stopped = server->stop();
    EXPECT_TRUE(stopped) << stopped.error().detail;
    const auto again = server->startAgain();
    ASSERT_TRUE(again) << again.error().detail;
    EXPECT_EQ(run("anna", setCity("Turku")).code, 0);
    const Ran watched = end("ben", *watching);
    ASSERT_EQ(watched.lines.size(), 1u) << watched;
    EXPECT_EQ(watched.lines[0]["row"]["city"], "Turku");
}

// ---- who is let in

TEST_F(Restarts, whoIsNotKnownIsNotLetIn)
{
    const Ran unknown = run("anna", {"login", server->pairing().toString(), "nobody@example.org"});
    EXPECT_EQ(unknown.code, 3) << unknown;
    EXPECT_EQ(unknown.key(), "auth.wrong_password");
    EXPECT_EQ(runOffline("anna", {"status"}).key(), "account.none");
}

TEST_F(Restarts, anotherKeyThanThePairedOneIsNotTrusted)
{
    PairingCode code = server->pairing();
    code.spki.front() = code.spki.front() == '0' ? '1' : '0';
    const Ran login = run("anna", {"login", code.toString(), email("anna")});
    EXPECT_EQ(login.code, 4) << login;
    EXPECT_EQ(login.key(), "tls.key_mismatch");
}

TEST_F(Restarts, aLockedAccountKeepsItsEdits)
{
    ASSERT_EQ(signIn("anna").code, 0);
    EXPECT_EQ(runOffline("anna", setCity("Turku")).code, 10);
    const std::string right = std::exchange(password, "wrong");
    for (int i = 0; i < 5; ++i) {
        const Ran wrong = run("anna", {"sync"});
        EXPECT_EQ(wrong.code, 3) << wrong;
        EXPECT_EQ(wrong.key(), "auth.wrong_password");
    }
    password = right;
    const Ran locked = run("anna", {"sync"});
    EXPECT_EQ(locked.code, 3) << locked;
    EXPECT_EQ(locked.key(), "auth.locked");
    EXPECT_GT(std::stoi(locked.error.value("detail", "0")), 0); // how long to wait
    EXPECT_EQ(here("anna", "city"), "Turku");

    sql("delete from auth.sign_in_failures");
    EXPECT_EQ(run("anna", {"sync"}).code, 0);
    EXPECT_EQ(there("city"), "Turku");
}

TEST_F(Restarts, aRevokedSessionEndsAtOnceAndKeepsItsEdits)
{
    ASSERT_EQ(signIn("anna").code, 0);
    const auto watching = watch("anna");
    sql("update auth.sessions s set revoked_at = now() from public.users u where u.id = s.user_id and"
        " u.email = $1::citext",
        server::Params().untyped(email("anna")));
    const Ran watched = end("anna", *watching);
    EXPECT_EQ(watched.code, 3) << watched;
    EXPECT_EQ(watched.key(), "auth.revoked");

    EXPECT_EQ(runOffline("anna", setCity("Turku")).code, 10);
    EXPECT_EQ(run("anna", {"sync"}).code, 0); // the password makes a new session
    EXPECT_EQ(there("city"), "Turku");
}

TEST_F(Restarts, anAccountThatWasSwitchedOffIsToldSo)
{
    ASSERT_EQ(signIn("anna").code, 0);
    sql("update public.users set is_active = false where email = $1::citext",
        server::Params().untyped(email("anna")));
    EXPECT_EQ(runOffline("anna", setCity("Turku")).code, 10);
    const Ran sync = run("anna", {"sync"});
    EXPECT_EQ(sync.code, 3) << sync;
    EXPECT_EQ(sync.key(), "auth.inactive");
    EXPECT_EQ(runOffline("anna", {"outbox"}).lines.size(), 1u);
}

TEST_F(Restarts, aWrongPassphraseOpensNothing)
{
    ASSERT_EQ(signIn("anna").code, 0);
    const Ran wrong = runWith("not it, not at all", "anna", {"status", "--offline"});
    EXPECT_EQ(wrong.code, 3) << wrong;
    EXPECT_EQ(wrong.key(), "vault.wrong_passphrase");
    EXPECT_EQ(runOffline("anna", {"status"}).code, 0);
}

// ---- the replica's file

std::vector<std::filesystem::path> replicasIn(const std::filesystem::path &profile)
{
    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(profile)) {
        if (entry.path().extension() == ".db" && entry.path().stem() != "user")
            files.push_back(entry.path());
    }
    return files;
}

TEST_F(Restarts, aReplicaThatCannotBeReadIsSetAsideAndLoadedAgain)
{
    ASSERT_EQ(signIn("anna").code, 0);
    const auto files = replicasIn(folder("anna"));
    ASSERT_EQ(files.size(), 1u);
    std::ofstream(files[0], std::ios::binary) << std::string(100'000, 'x');
    std::filesystem::remove(files[0].string() + "-wal");

    const Ran sync = run("anna", {"sync"});
    EXPECT_EQ(sync.code, 0) << sync;
    EXPECT_EQ(sync.key(), "storage.damaged"); // said, with where the old file lies
    EXPECT_TRUE(std::filesystem::exists(files[0].string() + ".damaged"));
    EXPECT_EQ(here("anna", "city"), "Kotka");
    EXPECT_TRUE(runOffline("anna", {"status"}).error.is_null()); // and said once
}

} // namespace
} // namespace nimara::test
