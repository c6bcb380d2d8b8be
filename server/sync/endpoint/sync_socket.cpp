#include "server/sync/endpoint/sync_socket.h"

#include "sync/protocol/codec.h"

#include <utility>

namespace nimara::server::sync_endpoint {

namespace {

constexpr std::uint32_t busyRetryMs = 2000;

Actor actorOf(const auth::Identity &identity)
{
    return {identity.userId, identity.sessionId, identity.deviceId, identity.isSuperAdmin, identity.address};
}

// Loading may wait; an edit or a change may not.
net::Lane laneOf(const Session::Work &work)
{
    const bool bulk = std::holds_alternative<Session::PageCall>(work.call) ||
                      std::holds_alternative<Session::DigestCall>(work.call) ||
                      std::holds_alternative<Session::RowsCall>(work.call);
    return bulk ? net::Lane::Bulk : net::Lane::Live;
}

// An answer for a call that could not be made, of the kind that the session waits for.
Session::Done failedCall(const Session::Work &work, const Error &error)
{
    return std::visit(
        [&](const auto &call) -> Session::Done {
            using Call = std::decay_t<decltype(call)>;
            if constexpr (std::is_same_v<Call, Session::OpenCall>)
                return {work.id, Result<Opened>(error)};
            else if constexpr (std::is_same_v<Call, Session::PageCall>)
                return {work.id, Result<Session::PageFrame>(error)};
            else if constexpr (std::is_same_v<Call, Session::ApplyCall>)
                return {work.id, Result<std::vector<Outcome>>(error)};
            else if constexpr (std::is_same_v<Call, Session::DigestCall>)
                return {work.id, Result<DigestData>(error)};
            else
                return {work.id, Result<sync::RowBlock>(error)};
        },
        work.call);
}

// std::function copies what it holds, and results are large.
template <typename T>
std::shared_ptr<T> shared(T item)
{
    return std::make_shared<T>(std::move(item));
}

} // namespace

SyncSocket::SyncSocket(Shared &shared, const auth::Identity &identity)
    : m_shared(shared), m_actor(actorOf(identity))
{}

void SyncSocket::onOpen(net::SocketHandle socket)
{
    m_socket = std::move(socket);
    m_shared.channels.addSocket(m_socket.get(), [this, weak = std::weak_ptr(m_socket)] {
        if (const auto open = weak.lock())
            open->post([this] { tickAll(); });
    });
}

void SyncSocket::onClose(net::CloseCode, std::string_view)
{
    m_shared.channels.removeSocket(m_socket.get());
    for (std::size_t i = 0; i < m_channels.size(); ++i)
        end(static_cast<std::uint8_t>(i));
}

void SyncSocket::onWritable()
{
    tickAll();
}

void SyncSocket::tickAll()
{
    for (std::size_t i = 0; i < m_channels.size(); ++i) {
        if (m_channels[i].session)
            handle(static_cast<std::uint8_t>(i), Session::Tick{});
    }
}

void SyncSocket::onMessage(std::string_view message)
{
    auto frame = sync::decodeClient(message);
    if (frame)
        return handle(frame->channel, Session::Frame{std::move(frame->message), frame->bytes});
    // Whatever channel was meant, nothing that follows can be trusted.
    m_shared.log.warn("sync.malformed", {{"key", frame.error().key}, {"detail", frame.error().detail}});
    handle(0, Session::BadFrame{frame.error()});
    m_socket->close(net::CloseCode::Protocol, frame.error().key);
}

SyncSocket::Channel &SyncSocket::channel(std::uint8_t number)
{
    Channel &channel = m_channels[number];
    if (channel.session)
        return channel;
    channel.id = m_shared.nextSubscriber++;
    channel.session = std::make_unique<Session>(m_actor, number, m_shared.limits);
    channel.watched = false;
    m_shared.hub.add(channel.id, [this, number, id = channel.id, weak = std::weak_ptr(m_socket)](News news) {
        const auto open = weak.lock();
        if (!open)
            return;
        open->post([this, number, id, item = shared(std::move(news))] {
            handleFor(id, number, Session::Step{std::move(*item)});
        });
    });
    return channel;
}

void SyncSocket::handleFor(SubscriberId id, std::uint8_t number, Session::Event event)
{
    if (m_channels[number].session && m_channels[number].id == id)
        handle(number, std::move(event));
}

void SyncSocket::handle(std::uint8_t number, Session::Event event)
{
    Session &session = *channel(number).session;
    const Session::Moment moment{m_shared.clock.monotonic(), m_shared.clock.now(), m_socket->bufferedBytes()};
    for (Session::Action &action : session.handle(moment, std::move(event)))
        act(number, std::move(action));
    if (session.isClosed())
        end(number);
    else if (session.isOpen() && !m_channels[number].watched)
        watch(number);
}

void SyncSocket::act(std::uint8_t number, Session::Action action)
{
    const SubscriberId id = m_channels[number].id;
    if (auto *message = std::get_if<Session::Send>(&action))
        m_socket->send(std::move(message->parts), message->bulk ? net::Urgency::Bulk : net::Urgency::Prompt);
    else if (auto *work = std::get_if<Session::Work>(&action))
        begin(number, std::move(*work));
    else if (const auto *join = std::get_if<Session::Join>(&action))
        m_shared.hub.join(id, join->ticket, join->from, join->scopes);
    else if (std::holds_alternative<Session::Leave>(action))
        m_shared.hub.leave(id);
    // Poke was done where the push was, before its answer set out.
}

void SyncSocket::begin(std::uint8_t number, Session::Work work)
{
    const SubscriberId id = m_channels[number].id;
    const bool isPush = std::holds_alternative<Session::ApplyCall>(work.call);
    const auto asked = std::make_shared<const Session::Work>(std::move(work));
    const auto job = [this, &common = m_shared, actor = m_actor, socket = m_socket, number, id, asked,
                      isPush](net::Worker &) {
        auto done = [&]() -> Session::Done {
            try {
                return callDoor(common.door, actor, number, *asked);
            } catch (const std::exception &fault) {
                common.log.error("sync.exception", {{"what", fault.what()}});
                return failedCall(*asked, {ErrorCode::Internal, "server.exception"});
            }
        }();
        if (isPush)
            common.hub.poke();
        socket->post(
            [this, number, id, item = shared(std::move(done))] { handleFor(id, number, std::move(*item)); });
    };
    if (!m_shared.workers.tryPost(laneOf(*asked), job))
        m_socket->post([this, number, id] {
            handleFor(id, number, Session::End{{ErrorCode::Unavailable, "server.busy"}, busyRetryMs});
        });
}

void SyncSocket::watch(std::uint8_t number)
{
    Channel &watched = m_channels[number];
    watched.watched = true;
    m_shared.channels.watch(
        watched.id, m_actor, watched.session->device().port,
        [this, number, id = watched.id, weak = std::weak_ptr(m_socket)](Result<Access> access) {
            if (const auto open = weak.lock())
                open->post([this, number, id, item = shared(std::move(access))] {
                    handleFor(id, number, Session::AccessRead{std::move(*item)});
                });
        });
}

void SyncSocket::end(std::uint8_t number)
{
    Channel &ended = m_channels[number];
    if (!ended.session)
        return;
    m_shared.channels.forget(ended.id);
    m_shared.hub.remove(ended.id);
    ended.session.reset();
}

} // namespace nimara::server::sync_endpoint
