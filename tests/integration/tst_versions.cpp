#include "models/schema/registry.h"
#include "server/app/sync_wiring.h"
#include "sync/protocol/codec.h"
#include "tests/integration/cli_run.h"
#include "tests/support/http/web_socket_client.h"
#include "tests/support/server/live_server.h"

#include "models/domain/sign_in_errors.h"

#include <gtest/gtest.h>

// Programs of two versions: each says clearly which of them is too old, and what was written here stays here.
namespace nimara::test {
namespace {

constexpr auto ourGeneration = static_cast<std::uint32_t>(schema::generation);

server::app::MakeSync ofGeneration(std::uint32_t generation)
{
    server::Session::Limits limits;
    limits.generation = generation;
    return server::app::syncService(limits);
}

class Versions : public testing::Test
{
protected:
    LiveServer live{{.http = {}, .appUrl = {}, .makeSync = ofGeneration(ourGeneration)}};

    void SetUp() override { live.addUser("anna@example.org", "sales_manager"); }

    // What the server says to a client that introduces itself so.
    Error answerTo(const sync::Hello &hello)
    {
        auto opened = WebSocketClient::open(live.wire(), "/api/sync", live.signIn("anna@example.org"));
        if (!opened.socket)
            return {ErrorCode::Internal, "test.socket", {}, opened.reply.body};
        opened.socket->sendBinary(sync::encode(0, sync::ClientMessage(hello)));
        const auto message = opened.socket->message();
        const auto frame =
            message ? sync::decodeServer(*message) : Error{ErrorCode::Internal, "test.silence"};
        if (!frame)
            return frame.error();
        const auto *bye = std::get_if<sync::Bye>(&frame->message);
        return bye ? bye->error : Error{ErrorCode::Internal, "test.welcome"};
    }
    static sync::Hello helloOf(std::uint32_t protocol, std::uint32_t generation)
    {
        sync::Hello hello;
        hello.protocol = static_cast<decltype(hello.protocol)>(protocol);
        hello.generation = generation;
        hello.clientId = Uuid::derived("client", {}, "laptop");
        hello.incarnation = Uuid::derived("incarnation", {}, "laptop");
        return hello;
    }
};

TEST_F(Versions, aClientOfAnotherVersionIsToldWhichOfUsIsTooOld)
{
    EXPECT_EQ(answerTo(helloOf(sync::protocolVersion, ourGeneration)).key, "test.welcome");
    const Error young = answerTo(helloOf(sync::protocolVersion, ourGeneration + 1));
    EXPECT_EQ(young.code, ErrorCode::UpgradeRequired);
    EXPECT_EQ(young.key, signin::serverTooOld);
    const Error old = answerTo(helloOf(sync::protocolVersion, 0));
    EXPECT_EQ(old.code, ErrorCode::UpgradeRequired);
    EXPECT_EQ(old.key, signin::clientTooOld);
    EXPECT_EQ(answerTo(helloOf(sync::oldestProtocol - 1, ourGeneration)).key, signin::clientTooOld);
}

TEST_F(Versions, theQueueIsKeptUntilBothUnderstandEachOther)
{
    const std::string id = Uuid::derived("client", {}, "ida").toString();
    mustRun(live.sql(), "insert into clients (port_id, id, full_name, city) values ('" + live.portId() +
                            "', '" + id + "', 'Ida', 'Kotka')");
    const CliUser anna{std::filesystem::current_path() / "anna", std::string(goodPassword), "a quiet berth"};
    std::filesystem::remove_all(anna.profile);
    const Ran login = runCli(anna, {"login", live.pairing().toString(), "anna@example.org"});
    ASSERT_EQ(login.code, 0) << login;
    const auto waiting = [&] { return runCli(anna, {"outbox", "--offline"}).lines.size(); };

    live.restartWith(ofGeneration(ourGeneration + 3));
    const Ran edit = runCli(anna, {"set", "clients", id, "city=Turku"});
    EXPECT_EQ(edit.code, 10) << edit; // safe here; and why it was not sent
    EXPECT_EQ(edit.key(), signin::clientTooOld);
    const Ran tooOld = runCli(anna, {"sync"});
    EXPECT_EQ(tooOld.code, 9) << tooOld;
    EXPECT_EQ(tooOld.key(), signin::clientTooOld);
    EXPECT_EQ(waiting(), 1u);

    live.restartWith(ofGeneration(ourGeneration - 1));
    const Ran tooNew = runCli(anna, {"sync"});
    EXPECT_EQ(tooNew.code, 9) << tooNew;
    EXPECT_EQ(tooNew.key(), signin::serverTooOld);
    EXPECT_EQ(waiting(), 1u);

    live.restartWith(ofGeneration(ourGeneration + 2)); // the newest that still serves us
    const Ran sync = runCli(anna, {"sync"});
    EXPECT_EQ(sync.code, 0) << sync;
    EXPECT_EQ(waiting(), 0u);
    EXPECT_EQ(cellOf(live.sql(), "select city from clients where id = '" + id + "'"), "Turku");
}

} // namespace
} // namespace nimara::test
