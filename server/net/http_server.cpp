#include "server/net/http_server.h"

#include "server/net/http_connection.h"
#include "server/net/transport.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <thread>

namespace nimara::server::net {
namespace {
// When descriptors run out, accepting again at once would only burn the processor.
constexpr std::chrono::milliseconds acceptPause{100};

Error fault(std::string key, const ServerOptions &options, std::string detail = {})
{
    return {.code = ErrorCode::Invalid,
            .key = std::move(key),
            .field = options.address + ':' + std::to_string(options.port),
            .detail = std::move(detail)};
}
} // namespace

class HttpServer::Impl
{
public:
    Impl(ServerOptions options, Router router, WorkerPool &workers, const Clock &clock, Log log)
        : m_context(static_cast<int>(options.ioThreads)), m_acceptor(m_context), m_pause(m_context),
          m_shared(std::move(options), std::move(router), workers, clock, std::move(log))
    {}

    ~Impl() { stop(std::chrono::milliseconds(0)); }

    Result<> listen();
    void stop(std::chrono::milliseconds grace);
    std::uint16_t port() const { return m_port; }
    const Shared &shared() const { return m_shared; }

private:
    void acceptNext();
    void onAccepted(const error_code &fault, TcpSocket socket);
    void endAll(void (Ending::*how)());
    bool waitUntilEmpty(std::chrono::milliseconds time) const;

    asio::io_context m_context;
    asio::executor_work_guard<asio::io_context::executor_type> m_work{m_context.get_executor()};
    Tcp::acceptor m_acceptor;
    asio::steady_timer m_pause;
    Shared m_shared;
    std::uint16_t m_port = 0;
    std::vector<std::thread> m_threads;
};

Result<> HttpServer::Impl::listen()
{
    const ServerOptions &options = m_shared.options;
    error_code failed;
    const asio::ip::address address = asio::ip::make_address(options.address, failed);
    if (failed)
        return fault("net.address", options, "is not an address to listen on");
    if (!options.tls && !address.is_loopback())
        return fault("net.plain", options, "plain text is only spoken on a loopback address");
    const Tcp::endpoint endpoint(address, options.port);
    m_acceptor.open(endpoint.protocol(), failed);
    if (!failed)
        m_acceptor.set_option(asio::socket_base::reuse_address(true), failed);
    if (!failed && address.is_v6() && address.is_unspecified())
        m_acceptor.set_option(asio::ip::v6_only(false), failed);
    if (!failed)
        m_acceptor.bind(endpoint, failed);
    if (!failed)
        m_acceptor.listen(asio::socket_base::max_listen_connections, failed);
    if (failed)
        return fault("net.listen", options, failed.message());
    m_port = m_acceptor.local_endpoint(failed).port();
    acceptNext();
    for (std::size_t i = 0; i < std::max<std::size_t>(1, options.ioThreads); ++i)
        m_threads.emplace_back([this] { m_context.run(); });
    return Done{};
}

void HttpServer::Impl::acceptNext()
{
    m_acceptor.async_accept(asio::make_strand(m_context), [this](const error_code &failed, TcpSocket socket) {
        onAccepted(failed, std::move(socket));
    });
}

void HttpServer::Impl::onAccepted(const error_code &failed, TcpSocket socket)
{
    if (m_shared.stopping || failed == asio::error::operation_aborted)
        return;
    if (failed) {
        m_shared.log.warn("net.accept_failed", {{"why", failed.message()}});
        m_pause.expires_after(acceptPause);
        m_pause.async_wait([this](const error_code &cancelled) {
            if (!cancelled && !m_shared.stopping)
                acceptNext();
        });
        return;
    }
    serveConnection(m_shared, std::move(socket));
    acceptNext();
}

void HttpServer::Impl::endAll(void (Ending::*how)())
{
    for (const std::shared_ptr<Ending> &each : m_shared.everybody())
        (each.get()->*how)();
}

bool HttpServer::Impl::waitUntilEmpty(std::chrono::milliseconds time) const
{
    const auto until = std::chrono::steady_clock::now() + time;
    while (m_shared.entered() > 0) {
        if (std::chrono::steady_clock::now() >= until)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

void HttpServer::Impl::stop(std::chrono::milliseconds grace)
{
    if (m_threads.empty())
        return;
    m_shared.stopping = true;
    asio::post(m_context, [this] {
        error_code ignored;
        m_acceptor.close(ignored);
        m_pause.cancel();
    });
    endAll(&Ending::endSoon);
    if (!waitUntilEmpty(grace))
        endAll(&Ending::endNow);
    // Connections that were being accepted meanwhile.
    while (!waitUntilEmpty(std::chrono::milliseconds(100)))
        endAll(&Ending::endNow);
    m_work.reset();
    for (std::thread &thread : m_threads)
        thread.join();
    m_threads.clear();
}

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::start(ServerOptions options, Router router,
                                                      WorkerPool &workers, const Clock &clock, Log log)
{
    auto impl = std::make_unique<Impl>(std::move(options), std::move(router), workers, clock, std::move(log));
    NIMARA_TRY(impl->listen());
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

std::uint16_t HttpServer::port() const
{
    return m_impl->port();
}

std::size_t HttpServer::connections() const
{
    return m_impl->shared().entered();
}

std::size_t HttpServer::sockets() const
{
    return m_impl->shared().sockets;
}

void HttpServer::stop(std::chrono::milliseconds grace)
{
    m_impl->stop(grace);
}

} // namespace nimara::server::net
