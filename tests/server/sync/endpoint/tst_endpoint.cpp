#include "models/base/clock.h"
#include "models/schema/registry.h"
#include "models/schema/tables/all.h"
#include "server/sync/endpoint/sync_service.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/row_block.h"
#include "tests/server/sync/pg/harbour.h"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace nimara::server::test {

namespace {

using namespace schema;

// A socket without a network: what is posted runs on the test's thread, what is sent is read by it.
class TestSocket final : public net::Socket, public std::enable_shared_from_this<TestSocket>
{
public:
    void send(std::vector<net::SharedBytes> parts, net::Urgency) override
    {
        std::string bytes;
        for (const auto &part : parts)
            bytes += *part;
        const std::lock_guard lock(m_mutex);
        m_sent.push_back(std::move(bytes));
        m_wake.notify_all();
    }
    std::size_t bufferedBytes() const override { return 0; }
    void post(std::function<void()> function) override
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed)
            return;
        m_posted.push_back(std::move(function));
        m_wake.notify_all();
    }
    void hold() override {}
    void resume() override {}
    void close(net::CloseCode code, std::string) override
    {
        const std::lock_guard lock(m_mutex);
        closedWith = code;
    }

    void open(std::unique_ptr<net::SocketHandler> handler)
    {
        m_handler = std::move(handler);
        m_handler->onOpen(shared_from_this());
    }
    void receive(std::uint8_t channel, const sync::ClientMessage &message)
    {
        m_handler->onMessage(sync::encode(channel, message));
    }
    void receiveRaw(std::string_view bytes) { m_handler->onMessage(bytes); }
    void end()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
            m_posted.clear();
        }
        m_handler->onClose(net::CloseCode::Normal, {});
        m_handler.reset();
    }

    // The next message of this kind on the channel, with all others passed over; waits for it.
    template <typename T>
    T next(std::uint8_t channel)
    {
        for (;;) {
            const std::string bytes = step();
            if (bytes.empty()) {
                ADD_FAILURE() << "nothing came";
                return {};
            }
            const auto frame = sync::decodeServer(bytes);
            EXPECT_TRUE(frame);
            if (frame && frame->channel == channel && std::holds_alternative<T>(frame->message))
                return std::get<T>(frame->message);
        }
    }

    std::optional<net::CloseCode> closedWith;

private:
    // Runs what is posted until something was sent.
    std::string step()
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            if (!m_wake.wait_for(lock, std::chrono::seconds(30),
                                 [this] { return !m_posted.empty() || !m_sent.empty(); }))
                return {};
            if (!m_sent.empty()) {
                std::string bytes = std::move(m_sent.front());
                m_sent.pop_front();
                return bytes;
            }
            const auto function = std::move(m_posted.front());
            m_posted.pop_front();
            lock.unlock();
            function();
            lock.lock();
        }
    }

    std::unique_ptr<net::SocketHandler> m_handler;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::string> m_sent;
    std::deque<std::function<void()>> m_posted;
    bool m_closed = false;
};

class Endpoint : public Harbour
{
protected:
    net::WorkerPool workers{{.threads = 4}, []() -> Result<std::unique_ptr<Connection>> {
                                return Error{ErrorCode::Unavailable, "none"};
                            }};
    SystemClock clock;
    sync_endpoint::SyncService service{
        {.door = options(), .rightsInterval = std::chrono::milliseconds(20)}, workers, clock, {}};
    std::vector<std::shared_ptr<TestSocket>> sockets;

    std::shared_ptr<TestSocket> connect(const Uuid &user)
    {
        auto socket = std::make_shared<TestSocket>();
        sockets.push_back(socket);
        socket->open(service.makeHandler(
            {.userId = user, .sessionId = id(1 << 21), .deviceId = id(1 << 22), .address = {}}));
        return socket;
    }
    sync::Hello hello(const Uuid &port)
    {
        static std::uint64_t next = 70'000;
        return helloOf({id(++next), id(++next), port});
    }
    void TearDown() override
    {
        for (const auto &socket : sockets)
            socket->end();
        service.stop();
        workers.stop();
    }
};

} // namespace

TEST_F(Endpoint, AnEditOnOneSocketReachesTheOther)
{
    const auto dock = connect(agent);
    const auto office = connect(director);
    dock->receive(1, hello(portA));
    office->receive(3, hello(portA));
    EXPECT_EQ(dock->next<sync::Welcome>(1).userId, agent);
    const sync::Welcome welcome = office->next<sync::Welcome>(3);
    EXPECT_EQ(welcome.userId, director);
    const sync::ScopeId clients = scope(portA, "clients.view");
    office->receive(3, sync::Load{{{clients, Clients::table.number, {}}}, 0, 4});
    const sync::Page page = office->next<sync::Page>(3);
    EXPECT_TRUE(page.done);
    office->receive(3, sync::Subscribe{{{clients, page.cursor}}});
    EXPECT_TRUE(office->next<sync::Delta>(3).parts.empty()); // live

    Mutation edit;
    edit.seq = 1;
    edit.id = id(80'000);
    edit.edit = update(Clients::table, client, {to("city", word("Oslo"))});
    dock->receive(1, sync::Push{{edit}});
    EXPECT_EQ(dock->next<sync::Outcomes>(1).outcomes.front().kind, OutcomeKind::Applied);
    const sync::Delta delta = office->next<sync::Delta>(3);
    ASSERT_EQ(delta.parts.size(), 1u);
    const auto part = sync::decodeScopeDelta(*delta.parts[0]);
    auto block = sync::RowBlockReader::open(part->upserts.at(0));
    ASSERT_TRUE(block->next());
    EXPECT_EQ(block->row(Clients::table)[Clients::city], "Oslo");
    EXPECT_EQ(office->next<sync::Event>(3).name, "client:updated");
}

TEST_F(Endpoint, SeveralChannelsShareASocket)
{
    const auto socket = connect(agent);
    socket->receive(0, hello({}));
    socket->receive(1, hello(portA));
    EXPECT_EQ(socket->next<sync::Welcome>(0).scopes.size(), 1u);
    socket->receive(2, hello(portB)); // no member there
    EXPECT_EQ(socket->next<sync::Bye>(2).error.key, "sync.member");
    socket->receive(1, sync::Ping{9});
    EXPECT_EQ(socket->next<sync::Pong>(1).token, 9u); // the others go on
}

TEST_F(Endpoint, SeesWithinAMomentThatARightIsGone)
{
    const auto socket = connect(agent);
    socket->receive(1, hello(portA));
    EXPECT_TRUE(socket->next<sync::Welcome>(1).permissions.find("clients") != std::string::npos);
    run("insert into port_role_overrides (port_id, role_id, permission_overrides) values ('" +
        portA.toString() + "', '" + text(32) + "', '{\"clients\": {\"view\": false}}')");
    const sync::Welcome again = socket->next<sync::Welcome>(1);
    for (const sync::GrantedScope &granted : again.scopes)
        EXPECT_NE(granted.id, scope(portA, "clients.view"));
    run("delete from user_port_roles where user_id = '" + agent.toString() + "'");
    EXPECT_EQ(socket->next<sync::Bye>(1).error.key, "sync.member");
}

TEST_F(Endpoint, EndsASocketThatSpeaksNonsense)
{
    const auto socket = connect(agent);
    socket->receiveRaw("GET / HTTP/1.1");
    EXPECT_EQ(socket->next<sync::Bye>(0).error.key, "protocol.frame");
    EXPECT_EQ(socket->closedWith, net::CloseCode::Protocol);
}

TEST_F(Endpoint, GoesOnWhenPostgresWasAway)
{
    const auto socket = connect(agent);
    socket->receive(1, hello(portA));
    socket->next<sync::Welcome>(1);
    nimara::test::Postgres::instance().stop();
    Mutation edit;
    edit.seq = 1;
    edit.id = id(80'001);
    edit.edit = update(Clients::table, client, {to("city", word("Oslo"))});
    socket->receive(1, sync::Push{{edit}});
    const sync::Bye bye = socket->next<sync::Bye>(1);
    EXPECT_EQ(bye.error.code, ErrorCode::Unavailable);
    EXPECT_GT(bye.retryAfterMs, 0u);
    nimara::test::Postgres::instance().start();
    admin = nimara::test::connectTo(database);
    socket->receive(1, hello(portA));
    socket->next<sync::Welcome>(1);
}

} // namespace nimara::server::test
