#include "tests/integration/kill_fixture.h"

#include "models/base/rng.h"

#include <algorithm>
#include <cstdlib>

namespace nimara::test {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr int clients = 30;
constexpr auto patience = 120s;

std::chrono::milliseconds until(std::chrono::steady_clock::time_point deadline)
{
    return std::max(0ms, std::chrono::duration_cast<std::chrono::milliseconds>(
                             deadline - std::chrono::steady_clock::now()));
}

} // namespace

int KillLoop::rounds()
{
    const char *told = std::getenv("NIMARA_KILL_ROUNDS");
    return told ? std::max(1, std::atoi(told)) : 3;
}

void KillLoop::SetUp()
{
    for (const char *name : {"server", "laptop"})
        fs::remove_all(fs::current_path() / name);
    auto started = TestServer::start({.program = builtProgram("nimara-server"),
                                      .folder = fs::current_path() / "server",
                                      .logFile = (fs::current_path() / "server.log").string()});
    ASSERT_TRUE(started) << started.error().detail;
    server = *std::move(started);
    auto connection = server->connect();
    ASSERT_TRUE(connection) << connection.error().detail;
    m_port = Uuid::derived("port", {}, "kill-loop");
    const auto port = addPort(*connection, m_port, "Kill loop", "kill-loop");
    ASSERT_TRUE(port) << port.error().detail;
    m_person = {"Edda", "edda@example.org", randomPassword(), SystemRole::SalesManager};
    const auto person = addPerson(*connection, m_port, m_person);
    ASSERT_TRUE(person) << person.error().detail;
    const auto made =
        connection->exec("insert into public.clients (port_id, full_name) select $1, 'Client ' || n"
                         " from generate_series(1, $2::int) n",
                         server::Params().uuid(m_port).int4(clients));
    ASSERT_TRUE(made) << made.error().detail;
}

void KillLoop::startEditor()
{
    auto started = ChildProcess::start({.command = {builtProgram("nimara-test-editor")}});
    ASSERT_TRUE(started) << started.error().detail;
    editor = *std::move(started);
    m_live = false;
    const Json told = {{"pairing", server->pairing().toString()},
                       {"email", m_person.email},
                       {"password", m_person.password},
                       {"folder", (fs::current_path() / "laptop").string()}};
    ASSERT_TRUE(editor->send(told.dump()));
}

bool KillLoop::hear(const std::string &line)
{
    const auto said = parseJson(line, {.bytes = 16 * 1024 * 1024});
    if (!said || !said->is_object())
        return true;
    if (said->contains("fault")) {
        ADD_FAILURE() << "the editor: " << (*said)["fault"];
        return false;
    }
    if (said->contains("saved")) {
        const Json &edit = (*said)["saved"];
        m_saved[edit.value("id", "")] = {edit.value("row", ""), edit.value("kind", "") == "create"};
    }
    if (said->contains("live"))
        m_live = (*said)["live"].get<bool>();
    if (said->contains("end"))
        m_end = (*said)["end"];
    return true;
}

void KillLoop::awaitSaved(std::size_t count)
{
    const std::size_t wanted = m_saved.size() + count;
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (m_saved.size() < wanted) {
        const auto line = editor->readLine(until(deadline));
        ASSERT_TRUE(line) << "the editor has stopped saving after " << m_saved.size();
        ASSERT_TRUE(hear(*line));
    }
}

void KillLoop::awaitLive()
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!m_live) {
        const auto line = editor->readLine(until(deadline));
        ASSERT_TRUE(line) << "the editor does not come back";
        ASSERT_TRUE(hear(*line));
    }
}

void KillLoop::killServer()
{
    server->kill();
    m_live = false;
}

void KillLoop::killEditor()
{
    editor->kill();
    while (const auto line = editor->readLine(0ms))
        hear(*line);
    editor.reset();
}

void KillLoop::finishAndCheck()
{
    ASSERT_TRUE(editor->send("finish"));
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (m_end.is_null()) {
        const auto line = editor->readLine(until(deadline));
        ASSERT_TRUE(line) << "the editor does not finish";
        ASSERT_TRUE(hear(*line));
    }
    std::set<std::string> here;
    for (const char *place : {"waiting", "review"}) {
        for (const Json &id : m_end[place])
            here.insert(id.get<std::string>());
    }
    // Nobody else edits here and the server is up: everything should have gone through.
    EXPECT_EQ(m_end["equal"], true) << m_end.dump().substr(0, 500);
    EXPECT_EQ(m_end["waiting"].size(), 0u);
    EXPECT_EQ(m_end["review"].size(), 0u) << m_end["review"].dump();
    checkAudit(here);
    checkValues(m_end["values"]);
    RecordProperty("saved", static_cast<int>(m_saved.size()));
}

// Every edit that was called saved is on the server once, or still here.
void KillLoop::checkAudit(const std::set<std::string> &here)
{
    auto connection = server->connect();
    ASSERT_TRUE(connection) << connection.error().detail;
    const auto found =
        connection->exec("select mutation_id::text, entity_id::text, count(*),"
                         " count(distinct (coalesce(field_changed, ''), action))"
                         " from public.audit_logs where mutation_id is not null group by 1, 2");
    ASSERT_TRUE(found) << found.error().detail;
    std::map<std::string, int> times;
    for (int i = 0; i < found->rows(); ++i) {
        const std::string id = found->text(i, 0);
        ++times[id];
        EXPECT_EQ(found->integer(i, 2), found->integer(i, 3)) << "written twice: " << id;
        const auto known = m_saved.find(id);
        // One that the server has and nobody called saved was cut short between the two: it may be there.
        if (known != m_saved.end() && !known->second.creates) {
            EXPECT_EQ(found->integer(i, 2), 1) << id;
        }
    }
    std::size_t missing = 0;
    for (const auto &[id, edit] : m_saved) {
        EXPECT_LE(times[id], 1) << "on two rows: " << id;
        missing += times[id] == 0 && !here.contains(id);
    }
    EXPECT_EQ(missing, 0u) << "of " << m_saved.size() << " saved edits";
}

// What the laptop shows is what the server has.
void KillLoop::checkValues(const Json &values)
{
    auto connection = server->connect();
    ASSERT_TRUE(connection) << connection.error().detail;
    for (const auto &[id, value] : values.items()) {
        const auto found = connection->exec(
            "select coalesce(address_line1, '') from public.clients where port_id = $1 and id = $2",
            server::Params().uuid(m_port).uuid(*Uuid::parse(id)));
        ASSERT_TRUE(found) << found.error().detail;
        ASSERT_EQ(found->rows(), 1) << id;
        EXPECT_EQ(found->text(0, 0), value.get<std::string>());
    }
}

} // namespace nimara::test
