#include "tests/integration/pair_stage.h"

#include "tests/support/postgres.h"
#include "tests/support/stack/serving.h"

#include <algorithm>

namespace nimara::test {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr auto setupLimit = 120s;
// Three laptops on two busy cores answer within it; a dead line need not be waited for as long as in the field.
constexpr auto silence = 5s;

// "host=… dbname=… user=…", as the variables of the server want it.
std::string urlOf(const std::string &database, const std::string &role)
{
    const std::string conninfo = Postgres::durable().url(database);
    const std::size_t host = conninfo.find("host=") + 5;
    return "postgresql:///" + database + "?host=" + conninfo.substr(host, conninfo.find(' ', host) - host) +
           "&user=" + role;
}

} // namespace

void PairStage::SetUp()
{
    const auto *test = testing::UnitTest::GetInstance()->current_test_info();
    folder = fs::current_path() / test->name();
    fs::remove_all(folder);
    fs::create_directories(folder);
    m_database = Postgres::durable().emptyDatabase();
    m_environment = {"DATABASE_URL=" + urlOf(m_database, "nimara_server"),
                     "DATABASE_ADMIN_URL=" + urlOf(m_database, "postgres"),
                     "SESSION_SECRET=" + randomPassword() + randomPassword(),
                     "STATE_DIR=" + (folder / "state").string(), "LISTEN_ADDRESS=127.0.0.1"};
    auto setup = ChildProcess::start({.command = {builtProgram("nimara-server"), "setup"},
                                      .environment = m_environment,
                                      .errorFile = (folder / "setup.log").string()});
    ASSERT_TRUE(setup) << setup.error().detail;
    const auto ending = (*setup)->readToEnd(setupLimit);
    ASSERT_TRUE(ending && ending->code == 0) << "nimara-server setup failed; see " << folder / "setup.log";

    auto connection = connect();
    ASSERT_TRUE(connection) << connection.error().detail;
    port = Uuid::derived("port", {}, "pair");
    const auto added = addPort(*connection, port, "Pair", "pair");
    ASSERT_TRUE(added) << added.error().detail;
    for (std::size_t i = 0; i < people; ++i) {
        const std::string name = "Person " + std::to_string(i);
        m_people[i] = {name, "person" + std::to_string(i) + "@example.org", randomPassword(),
                       SystemRole::SalesManager};
        const auto person = addPerson(*connection, port, m_people[i]);
        ASSERT_TRUE(person) << person.error().detail;
    }
    const auto made =
        connection->exec("insert into public.clients (port_id, full_name) select $1, 'Client ' || n"
                         " from generate_series(1, 30) n",
                         server::Params().uuid(port));
    ASSERT_TRUE(made) << made.error().detail;
    for (std::size_t which = 0; which < m_servers.size(); ++which)
        startServer(which);
}

void PairStage::startServer(std::size_t which)
{
    auto started = startServing({.command = {builtProgram("nimara-server"), "serve", "--port",
                                             std::to_string(m_pairings[which].server.port)},
                                 .environment = m_environment,
                                 .errorFile = (folder / ("server" + std::to_string(which) + ".log")).string(),
                                 .signalOnOurEnd = SIGTERM});
    ASSERT_TRUE(started) << started.error().detail;
    m_servers[which] = std::move(started->process);
    m_pairings[which] = started->pairing;
}

std::vector<std::uint16_t> PairStage::ports() const
{
    return {m_pairings[0].server.port, m_pairings[1].server.port};
}

Result<server::Connection> PairStage::connect() const
{
    return server::Connection::open(Postgres::durable().url(m_database));
}

Uuid PairStage::clientOf(const char *fullName) const
{
    auto connection = connect();
    if (!connection)
        return {};
    const auto found = connection->exec("select id from public.clients where port_id = $1 and full_name = $2",
                                        server::Params().uuid(port).text(fullName));
    return found && found->rows() == 1 ? found->uuid(0, 0) : Uuid();
}

void PairStage::startEditor(std::uint16_t through)
{
    const std::size_t who = editors.size();
    PairingCode code = pairing(0);
    code.server = {"127.0.0.1", through};
    editors.push_back(std::make_unique<EditorProcess>(
        EditorProcess::Seat{.pairing = code,
                            .email = person(who).email,
                            .password = person(who).password,
                            .folder = folder / ("laptop" + std::to_string(who)),
                            .part = static_cast<int>(who),
                            .parts = static_cast<int>(people),
                            .silence = silence}));
    const auto started = editors.back()->start();
    ASSERT_TRUE(started) << started.error().detail;
}

void PairStage::awaitLive(std::size_t who)
{
    ASSERT_TRUE(hearUntil(editors, "editor " + std::to_string(who) + " is connected",
                          [&] { return editors[who]->isLive(); }));
}

void PairStage::awaitLost(std::size_t who)
{
    ASSERT_TRUE(hearUntil(editors, "editor " + std::to_string(who) + " has lost the server",
                          [&] { return !editors[who]->isLive(); }));
}

void PairStage::awaitSaved(std::size_t count)
{
    std::vector<std::size_t> wanted;
    for (const auto &editor : editors)
        wanted.push_back(editor->saved().size() + count);
    ASSERT_TRUE(hearUntil(editors, "everybody saves", [&] {
        return std::equal(
            editors.begin(), editors.end(), wanted.begin(),
            [](const auto &editor, std::size_t want) { return editor->saved().size() >= want; });
    }));
}

void PairStage::awaitSavedBy(std::size_t who, std::size_t count)
{
    const std::size_t wanted = editors[who]->saved().size() + count;
    ASSERT_TRUE(hearUntil(editors, "editor " + std::to_string(who) + " saves",
                          [&] { return editors[who]->saved().size() >= wanted; }));
}

void PairStage::awaitThrough()
{
    awaitSaved(1);
    std::vector<std::string> mutations;
    for (const auto &editor : editors)
        mutations.push_back(editor->lastSaved());
    ASSERT_TRUE(
        hearUntil(editors, "everybody's edit is on the server", [&] { return haveArrived(mutations); }));
}

bool PairStage::haveArrived(const std::vector<std::string> &mutations) const
{
    std::string list;
    for (const std::string &id : mutations)
        list += (list.empty() ? "{" : ",") + id;
    auto connection = connect();
    if (!connection)
        return false;
    const auto found = connection->exec(
        "select count(distinct mutation_id) from public.audit_logs where mutation_id = any($1::uuid[])",
        server::Params().untyped(list + "}"));
    return found && found->integer(0, 0) == static_cast<std::int64_t>(mutations.size());
}

void PairStage::restAndCheck()
{
    const auto all = [this](const auto &holds) { return std::all_of(editors.begin(), editors.end(), holds); };
    for (const auto &editor : editors)
        ASSERT_TRUE(editor->ask("rest"));
    ASSERT_TRUE(hearUntil(editors, "everything is sent and answered",
                          [&] { return all([](const auto &editor) { return editor->isResting(); }); }));
    auto connection = connect();
    ASSERT_TRUE(connection) << connection.error().detail;
    const auto there = valuesOnServer(*connection, port);
    const auto seen = hearUntil(editors, "everybody sees what everybody wrote", [&] {
        return all([&](const auto &editor) { return editor->values() == there; });
    });
    for (const auto &editor : editors)
        ASSERT_TRUE(seen) << differenceOf(editor->values(), there);
    for (const auto &editor : editors)
        ASSERT_TRUE(editor->ask("finish"));
    ASSERT_TRUE(hearUntil(editors, "everybody finishes",
                          [&] { return all([](const auto &editor) { return !editor->end().is_null(); }); }));
    for (const auto &editor : editors) {
        EXPECT_EQ(editor->end()["equal"], true);
        EXPECT_EQ(editor->end()["waiting"].size(), 0u);
        EXPECT_EQ(editor->end()["review"].size(), 0u) << editor->end()["review"].dump();
        EXPECT_EQ(editor->values(), there);
    }
    checkAudit(*connection, editors);
}

} // namespace nimara::test
