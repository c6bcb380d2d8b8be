#include "server/net/web_socket.h"

#include "server/net/socket_queue.h"
#include "server/net/time_limit.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <exception>

namespace nimara::server::net {

void Socket::send(SharedBytes message, Urgency urgency)
{
    std::vector<SharedBytes> parts;
    parts.push_back(std::move(message));
    send(std::move(parts), urgency);
}

void Socket::send(std::string message, Urgency urgency)
{
    send(std::make_shared<const std::string>(std::move(message)), urgency);
}

namespace {
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

constexpr std::size_t readAtOnce = 64 * 1024; // what a frame's header claims is believed as it arrives
constexpr std::size_t keptBuffer = 4 * 1024;

class WebSocket;

// What a handler holds. It does not keep the connection alive.
class Handle final : public Socket
{
public:
    explicit Handle(std::weak_ptr<WebSocket> socket) : m_socket(std::move(socket)) {}

    using Socket::send;
    void send(std::vector<SharedBytes> parts, Urgency urgency) override;
    std::size_t bufferedBytes() const override;
    void post(std::function<void()> function) override;
    void hold() override;
    void resume() override;
    void close(CloseCode code, std::string reason) override;

private:
    const std::weak_ptr<WebSocket> m_socket;
};

class WebSocket final : public Ending, public std::enable_shared_from_this<WebSocket>
{
public:
    WebSocket(Shared &shared, AnyStream stream, std::shared_ptr<void> place, Log log)
        : m_shared(shared), m_stream(std::move(stream)), m_time(m_stream.get_executor()),
          m_place(std::move(place)), m_log(std::move(log))
    {
        ++m_shared.sockets;
    }
    ~WebSocket() override { --m_shared.sockets; }

    void accept(const HttpRequest &request, const SocketAdmission &admission);
    void endSoon() override { close(CloseCode::GoingAway, "The server stops."); }
    void endNow() override;

    void queue(std::vector<SharedBytes> parts, Urgency urgency);
    std::size_t bufferedBytes() const { return m_queue.bytes(); }
    void onStrand(std::function<void()> function);
    void setHeld(bool isHeld);
    void close(CloseCode code, std::string reason);

private:
    using Time = std::chrono::steady_clock;

    void open(const SocketAdmission &admission);
    void readMore();
    void onRead(const error_code &fault);
    void takeMessage();
    void writeMore();
    void onWritten(const error_code &fault);
    void startClosing(CloseCode code, const std::string &reason);
    void sayClose();
    void onTime();
    void watchTime();
    void fail(const error_code &fault);
    void finish(CloseCode code, std::string_view reason);
    template <typename Call>
    void guarded(Call call);
    const ServerLimits &limits() const { return m_shared.limits(); }

    Shared &m_shared;
    websocket::stream<AnyStream, false> m_stream;
    TimeLimit m_time;
    std::shared_ptr<void> m_place;
    Shared::Membership m_membership;
    const Log m_log;
    std::unique_ptr<SocketHandler> m_handler;

    beast::flat_buffer m_buffer;
    Time::time_point m_heard = Time::now();
    bool m_isReading = false;
    bool m_isHeld = false;
    bool m_isPinging = false;

    SocketQueue m_queue;
    std::list<Message> m_sending; // the one that is on its way, or none
    bool m_wasFull = false;

    CloseCode m_closeCode = CloseCode::Abnormal;
    std::string m_closeReason;
    bool m_isClosing = false;
    bool m_hasSaidClose = false;
    bool m_isFinished = false;
};

template <typename Call>
void WebSocket::guarded(Call call)
{
    try {
        call();
    } catch (const std::exception &fault) {
        m_log.error("socket.exception", {{"what", fault.what()}});
        startClosing(CloseCode::Internal, {});
    }
}

void WebSocket::accept(const HttpRequest &request, const SocketAdmission &admission)
{
    m_membership = m_shared.enter(weak_from_this());
    if (!m_membership)
        return;
    m_stream.set_option(websocket::stream_base::timeout{.handshake_timeout = websocket::stream_base::none(),
                                                        .idle_timeout = websocket::stream_base::none(),
                                                        .keep_alive_pings = false});
    m_stream.read_message_max(limits().socketMessage);
    m_stream.auto_fragment(false);
    m_stream.binary(true);
    m_stream.control_callback([this](websocket::frame_type, beast::string_view) { m_heard = Time::now(); });
    m_time.onExpiry([self = shared_from_this()] { self->onTime(); });
    m_time.set(limits().closingTime);
    m_stream.async_accept(request, [self = shared_from_this(), admission](const error_code &fault) {
        if (fault)
            return self->fail(fault);
        self->open(admission);
    });
}

void WebSocket::open(const SocketAdmission &admission)
{
    m_heard = Time::now();
    watchTime();
    guarded([&] {
        m_handler = admission.makeHandler();
        m_handler->onOpen(std::make_shared<Handle>(weak_from_this()));
    });
    if (m_shared.stopping)
        startClosing(CloseCode::GoingAway, "The server stops.");
    readMore();
}

void WebSocket::readMore()
{
    if (m_isReading || m_isFinished)
        return;
    if (m_isHeld && !m_isClosing)
        return;
    m_isReading = true;
    m_stream.async_read_some(
        m_buffer, readAtOnce,
        [self = shared_from_this()](const error_code &fault, std::size_t) { self->onRead(fault); });
}

void WebSocket::onRead(const error_code &fault)
{
    m_isReading = false;
    if (m_isFinished)
        return;
    if (fault)
        return fail(fault);
    m_heard = Time::now();
    if (m_stream.is_message_done())
        takeMessage();
    readMore();
}

void WebSocket::takeMessage()
{
    const auto bytes = m_buffer.cdata();
    if (m_stream.got_text())
        startClosing(CloseCode::Unsupported, "Only binary messages are understood.");
    else if (!m_isClosing && m_handler)
        guarded([&] { m_handler->onMessage({static_cast<const char *>(bytes.data()), bytes.size()}); });
    m_buffer.clear();
    if (m_buffer.capacity() > keptBuffer)
        m_buffer.shrink_to_fit();
}

void WebSocket::queue(std::vector<SharedBytes> parts, Urgency urgency)
{
    switch (m_queue.push(std::move(parts), urgency, limits().socketQueue)) {
    case SocketQueue::Pushed::Full:
        return close(CloseCode::TooSlow, "Too much was left unread.");
    case SocketQueue::Pushed::QueuedFirst:
        asio::post(m_stream.get_executor(), [self = shared_from_this()] { self->writeMore(); });
        return;
    case SocketQueue::Pushed::Queued:
        return;
    }
}

void WebSocket::writeMore()
{
    if (!m_sending.empty() || m_isFinished || m_hasSaidClose)
        return;
    if (m_queue.bytes() > limits().socketLowWater)
        m_wasFull = true;
    m_queue.take(m_sending);
    if (m_sending.empty()) {
        if (m_isClosing)
            sayClose();
        return;
    }
    m_stream.async_write(
        MessageBuffers(m_sending.front()),
        [self = shared_from_this()](const error_code &fault, std::size_t) { self->onWritten(fault); });
}

void WebSocket::onWritten(const error_code &fault)
{
    m_queue.sent(m_sending.front().size);
    m_sending.clear();
    if (fault)
        return fail(fault);
    if (m_wasFull && m_queue.bytes() <= limits().socketLowWater && !m_isClosing && !m_isFinished) {
        m_wasFull = false;
        guarded([this] { m_handler->onWritable(); });
    }
    writeMore();
}

void WebSocket::onStrand(std::function<void()> function)
{
    asio::post(m_stream.get_executor(), [self = shared_from_this(), function = std::move(function)] {
        if (!self->m_isFinished)
            self->guarded(function);
    });
}

void WebSocket::setHeld(bool isHeld)
{
    onStrand([this, isHeld] {
        m_isHeld = isHeld;
        m_heard = Time::now(); // while we do not read, silence proves nothing
        readMore();
    });
}

void WebSocket::close(CloseCode code, std::string reason)
{
    onStrand([this, code, reason = std::move(reason)] { startClosing(code, reason); });
}

void WebSocket::startClosing(CloseCode code, const std::string &reason)
{
    if (m_isClosing || m_isFinished)
        return;
    m_isClosing = true;
    m_closeCode = code;
    m_closeReason = reason.substr(0, 120); // a control frame holds 125 bytes
    m_time.set(limits().closingTime);
    readMore(); // the other side's answer
    writeMore();
}

void WebSocket::sayClose()
{
    m_hasSaidClose = true;
    if (m_stream.is_open()) {
        const websocket::close_reason reason(static_cast<websocket::close_code>(m_closeCode), m_closeReason);
        m_stream.async_close(reason, [self = shared_from_this()](const error_code &) {
            self->finish(self->m_closeCode, self->m_closeReason);
        });
    } else {
        finish(m_closeCode, m_closeReason);
    }
}

void WebSocket::watchTime()
{
    const auto untilDead =
        std::chrono::ceil<std::chrono::milliseconds>(m_heard + limits().silence - Time::now());
    m_time.set(std::clamp(untilDead, std::chrono::milliseconds(1), limits().heartbeat));
}

void WebSocket::onTime()
{
    if (m_isFinished)
        return;
    if (m_isClosing || !m_handler)
        return finish(m_closeCode, m_closeReason);
    const auto quiet = Time::now() - m_heard;
    if (!m_isHeld && quiet >= limits().silence)
        return finish(CloseCode::Silent, "Nothing was heard in time.");
    if (quiet >= limits().heartbeat && !m_isPinging) {
        m_isPinging = true;
        m_stream.async_ping({},
                            [self = shared_from_this()](const error_code &) { self->m_isPinging = false; });
    }
    watchTime();
}

void WebSocket::endNow()
{
    asio::post(m_stream.get_executor(),
               [self = shared_from_this()] { self->finish(CloseCode::GoingAway, {}); });
}

void WebSocket::fail(const error_code &fault)
{
    if (m_isClosing)
        return finish(m_closeCode, m_closeReason);
    if (fault == websocket::error::closed) {
        const std::uint16_t code = m_stream.reason().code;
        return finish(code == 0 ? CloseCode::Normal : static_cast<CloseCode>(code),
                      std::string_view(m_stream.reason().reason.data(), m_stream.reason().reason.size()));
    }
    if (fault == websocket::error::message_too_big || fault == websocket::error::buffer_overflow)
        return finish(CloseCode::TooBig, {});
    const bool isProtocol = fault.category() == make_error_code(websocket::error::closed).category();
    finish(isProtocol ? CloseCode::Protocol : CloseCode::Abnormal, {});
}

void WebSocket::finish(CloseCode code, std::string_view reason)
{
    if (std::exchange(m_isFinished, true))
        return;
    m_log.info("socket.closed", {{"code", static_cast<int>(code)}});
    m_stream.next_layer().cancel();
    m_queue.clear();
    if (m_handler) {
        guarded([&] { m_handler->onClose(code, reason); });
        m_handler.reset();
    }
    m_place.reset();
    m_membership.reset();
    m_time.finish();
}

void Handle::send(std::vector<SharedBytes> parts, Urgency urgency)
{
    if (const auto socket = m_socket.lock())
        socket->queue(std::move(parts), urgency);
}

std::size_t Handle::bufferedBytes() const
{
    const auto socket = m_socket.lock();
    return socket ? socket->bufferedBytes() : 0;
}

void Handle::post(std::function<void()> function)
{
    if (const auto socket = m_socket.lock())
        socket->onStrand(std::move(function));
}

void Handle::hold()
{
    if (const auto socket = m_socket.lock())
        socket->setHeld(true);
}

void Handle::resume()
{
    if (const auto socket = m_socket.lock())
        socket->setHeld(false);
}

void Handle::close(CloseCode code, std::string reason)
{
    if (const auto socket = m_socket.lock())
        socket->close(code, std::move(reason));
}
} // namespace

void serveSocket(Shared &shared, AnyStream stream, const HttpRequest &request, SocketAdmission admission,
                 std::shared_ptr<void> place, Log log)
{
    std::make_shared<WebSocket>(shared, std::move(stream), std::move(place), std::move(log))
        ->accept(request, admission);
}

} // namespace nimara::server::net
