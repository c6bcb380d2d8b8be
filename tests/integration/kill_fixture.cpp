#include "tests/integration/kill_fixture.h"

#include "tests/support/stack/people.h"

#include <cstdlib>

namespace nimara::test {

namespace fs = std::filesystem;

namespace {

constexpr int clients = 30;
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
    const Person edda{"Edda", "edda@example.org", randomPassword(), SystemRole::SalesManager};
    const auto person = addPerson(*connection, m_port, edda);
    ASSERT_TRUE(person) << person.error().detail;
    const auto made =
        connection->exec("insert into public.clients (port_id, full_name) select $1, 'Client ' || n"
                         " from generate_series(1, $2::int) n",
                         server::Params().uuid(m_port).int4(clients));
    ASSERT_TRUE(made) << made.error().detail;
    m_editors.push_back(
        std::make_unique<EditorProcess>(EditorProcess::Seat{.pairing = server->pairing(),
                                                            .email = edda.email,
                                                            .password = edda.password,
                                                            .folder = fs::current_path() / "laptop"}));
}

void KillLoop::startEditor()
{
    const auto started = editor().start();
    ASSERT_TRUE(started) << started.error().detail;
}

void KillLoop::awaitSaved(std::size_t count)
{
    const std::size_t wanted = editor().saved().size() + count;
    ASSERT_TRUE(hearUntil(m_editors, "the editor saves", [&] { return editor().saved().size() >= wanted; }));
}

void KillLoop::awaitLive()
{
    ASSERT_TRUE(hearUntil(m_editors, "the editor comes back", [&] { return editor().isLive(); }));
}

void KillLoop::killServer()
{
    server->kill();
    editor().forgetLive();
}

void KillLoop::finishAndCheck()
{
    ASSERT_TRUE(editor().ask("finish"));
    ASSERT_TRUE(hearUntil(m_editors, "the editor finishes", [&] { return !editor().end().is_null(); }));
    const Json &end = editor().end();
    std::set<std::string> here;
    for (const char *place : {"waiting", "review"}) {
        for (const Json &id : end[place])
            here.insert(id.get<std::string>());
    }
    // Nobody else edits here and the server is up: everything should have gone through.
    EXPECT_EQ(end["equal"], true) << end.dump().substr(0, 500);
    EXPECT_EQ(end["waiting"].size(), 0u);
    EXPECT_EQ(end["review"].size(), 0u) << end["review"].dump();
    auto connection = server->connect();
    ASSERT_TRUE(connection) << connection.error().detail;
    checkAudit(*connection, m_editors, here);
    EXPECT_EQ(editor().values(), valuesOnServer(*connection, m_port));
    RecordProperty("saved", static_cast<int>(editor().saved().size()));
}

} // namespace nimara::test
