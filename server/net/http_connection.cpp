#include "server/net/http_connection.h"

#include "models/domain/sign_in_errors.h"
#include "server/net/any_stream.h"
#include "server/net/http_message.h"
#include "server/net/request_text.h"
#include "server/net/time_limit.h"
#include "server/net/web_socket.h"
#include "server/net/worker_call.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

namespace nimara::server::net {
namespace {
namespace beast = boost::beast;
namespace http = boost::beast::http;

template <typename T>
using Task = asio::awaitable<T, Strand>;
// Faults come back as values.
constexpr auto awaited = asio::as_tuple(asio::use_awaitable_t<Strand>{});

class HttpConnection final : public Ending, public std::enable_shared_from_this<HttpConnection>
{
public:
    HttpConnection(Shared &shared, TcpSocket socket)
        : m_shared(shared), m_peer(peerAddress(socket)), m_strand(socket.get_executor()),
          m_tls(shared.options.tls ? shared.options.tls->current() : nullptr),
          m_stream(std::make_unique<AnyStream>(std::move(socket), m_tls.get())), m_time(m_strand)
    {}

    void start();
    void endSoon() override;
    void endNow() override;

private:
    struct Exchange
    {
        Request request;
        RouteMatch match;
        bool keepAlive = false;
        std::chrono::microseconds begun{0};
    };

    Task<void> run();
    Task<bool> serveNext();
    Task<bool> readHead(HttpParser &parser);
    Task<bool> refuseHead(error_code fault);
    Task<bool> takeRequest(HttpParser &parser);
    Task<bool> readBody(HttpParser &parser, Exchange &exchange);
    Task<bool> upgrade(HttpParser &parser, Exchange &exchange);
    // Takes references and made values only: GCC 12 destroys an aggregate twice that is made within an awaited call.
    Task<bool> answer(Exchange &exchange, Response response);
    Task<bool> refuse(Exchange &exchange, const Error &error);
    Task<void> linger();
    bool describe(const HttpParser &parser, Exchange &exchange) const;
    std::optional<Error> objection(const HttpParser &parser, const Exchange &exchange) const;
    void log(const Exchange &exchange, int status, std::size_t bytes) const;
    const ServerLimits &limits() const { return m_shared.limits(); }

    Shared &m_shared;
    const std::string m_peer;
    Strand m_strand;
    std::shared_ptr<ssl_ctx_st> m_tls;
    std::unique_ptr<AnyStream> m_stream; // gone when the connection has become a socket
    TimeLimit m_time;
    beast::flat_buffer m_buffer;
    bool m_isIdle = false;
    bool m_mustLinger = false;
    std::shared_ptr<void> m_place; // among those of its address
    Shared::Membership m_membership;
};

void HttpConnection::start()
{
    m_place = m_shared.takePlace(m_peer);
    if (m_place)
        m_membership = m_shared.enter(weak_from_this());
    if (!m_membership)
        return; // full: the socket closes with this object
    m_time.onExpiry([self = shared_from_this()] { self->endNow(); });
    asio::co_spawn(
        m_strand, [self = shared_from_this()] { return self->run(); }, asio::detached);
}

void HttpConnection::endSoon()
{
    asio::post(m_strand, [self = shared_from_this()] {
        if (self->m_isIdle && self->m_stream)
            self->m_stream->cancel();
    });
}

void HttpConnection::endNow()
{
    asio::post(m_strand, [self = shared_from_this()] {
        if (self->m_stream)
            self->m_stream->cancel();
    });
}

Task<void> HttpConnection::run()
{
    if (m_tls) {
        m_time.set(limits().handshakeTime);
        const auto [fault, none] = co_await m_stream->async_handshake(awaited);
        if (fault) {
            m_shared.log.debug("net.handshake_failed", {{"address", m_peer}, {"why", fault.message()}});
            m_stream->sayGoodbye();
            m_time.finish();
            co_return;
        }
    }
    while (co_await serveNext()) {
    }
    if (m_stream)
        co_await linger();
    m_time.finish();
}

// What was sent just before must arrive: closing over unread input would throw it away with a reset.
Task<void> HttpConnection::linger()
{
    m_stream->sayGoodbye();
    if (!m_mustLinger)
        co_return;
    m_time.set(limits().lingerTime);
    m_buffer.clear();
    while (true) {
        const auto [fault, bytes] = co_await m_stream->async_read_some(m_buffer.prepare(4096), awaited);
        if (fault || bytes == 0)
            break;
    }
}

Task<bool> HttpConnection::serveNext()
{
    HttpParser parser;
    parser.header_limit(static_cast<std::uint32_t>(limits().headerBytes));
    parser.body_limit(boost::none); // known when the route is
    if (!(co_await readHead(parser)))
        co_return false;
    co_return co_await takeRequest(parser);
}

Task<bool> HttpConnection::readHead(HttpParser &parser)
{
    if (m_buffer.size() == 0) {
        m_buffer.shrink_to_fit();
        m_isIdle = true;
        m_time.set(limits().idleTime);
        if (m_shared.stopping)
            co_return false;
        const auto [fault, bytes] = co_await m_stream->async_read_some(m_buffer.prepare(512), awaited);
        m_isIdle = false;
        if (fault || bytes == 0)
            co_return false;
        m_buffer.commit(bytes);
    }
    m_time.set(limits().headerTime);
    const auto [fault, bytes] = co_await http::async_read_header(*m_stream, m_buffer, parser, awaited);
    m_time.clear();
    if (fault)
        co_return co_await refuseHead(fault);
    co_return true;
}

Task<bool> HttpConnection::refuseHead(error_code fault)
{
    const bool isTooLarge = fault == http::error::header_limit;
    if (!isMalformed(fault))
        co_return false;
    Exchange exchange;
    exchange.request.id = newRequestId();
    exchange.request.address = m_peer;
    exchange.begun = m_shared.clock.monotonic();
    m_mustLinger = true;
    const Error error{.code = isTooLarge ? ErrorCode::TooLarge : ErrorCode::Invalid, .key = "http.head"};
    co_return co_await refuse(exchange, error);
}

bool HttpConnection::describe(const HttpParser &parser, Exchange &exchange) const
{
    Request &request = exchange.request;
    request.id = newRequestId();
    request.address = m_peer;
    exchange.begun = m_shared.clock.monotonic();
    exchange.keepAlive = parser.get().keep_alive();
    if (!readMessage(parser.get(), m_peer, m_shared.options.trustedProxies, request))
        return false;
    exchange.match = m_shared.router.match(request.method, request.path);
    request.arguments = std::move(exchange.match.arguments);
    return true;
}

// Why a request is refused before its body is read.
std::optional<Error> HttpConnection::objection(const HttpParser &parser, const Exchange &exchange) const
{
    const bool saysLengthTwice = parser.chunked() && exchange.request.header("content-length");
    if (saysLengthTwice)
        return Error{.code = ErrorCode::Invalid, .key = "http.length"};
    if (exchange.match.route == nullptr)
        return Error{.code = ErrorCode::NotFound, .key = "http.path"};
    if (parser.content_length().value_or(0) > exchange.match.route->options.bodyLimit)
        return Error{.code = ErrorCode::TooLarge, .key = "http.body"};
    return std::nullopt;
}

Task<bool> HttpConnection::takeRequest(HttpParser &parser)
{
    Exchange exchange;
    std::optional<Error> refusal;
    if (!describe(parser, exchange))
        refusal = Error{.code = ErrorCode::Invalid, .key = "http.target"};
    else
        refusal = objection(parser, exchange);
    if (refusal) {
        exchange.keepAlive = exchange.keepAlive && parser.is_done();
        m_mustLinger = !parser.is_done();
        co_return co_await refuse(exchange, *refusal);
    }
    if (exchange.match.route->gate)
        co_return co_await upgrade(parser, exchange);
    if (!(co_await readBody(parser, exchange)))
        co_return false;
    exchange.request.body = std::move(parser.get().body());
    const Route *route = exchange.match.route;
    const auto work = [&request = exchange.request, route](Worker &worker) {
        return route->handler(request, worker);
    };
    Response response = co_await callWorker<Response>(m_shared, m_strand, route->options.lane, work);
    co_return co_await answer(exchange, std::move(response));
}

Task<bool> HttpConnection::readBody(HttpParser &parser, Exchange &exchange)
{
    if (parser.is_done())
        co_return true;
    parser.body_limit(exchange.match.route->options.bodyLimit);
    m_time.set(limits().bodyTime + std::chrono::seconds(parser.content_length().value_or(0) / (16 * 1024)));
    if (isSaidIgnoringCase(exchange.request.header("expect"), "100-continue")) {
        static constexpr std::string_view goOn = "HTTP/1.1 100 Continue\r\n\r\n";
        const auto [fault, sent] = co_await asio::async_write(*m_stream, asio::buffer(goOn), awaited);
        if (fault)
            co_return false;
    }
    const auto [fault, bytes] = co_await http::async_read(*m_stream, m_buffer, parser, awaited);
    m_time.clear();
    if (!fault)
        co_return true;
    exchange.keepAlive = false;
    m_mustLinger = true;
    const bool isTooLarge = fault == http::error::body_limit;
    const Error error{.code = isTooLarge ? ErrorCode::TooLarge : ErrorCode::Invalid, .key = "http.body"};
    if (isTooLarge || isMalformed(fault))
        co_await refuse(exchange, error);
    co_return false;
}

Task<bool> HttpConnection::upgrade(HttpParser &parser, Exchange &exchange)
{
    const bool upgrades = beast::websocket::is_upgrade(parser.get()) && m_buffer.size() == 0;
    exchange.keepAlive = exchange.keepAlive && upgrades;
    const Route *route = exchange.match.route;
    const auto work = [&request = exchange.request, route](Worker &worker) {
        return route->gate(request, worker);
    };
    Result<SocketAdmission> admission =
        co_await callWorker<Result<SocketAdmission>>(m_shared, m_strand, route->options.lane, work);
    if (!admission)
        co_return co_await refuse(exchange, admission.error());
    std::shared_ptr<void> place = m_shared.takePlace(admission->owner);
    if (!place || m_shared.stopping) {
        const Error error =
            place ? Error{.code = ErrorCode::Unavailable, .key = "server.stopping"}
                  : Error{.code = ErrorCode::RateLimited, .key = std::string(signin::tooManySockets)};
        Response later = Response::retryLater(error, std::chrono::seconds(30));
        co_return co_await answer(exchange, std::move(later));
    }
    // Only now: WebSocket libraries do not tell why an upgrade was refused, so clients ask here by a plain request.
    if (!upgrades) {
        Response response =
            Response::failure({.code = ErrorCode::UpgradeRequired, .key = std::string(signin::upgrade)});
        response.with("Upgrade", "websocket");
        co_return co_await answer(exchange, std::move(response));
    }
    log(exchange, 101, 0);
    using Both = std::pair<std::shared_ptr<void>, std::shared_ptr<void>>;
    auto places = std::make_shared<Both>(std::move(place), std::move(m_place));
    serveSocket(m_shared, std::move(*m_stream), parser.get(), *std::move(admission), std::move(places),
                m_shared.log.with({{"request", exchange.request.id}}));
    m_stream.reset();
    co_return false;
}

Task<bool> HttpConnection::answer(Exchange &exchange, Response response)
{
    const bool keepAlive = exchange.keepAlive && !m_shared.stopping;
    const std::string head = responseHead(response, exchange.request, keepAlive);
    std::vector<asio::const_buffer> buffers = {asio::buffer(head)};
    if (exchange.request.method != Method::Head) {
        for (const SharedBytes &part : response.body)
            buffers.push_back(asio::buffer(*part));
    }
    m_time.set(limits().writeTime);
    const auto [fault, sent] = co_await asio::async_write(*m_stream, buffers, awaited);
    m_time.clear();
    log(exchange, response.status, sent);
    co_return !fault && keepAlive;
}

Task<bool> HttpConnection::refuse(Exchange &exchange, const Error &error)
{
    Response response = Response::failure(error);
    co_return co_await answer(exchange, std::move(response));
}

void HttpConnection::log(const Exchange &exchange, int status, std::size_t bytes) const
{
    const auto span = m_shared.clock.monotonic() - exchange.begun;
    const Request &request = exchange.request;
    m_shared.log.write(status >= 500 ? LogLevel::Warn : LogLevel::Info, "http.request",
                       {{"request", request.id},
                        {"method", std::string(methodName(request.method))},
                        {"path", request.path},
                        {"status", status},
                        {"bytes", bytes},
                        {"micros", span.count()},
                        {"address", request.address}});
}
} // namespace

void serveConnection(Shared &shared, TcpSocket socket)
{
    std::make_shared<HttpConnection>(shared, std::move(socket))->start();
}

} // namespace nimara::server::net
