#include "tests/server/net/net_server.h"

#include "server/db/connection.h"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace nimara::test {
namespace {
template <typename T>
T expected(Result<T> result)
{
    if (!result)
        throw std::runtime_error(result.error().key + ' ' + result.error().field + ' ' +
                                 result.error().detail);
    return *std::move(result);
}

Result<std::unique_ptr<server::Connection>> noDatabase()
{
    return Error{.code = ErrorCode::Unavailable, .key = "db.connection"};
}
} // namespace

std::string freshFolder(const std::string &name)
{
    const std::filesystem::path folder = std::filesystem::current_path() / name;
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    return folder.string();
}

NetServer::NetServer(server::net::Router router, server::net::ServerLimits limits, bool tls)
    : m_identity(expected(server::net::ownIdentity("tls", m_clock.now()))),
      m_workers({.threads = 4}, noDatabase), m_tls(tls)
{
    server::net::ServerOptions options;
    options.limits = limits;
    options.trustedProxies = {"127.0.0.1"};
    if (tls)
        options.tls = expected(server::net::TlsContext::make(m_identity));
    m_server = expected(
        server::net::HttpServer::start(std::move(options), std::move(router), m_workers, m_clock, Log()));
}

NetServer::~NetServer()
{
    m_server->stop(std::chrono::milliseconds(500));
    m_workers.stop();
}

WireOptions NetServer::wire() const
{
    return {.port = m_server->port(), .tls = m_tls};
}

} // namespace nimara::test
