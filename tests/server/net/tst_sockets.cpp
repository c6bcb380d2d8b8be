#include "tests/server/net/net_server.h"
#include "tests/support/http/web_socket_client.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <thread>

using namespace nimara;
using namespace nimara::server::net;
using namespace nimara::test;
using namespace std::chrono_literals;
using Opcode = WebSocketClient::Opcode;

namespace {
// What the handlers of one test saw.
class Seen
{
public:
    void add(const std::string &what)
    {
        const std::lock_guard lock(m_mutex);
        m_events.push_back(what);
        m_changed.notify_all();
    }
    bool has(const std::string &what) const
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(
            lock, 10s, [&] { return std::find(m_events.begin(), m_events.end(), what) != m_events.end(); });
    }
    void keep(SocketHandle socket)
    {
        const std::lock_guard lock(m_mutex);
        m_socket = std::move(socket);
        m_changed.notify_all();
    }
    SocketHandle socket() const
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, 60s, [&] { return m_socket != nullptr; });
        return m_socket;
    }

private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    std::vector<std::string> m_events;
    SocketHandle m_socket;
};

class Echo final : public SocketHandler
{
public:
    explicit Echo(Seen &seen) : m_seen(seen) {}

    void onOpen(SocketHandle socket) override
    {
        m_socket = socket;
        m_seen.keep(std::move(socket));
        m_seen.add("open");
    }
    void onMessage(std::string_view message) override
    {
        if (message == "throw")
            throw std::runtime_error("secret inside");
        if (message == "bye")
            return m_socket->close(CloseCode::SessionEnded, "revoked");
        m_socket->send(std::string(message));
    }
    void onWritable() override { m_seen.add("writable"); }
    void onClose(CloseCode code, std::string_view) override
    {
        m_seen.add("close " + std::to_string(static_cast<int>(code)));
    }

private:
    Seen &m_seen;
    SocketHandle m_socket;
};

ServerLimits smallLimits()
{
    ServerLimits limits;
    limits.socketsPerOwner = 10;
    limits.socketMessage = 200'000;
    limits.socketQueue = 8 * 1024 * 1024;
    limits.socketLowWater = 64 * 1024;
    limits.closingTime = 500ms;
    return limits;
}

struct Sockets : ::testing::Test
{
    Seen seen;
    Uuid owner;
    NetServer server{router(), smallLimits()};

    Router router()
    {
        Router routes;
        routes.addSocket("/api/sync", [this](const Request &request, Worker &) -> Result<SocketAdmission> {
            if (request.bearer() != "good")
                return Error{.code = ErrorCode::Unauthenticated, .key = "auth.session_ended"};
            return SocketAdmission{owner, [this] { return std::make_unique<Echo>(seen); }};
        });
        routes.add(Method::Get, "/plain", [](const Request &, Worker &) { return Response::empty(); });
        return routes;
    }
    OpenedSocket open(std::string_view token = "good")
    {
        return WebSocketClient::open(server.wire(), "/api/sync", token);
    }
    HttpReply askPlainly()
    {
        HttpClient client(server.wire());
        client.setToken("good");
        return client.get("/api/sync");
    }
};
} // namespace

TEST_F(Sockets, messagesGoBothWays)
{
    auto opened = open();
    ASSERT_TRUE(opened.socket);
    for (const std::size_t size : {0, 1, 125, 126, 65535, 65536, 200'000}) {
        const std::string message(size, 'm');
        ASSERT_TRUE(opened.socket->sendBinary(message));
        EXPECT_EQ(message, opened.socket->message()) << size;
    }
    EXPECT_EQ(opened.reply.headers.count("sec-websocket-extensions"), 0U);
}

TEST_F(Sockets, aMessageInPiecesIsPutTogether)
{
    auto opened = open();
    ASSERT_TRUE(opened.socket);
    opened.socket->sendFrame(Opcode::Binary, "one ", false);
    opened.socket->sendFrame(Opcode::Ping, "now");
    opened.socket->sendFrame(Opcode::Continuation, "two", true);
    const auto pong = opened.socket->receive();
    ASSERT_TRUE(pong);
    EXPECT_EQ(Opcode::Pong, pong->opcode);
    EXPECT_EQ("now", pong->payload);
    EXPECT_EQ("one two", opened.socket->message());
}

TEST_F(Sockets, withoutAGoodTokenThereIsNone)
{
    const auto opened = open("bad");
    EXPECT_FALSE(opened.socket);
    EXPECT_EQ(401, opened.reply.status);
    EXPECT_EQ("UNAUTHENTICATED", opened.reply.code());
    EXPECT_EQ(0U, server.http().sockets());
}

TEST_F(Sockets, aPlainRequestIsToldToUpgrade)
{
    EXPECT_EQ(401, HttpClient(server.wire()).get("/api/sync").status);
    const HttpReply reply = askPlainly();
    EXPECT_EQ(426, reply.status);
    EXPECT_EQ("UPGRADE_REQUIRED", reply.code());
}

TEST_F(Sockets, anUpgradeWhereThereIsNoneIsAnsweredAsARequest)
{
    EXPECT_EQ(204, WebSocketClient::open(server.wire(), "/plain", "good").reply.status);
}

TEST_F(Sockets, theEleventhOfOneOwnerIsRefusedAndAPlaceComesFreeAgain)
{
    std::vector<WebSocketClient> sockets;
    for (int i = 0; i < 10; ++i) {
        auto opened = open();
        ASSERT_TRUE(opened.socket) << i;
        sockets.push_back(*std::move(opened.socket));
    }
    const auto eleventh = open();
    EXPECT_FALSE(eleventh.socket);
    EXPECT_EQ(429, eleventh.reply.status);
    EXPECT_EQ("RATE_LIMITED", eleventh.reply.code());
    const HttpReply why = askPlainly();
    EXPECT_EQ(429, why.status);
    EXPECT_EQ("auth.sockets", why.json()["key"]);
    EXPECT_EQ("30", why.headers.at("retry-after"));
    sockets.pop_back();
    bool isFree = false;
    for (int i = 0; i < 500 && !isFree; ++i)
        isFree = open().socket.has_value();
    EXPECT_TRUE(isFree);
}

TEST_F(Sockets, aTextMessageEndsTheSocket)
{
    auto opened = open();
    opened.socket->sendFrame(Opcode::Text, "hello");
    EXPECT_EQ(1003, opened.socket->closeCode());
    EXPECT_TRUE(seen.has("close 1003"));
}

TEST_F(Sockets, aMessageThatIsTooLargeEndsTheSocket)
{
    auto opened = open();
    opened.socket->sendBinary(std::string(200'001, 'x'));
    EXPECT_EQ(1009, opened.socket->closeCode());
    EXPECT_TRUE(seen.has("close 1009"));
}

TEST_F(Sockets, aHugeClaimCostsNothingAndEndsTheSocket)
{
    auto opened = open();
    opened.socket->sendRaw(std::string("\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff\x01\x02\x03\x04", 14));
    EXPECT_TRUE(seen.has("close 1009"));
}

TEST_F(Sockets, brokenFramesEndTheSocket)
{
    for (const std::string &bytes :
         {std::string("\x82\x03xyz", 5) /* not masked */, std::string("\xf2\x80\0\0\0\0", 6),
          std::string("\x83\x80\0\0\0\0", 6), std::string("\x80\x80\0\0\0\0", 6),
          std::string("\x09\x80\0\0\0\0", 6)}) {
        auto opened = open();
        ASSERT_TRUE(opened.socket);
        opened.socket->sendRaw(bytes);
        EXPECT_EQ(1002, opened.socket->closeCode());
    }
    EXPECT_TRUE(seen.has("close 1002"));
}

TEST_F(Sockets, theHandlerCloses)
{
    auto opened = open();
    opened.socket->sendBinary("bye");
    const auto frame = opened.socket->receive();
    ASSERT_TRUE(frame);
    EXPECT_EQ(4401, frame->closeCode());
    EXPECT_EQ("revoked", frame->payload.substr(2));
    opened.socket->sendFrame(Opcode::Close, frame->payload);
    EXPECT_TRUE(seen.has("close 4401"));
    EXPECT_TRUE(opened.socket->wire().isClosedByPeer());
}

TEST_F(Sockets, aPeerThatDoesNotAnswerACloseIsCut)
{
    auto opened = open();
    opened.socket->sendBinary("bye");
    EXPECT_TRUE(seen.has("close 4401"));
}

TEST_F(Sockets, thePeerCloses)
{
    auto opened = open();
    opened.socket->sendFrame(Opcode::Close, std::string("\x03\xe8", 2));
    EXPECT_EQ(1000, opened.socket->closeCode());
    EXPECT_TRUE(seen.has("close 1000"));
}

TEST_F(Sockets, aLinkThatBreaksIsSeen)
{
    auto opened = open();
    ASSERT_TRUE(seen.has("open"));
    opened.socket->wire().cut();
    EXPECT_TRUE(seen.has("close 1006"));
}

TEST_F(Sockets, anExceptionEndsTheSocketAndNothingElse)
{
    auto bad = open();
    auto good = open();
    bad.socket->sendBinary("throw");
    EXPECT_EQ(1011, bad.socket->closeCode());
    good.socket->sendBinary("still here");
    EXPECT_EQ("still here", good.socket->message());
}

TEST_F(Sockets, sharedPartsAreOneMessageAndPromptOnesOvertakeBulk)
{
    auto opened = open();
    const SocketHandle socket = seen.socket();
    ASSERT_TRUE(socket);
    // Queued from within the strand, so that nothing is on its way before all are.
    socket->post([socket] {
        const auto head = std::make_shared<const std::string>("head ");
        const auto page = std::make_shared<const std::string>("page");
        socket->send({head, page}, Urgency::Bulk);
        socket->send({head, page, page}, Urgency::Bulk);
        socket->send(std::string("first"), Urgency::Prompt);
        socket->send(std::string("second"), Urgency::Prompt);
    });
    std::vector<std::string> arrived;
    for (int i = 0; i < 4; ++i)
        arrived.push_back(opened.socket->message().value_or("nothing"));
    EXPECT_EQ((std::vector<std::string>{"first", "second", "head page", "head pagepage"}), arrived);
}

TEST_F(Sockets, manyThreadsMaySend)
{
    auto opened = open();
    const SocketHandle socket = seen.socket();
    std::vector<std::jthread> senders;
    for (int t = 0; t < 4; ++t) {
        senders.emplace_back([&socket, t] {
            for (int i = 0; i < 100; ++i)
                socket->send(std::to_string(t) + ' ' + std::to_string(i));
        });
    }
    std::array<int, 4> next{};
    for (int i = 0; i < 400; ++i) {
        const std::string message = opened.socket->message().value_or("9 9");
        const int thread = message[0] - '0';
        ASSERT_LT(thread, 4);
        EXPECT_EQ(std::to_string(next.at(static_cast<std::size_t>(thread))++), message.substr(2));
    }
}

TEST_F(Sockets, aSlowReaderIsToldOfAndThenDropped)
{
    auto opened = open();
    const SocketHandle socket = seen.socket();
    const auto block = std::make_shared<const std::string>(100'000, 'b');
    for (int i = 0; i < 60; ++i)
        socket->send(block);
    EXPECT_GT(socket->bufferedBytes(), 0U);
    for (int i = 0; i < 60; ++i)
        ASSERT_TRUE(opened.socket->message());
    EXPECT_TRUE(seen.has("writable"));
    for (int i = 0; i < 1000 && !socket->bufferedBytes(); ++i)
        socket->send(block);
    for (int i = 0; i < 2000; ++i)
        socket->send(block);
    EXPECT_TRUE(seen.has("close 4408"));
}

TEST_F(Sockets, aHeldSocketIsNotReadUntilItIsResumed)
{
    auto opened = open();
    const SocketHandle socket = seen.socket();
    socket->hold();
    opened.socket->sendBinary("one");
    opened.socket->sendBinary("two");
    opened.socket->sendBinary("three");
    socket->resume();
    EXPECT_EQ("one", opened.socket->message());
    EXPECT_EQ("two", opened.socket->message());
    EXPECT_EQ("three", opened.socket->message());
}

TEST_F(Sockets, stoppingSaysGoodbye)
{
    auto opened = open();
    ASSERT_TRUE(seen.has("open"));
    std::jthread stopping([this] { server.http().stop(5s); });
    const auto frame = opened.socket->receive();
    ASSERT_TRUE(frame);
    EXPECT_EQ(1001, frame->closeCode());
    opened.socket->sendFrame(Opcode::Close, frame->payload);
    EXPECT_TRUE(seen.has("close 1001"));
}

TEST_F(Sockets, aHandleOutlivesItsSocket)
{
    SocketHandle socket;
    {
        auto opened = open();
        socket = seen.socket();
    }
    for (int i = 0; i < 1000 && server.http().sockets() > 0; ++i)
        std::this_thread::sleep_for(1ms);
    EXPECT_EQ(0U, server.http().sockets());
    socket->send(std::string("nobody"));
    socket->post([] { FAIL(); });
    socket->close(CloseCode::Normal);
    EXPECT_EQ(0U, socket->bufferedBytes());
}

TEST(SocketHeartbeat, aSilentPeerIsPingedAndThenDropped)
{
    Seen seen;
    ServerLimits limits;
    limits.heartbeat = 50ms;
    limits.silence = 200ms;
    Router router;
    router.addSocket("/api/sync", [&](const Request &, Worker &) -> Result<SocketAdmission> {
        return SocketAdmission{Uuid(), [&] { return std::make_unique<Echo>(seen); }};
    });
    NetServer server(std::move(router), limits);
    auto silent = WebSocketClient::open(server.wire(), "/api/sync", "");
    const auto ping = silent.socket->receive();
    ASSERT_TRUE(ping);
    EXPECT_EQ(Opcode::Ping, ping->opcode);
    EXPECT_TRUE(seen.has("close " + std::to_string(static_cast<int>(CloseCode::Silent))));
    EXPECT_TRUE(silent.socket->wire().isClosedByPeer());
}

TEST(SocketHeartbeat, aPeerThatAnswersStays)
{
    Seen seen;
    ServerLimits limits;
    limits.heartbeat = 30ms;
    limits.silence = 3000ms;
    Router router;
    router.addSocket("/api/sync", [&](const Request &, Worker &) -> Result<SocketAdmission> {
        return SocketAdmission{Uuid(), [&] { return std::make_unique<Echo>(seen); }};
    });
    NetServer server(std::move(router), limits);
    auto client = WebSocketClient::open(server.wire(), "/api/sync", "");
    for (int i = 0; i < 10; ++i) {
        const auto ping = client.socket->receive();
        ASSERT_TRUE(ping);
        ASSERT_EQ(Opcode::Ping, ping->opcode);
        client.socket->sendFrame(Opcode::Pong, ping->payload);
    }
    client.socket->sendBinary("here");
    EXPECT_EQ("here", client.socket->message());
}
