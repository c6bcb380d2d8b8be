#pragma once

#include "models/base/clock.h"
#include "models/base/log.h"
#include "models/base/result.h"
#include "server/net/router.h"
#include "server/net/tls_context.h"
#include "server/net/worker_pool.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace nimara::server::net {

// Everything from outside has a bound and a time. Tests draw them small.
struct ServerLimits
{
    std::size_t connections = 20'000;
    std::size_t connectionsPerAddress = 1'000; // an office behind one address, and some air
    std::size_t headerBytes = 16 * 1024;
    std::chrono::milliseconds handshakeTime{10'000};
    std::chrono::milliseconds headerTime{10'000}; // from the first byte asked for
    std::chrono::milliseconds idleTime{75'000};   // between two requests of one connection
    std::chrono::milliseconds bodyTime{30'000};   // and one second more for each 16 kB announced
    std::chrono::milliseconds writeTime{60'000};
    std::chrono::milliseconds lingerTime{2'000}; // for a refused sender to read why

    std::size_t socketsPerOwner = 10;
    std::size_t socketMessage = 8 * 1024 * 1024;
    std::size_t socketQueue = 32 * 1024 * 1024;
    std::size_t socketLowWater = 256 * 1024;
    std::chrono::milliseconds heartbeat{10'000}; // a ping after this long without a word
    std::chrono::milliseconds silence{25'000};   // and the end after this long
    std::chrono::milliseconds closingTime{5'000};
};

struct ServerOptions
{
    std::string address = "127.0.0.1";
    std::uint16_t port = 0; // 0: any free one
    // Without a context the server speaks plain text, and only on a loopback address.
    std::shared_ptr<TlsContext> tls;
    std::size_t ioThreads = 2;
    std::vector<std::string> trustedProxies = {};
    ServerLimits limits = {};
};

class HttpServer
{
public:
    // Binds and listens; requests are answered from here on. Everything handed in must outlive the server.
    // Keys: "net.address", "net.plain", "net.listen".
    static Result<std::unique_ptr<HttpServer>> start(ServerOptions options, Router router,
                                                     WorkerPool &workers, const Clock &clock, Log log);
    ~HttpServer();

    std::uint16_t port() const;
    std::size_t connections() const; // HTTP and sockets
    std::size_t sockets() const;

    // Stops accepting, closes sockets with GoingAway, lets running requests end, and cuts what is left when the
    // grace is over. The WorkerPool must still run; stop it afterwards.
    void stop(std::chrono::milliseconds grace);

private:
    class Impl;
    explicit HttpServer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace nimara::server::net
