#include "tests/integration/cli_stage.h"

#include <algorithm>

namespace nimara::test {

namespace fs = std::filesystem;

namespace {

constexpr int unreached = 4; // docs/cli.md

} // namespace

std::unique_ptr<TestServer> CliStage::server;

void CliStage::SetUpTestSuite()
{
    fs::remove_all(fs::current_path() / "server");
    startServer(fs::current_path() / "server");
}

void CliStage::startServer(const fs::path &folder)
{
    auto started = TestServer::start({.program = builtProgram("nimara-server"),
                                      .folder = folder,
                                      .logFile = (fs::current_path() / "server.log").string()});
    ASSERT_TRUE(started) << started.error().detail;
    server = *std::move(started);
}

void CliStage::SetUp()
{
    ASSERT_TRUE(server);
    m_name = testing::UnitTest::GetInstance()->current_test_info()->name();
    std::transform(m_name.begin(), m_name.end(), m_name.begin(),
                   [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
    m_folder = fs::current_path() / m_name;
    fs::remove_all(m_folder);
    fs::create_directories(m_folder);
    password = randomPassword();
    m_passphrase = randomPassword();
    port = Uuid::derived("port", {}, m_name);
    client = Uuid::derived("client", {}, m_name);

    auto connection = server->connect();
    ASSERT_TRUE(connection) << connection.error().detail;
    const auto made = addPort(*connection, port, m_name, m_name);
    ASSERT_TRUE(made) << made.error().detail;
    using People = std::vector<std::pair<std::string, SystemRole>>;
    for (const auto &[who, role] : People{{"anna", SystemRole::SalesManager},
                                          {"ben", SystemRole::SalesManager},
                                          {"dora", SystemRole::Director},
                                          {"vera", SystemRole::Viewer}}) {
        const auto added = addPerson(*connection, port, {who, email(who), password, role});
        ASSERT_TRUE(added) << added.error().detail;
    }
    sql("insert into public.clients (port_id, id, full_name, city) values ($1, $2, 'Ida', 'Kotka')",
        server::Params().uuid(port).uuid(client));
}

void CliStage::sql(const char *statement, const server::Params &params) const
{
    auto connection = server->connect();
    ASSERT_TRUE(connection) << connection.error().detail;
    const auto done = connection->exec(statement, params);
    ASSERT_TRUE(done) << done.error().detail;
}

std::unique_ptr<ChildProcess> CliStage::start(const std::string &who,
                                              const std::vector<std::string> &words) const
{
    return startCli(user(who), words);
}

Ran CliStage::end(const std::string &who, ChildProcess &child) const
{
    return endCli(user(who), child);
}

Ran CliStage::run(const std::string &who, const std::vector<std::string> &words) const
{
    const auto child = start(who, words);
    return child ? end(who, *child) : Ran();
}

Ran CliStage::runWith(const std::string &otherPassphrase, const std::string &who,
                      const std::vector<std::string> &words)
{
    const std::string right = std::exchange(m_passphrase, otherPassphrase);
    const Ran ran = run(who, words);
    m_passphrase = right;
    return ran;
}

Ran CliStage::runOffline(const std::string &who, std::vector<std::string> words) const
{
    words.emplace_back("--offline");
    return run(who, words);
}

Ran CliStage::signIn(const std::string &who) const
{
    const auto until = std::chrono::steady_clock::now() + patience;
    for (;;) {
        Ran ran = run(who, {"login", server->pairing().toString(), email(who)});
        if (ran.code != unreached || std::chrono::steady_clock::now() >= until)
            return ran;
    }
}

std::unique_ptr<ChildProcess> CliStage::watch(const std::string &who,
                                              const std::vector<std::string> &words) const
{
    std::vector<std::string> all{"watch", "--table", "clients", "--values"};
    all.insert(all.end(), words.begin(), words.end());
    auto child = start(who, all);
    const auto line = child ? child->readLine(patience) : std::nullopt;
    const auto said = line ? parseJson(*line) : Result<Json>(Json());
    EXPECT_TRUE(said && said->is_object() && said->value("watching", false)) << line.value_or("nothing");
    return child;
}

Json CliStage::here(const std::string &who, const char *column) const
{
    return runOffline(who, {"get", "clients", client.toString()}).first(column);
}

std::string CliStage::there(const std::string &column) const
{
    const std::string statement =
        "select " + column + "::text from public.clients where port_id = $1 and id = $2";
    auto connection = server->connect();
    if (!connection)
        return connection.error().detail;
    const auto found = connection->exec(statement.c_str(), server::Params().uuid(port).uuid(client));
    return found && found->rows() == 1 ? found->text(0, 0) : "no such row";
}

CliStage::Audited CliStage::audited(const Json &mutation) const
{
    auto connection = server->connect();
    const auto id = Uuid::parse(mutation.is_string() ? mutation.get<std::string>() : "");
    if (!connection || !id)
        return {};
    const auto found = connection->exec(
        "select count(*), coalesce(max(new_value), '') from public.audit_logs where mutation_id = $1",
        server::Params().uuid(*id));
    return found ? Audited{found->integer(0, 0), found->text(0, 1)} : Audited{-1, found.error().detail};
}

} // namespace nimara::test
