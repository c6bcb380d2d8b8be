#pragma once

#include "models/base/clock.h"
#include "models/base/log.h"
#include "server/api/context.h"
#include "server/auth/guard.h"
#include "server/auth/pg_session_watcher.h"
#include "server/auth/socket_service.h"
#include "server/config/config.h"
#include "server/net/http_server.h"
#include "server/net/rate_limiter.h"
#include "server/net/worker_pool.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace nimara::server::app {

// What a service that is put into the server may use; all of it outlives the service.
struct Resources
{
    net::WorkerPool &workers;
    const config::Config &config;
    const Clock &clock;
    Log log;
};

using MakeSync = std::function<std::unique_ptr<auth::SocketService>(const Resources &)>;
using AddRoutes = std::function<void(net::Router &, const api::Context &)>;

// Opens connections with the given conninfo, named in pg_stat_activity, no statement of which runs for ever.
net::Connect connectBy(const std::string &conninfo, const std::string &name);

class Server
{
public:
    struct Options
    {
        net::ServerOptions http;
        std::string appUrl; // what links begin with
        auth::PasswordCost passwordCost = {};
        std::chrono::milliseconds watchInterval{400};
        MakeSync makeSync = {};   // without it there is no /api/sync
        AddRoutes addRoutes = {}; // beside the server's own
    };

    // Listens from here on, with or without a database. `config` holds DATABASE_URL.
    static Result<std::unique_ptr<Server>> start(config::Config config, Options options, const Clock &clock,
                                                 Log log);
    ~Server();
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    std::uint16_t port() const { return m_http->port(); }
    const net::HttpServer &http() const { return *m_http; }

    // Stops accepting, says good-bye, lets running work end, and cuts what is left when the grace is over.
    void stop(std::chrono::milliseconds grace);

private:
    Server(config::Config config, const Options &options, const Clock &clock, Log log);
    net::Router makeRouter(const Options &options);

    const config::Config m_config;
    const Clock &m_clock;
    const Log m_log;
    net::WorkerPool m_workers;
    net::RateLimiter m_limiter;
    auth::Guard m_guard;
    auth::PgSessionWatcher m_watcher;
    std::unique_ptr<auth::SocketService> m_sync;
    std::unique_ptr<net::HttpServer> m_http;
    bool m_isStopped = false;
};

} // namespace nimara::server::app
