#include "models/base/json.h"
#include "tests/support/stack/people.h"
#include "tests/support/stack/test_server.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

// Two people, each with a profile of nimara-cli, and the server between them.
namespace nimara::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto patience = 90s;

// What one run of the program came to.
struct Run
{
    int code = -1;
    std::vector<Json> lines;

    const Json &first() const
    {
        static const Json nothing;
        return lines.empty() ? nothing : lines.front();
    }
};

std::vector<Json> linesIn(const std::string &text)
{
    std::vector<Json> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (const auto json = parseJson(text.substr(at, end - at)))
            lines.push_back(*json);
        at = end + 1;
    }
    return lines;
}

class CliStory : public testing::Test
{
protected:
    void SetUp() override
    {
        for (const char *name : {"server", "anna", "ben"})
            fs::remove_all(fs::current_path() / name);
        auto started = TestServer::start({.program = program("nimara-server"),
                                          .folder = fs::current_path() / "server",
                                          .logFile = (fs::current_path() / "server.log").string()});
        ASSERT_TRUE(started) << started.error().detail;
        server = *std::move(started);
        auto connection = server->connect();
        ASSERT_TRUE(connection) << connection.error().detail;
        const Uuid port = Uuid::derived("port", {}, "cli-story");
        ASSERT_TRUE(addPort(*connection, port, "Cli story", "cli-story"));
        for (const std::string name : {"anna", "ben"}) {
            const auto added = addPerson(*connection, port,
                                         {name, name + "@example.org", password, SystemRole::SalesManager});
            ASSERT_TRUE(added) << added.error().detail;
        }
        const auto made =
            connection->exec("insert into public.clients (port_id, id, full_name) values ($1, $2, 'Ida')",
                             server::Params().uuid(port).uuid(client));
        ASSERT_TRUE(made) << made.error().detail;
    }

    static std::string program(const char *name)
    {
        return std::string(std::getenv("NIMARA_BINARY_DIR")) + "/" + name;
    }

    // There is no keychain in a test; the passphrase is the first line of input.
    std::unique_ptr<ChildProcess> start(const std::string &who, std::vector<std::string> words) const
    {
        words.insert(words.begin(), program("nimara-cli"));
        for (const char *word : {"--profile", "--passphrase-fd"}) {
            words.emplace_back(word);
            words.push_back(word == std::string("--profile") ? (fs::current_path() / who).string() : "0");
        }
        auto started = ChildProcess::start({.command = words,
                                            .environment = {"DBUS_SESSION_BUS_ADDRESS=disabled:"},
                                            .errorFile = (fs::current_path() / (who + ".log")).string()});
        EXPECT_TRUE(started) << started.error().detail;
        if (!started)
            return nullptr;
        (*started)->send(passphrase);
        (*started)->send(password); // only login reads on
        return *std::move(started);
    }

    Run run(const std::string &who, const std::vector<std::string> &words) const
    {
        const auto child = start(who, words);
        if (!child)
            return {};
        const auto ending = child->readToEnd(patience);
        EXPECT_TRUE(ending) << words.front() << " does not end";
        return ending ? Run{ending->code, linesIn(ending->output)} : Run{};
    }

    void signIn(const std::string &who) const
    {
        const Run login =
            run(who, {"login", server->pairing().toString(), who + "@example.org", "--password-fd", "0"});
        ASSERT_EQ(login.code, 0) << login.first();
        ASSERT_EQ(run(who, {"sync"}).code, 0);
    }

    std::string cityAt(const std::string &who) const
    {
        const Run got = run(who, {"get", "clients", client.toString(), "--offline"});
        EXPECT_EQ(got.code, 0);
        return got.first().is_object() && got.first()["city"].is_string()
                   ? got.first()["city"].get<std::string>()
                   : "";
    }

    std::vector<std::string> setCity(const std::string &city) const
    {
        return {"set", "clients", client.toString(), "city=" + city};
    }

    const Uuid client = Uuid::derived("client", {}, "ida");
    const std::string password = randomPassword();
    const std::string passphrase = randomPassword();
    std::unique_ptr<TestServer> server;
};

// The next line that `watch` prints about this row.
std::optional<Json> awaitChange(ChildProcess &watch, const Uuid &row)
{
    const auto until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
        const auto line = watch.readLine(1000ms);
        const auto json = line ? parseJson(*line) : Result<Json>(Json());
        if (json && json->is_object() && json->contains("ids") &&
            (*json)["ids"].dump().find(row.toString()) != std::string::npos)
            return *json;
        if (!watch.isRunning())
            break;
    }
    return std::nullopt;
}

TEST_F(CliStory, anEditMadeOfflineArrivesAtTheOther)
{
    signIn("anna");
    signIn("ben");
    const auto watch = start("ben", {"watch", "--timeout", "300"});
    ASSERT_TRUE(watch);
    ASSERT_TRUE(watch->readLine(patience)); // it is watching

    std::vector<std::string> words = setCity("Turku");
    words.emplace_back("--offline");
    const Run edit = run("anna", words);
    EXPECT_EQ(edit.code, 10) << edit.first(); // saved here, not yet sent
    EXPECT_EQ(edit.first().value("state", ""), "waiting");
    EXPECT_EQ(run("anna", {"outbox", "--offline"}).lines.size(), 1u);
    EXPECT_EQ(cityAt("anna"), "Turku");

    EXPECT_EQ(run("anna", {"sync"}).code, 0);
    const auto change = awaitChange(*watch, client);
    ASSERT_TRUE(change);
    EXPECT_EQ(change->value("table", ""), "clients");
    watch->kill();
    EXPECT_EQ(cityAt("ben"), "Turku");
    EXPECT_TRUE(run("anna", {"outbox", "--offline"}).lines.empty());

    auto connection = server->connect();
    ASSERT_TRUE(connection);
    const auto audit =
        connection->exec("select count(*), min(new_value) from public.audit_logs where mutation_id = $1",
                         server::Params().uuid(Uuid::parse(edit.first().value("mutation", ""))));
    ASSERT_TRUE(audit) << audit.error().detail;
    EXPECT_EQ(audit->integer(0, 0), 1);
    EXPECT_EQ(audit->text(0, 1), "Turku");
}

TEST_F(CliStory, aConflictIsKeptAndSettledByItsMaker)
{
    signIn("anna");
    signIn("ben");
    std::vector<std::string> words = setCity("Turku");
    words.emplace_back("--offline");
    EXPECT_EQ(run("anna", words).code, 10);
    EXPECT_EQ(run("ben", setCity("Tampere")).code, 0);

    EXPECT_EQ(run("anna", {"sync"}).code, 5); // something is to be reviewed
    EXPECT_EQ(cityAt("anna"), "Tampere");
    const Run conflicts = run("anna", {"conflicts", "--offline"});
    ASSERT_EQ(conflicts.lines.size(), 1u);
    const Json &field = conflicts.first()["conflicts"][0];
    EXPECT_EQ(field.value("mine", ""), "Turku");
    EXPECT_EQ(field.value("theirs", ""), "Tampere");

    const std::string number = conflicts.first()["number"].dump();
    EXPECT_EQ(run("anna", {"resolve", number, "take-mine"}).code, 0);
    EXPECT_EQ(run("ben", {"sync"}).code, 0);
    EXPECT_EQ(cityAt("ben"), "Turku");
}

TEST_F(CliStory, twoProgramsDoNotShareAProfile)
{
    signIn("anna");
    const auto watch = start("anna", {"watch", "--timeout", "300"});
    ASSERT_TRUE(watch);
    ASSERT_TRUE(watch->readLine(patience));
    EXPECT_EQ(run("anna", {"status", "--offline"}).code, 7);
    watch->kill();
    EXPECT_EQ(run("anna", {"status", "--offline"}).code, 0);
}

TEST_F(CliStory, whoIsNotKnownIsNotLetIn)
{
    const Run unknown =
        run("anna", {"login", server->pairing().toString(), "nobody@example.org", "--password-fd", "0"});
    EXPECT_EQ(unknown.code, 3);
    EXPECT_EQ(run("anna", {"status", "--offline"}).code, 3);
}

} // namespace
} // namespace nimara::test
