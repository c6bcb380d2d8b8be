#pragma once

#include "server/net/http_server.h"
#include "tests/support/http/wire.h"

#include <memory>
#include <string>

namespace nimara::test {

std::string freshFolder(const std::string &name);

// The transport without a database behind it: a router of the test's own over real TLS sockets.
class NetServer
{
public:
    NetServer(server::net::Router router, server::net::ServerLimits limits = {}, bool tls = true);
    ~NetServer();

    WireOptions wire() const;
    server::net::HttpServer &http() { return *m_server; }
    server::net::WorkerPool &workers() { return m_workers; }
    const Sha256 &pin() const { return m_identity.pin; }

private:
    SystemClock m_clock;
    server::net::TlsIdentity m_identity;
    server::net::WorkerPool m_workers;
    std::unique_ptr<server::net::HttpServer> m_server;
    bool m_tls;
};

} // namespace nimara::test
