#include "server/app/server.h"

#include "server/db/connection.h"
#include "server/db/migrator.h"

namespace nimara::server::app {
namespace {
constexpr const char *sessionSettings = "set statement_timeout = '30s'; set lock_timeout = '10s';"
                                        " set idle_in_transaction_session_timeout = '60s'";

net::WorkerPool::Options poolOptions(const config::Config &config, const Log &log)
{
    return {.threads = config.number(config::workerThreads), .log = log};
}
} // namespace

net::Connect connectBy(const std::string &conninfo, const std::string &name)
{
    const std::string settings = std::string(sessionSettings) + "; set application_name = '" + name + "'";
    // A database of another shape is as good as none; looked at once, since only migrate changes it.
    auto isKnown = std::make_shared<std::atomic<bool>>(false);
    return [conninfo, settings, isKnown]() -> Result<std::unique_ptr<Connection>> {
        auto opened = Connection::open(conninfo);
        if (!opened)
            return opened.error();
        NIMARA_TRY(opened->run(settings));
        if (!*isKnown) {
            NIMARA_TRY(checkSchema(*opened));
            *isKnown = true;
        }
        return std::make_unique<Connection>(*std::move(opened));
    };
}

Server::Server(config::Config config, const Options &options, const Clock &clock, Log log)
    : m_config(std::move(config)), m_clock(clock), m_log(std::move(log)),
      m_workers(poolOptions(m_config, m_log),
                connectBy(std::string(m_config.text(config::databaseUrl)), "nimara-server worker")),
      m_limiter(clock), m_guard(m_limiter, m_log),
      m_watcher({.interval = options.watchInterval, .log = m_log},
                connectBy(std::string(m_config.text(config::databaseUrl)), "nimara-server sessions"))
{}

net::Router Server::makeRouter(const Options &options)
{
    const api::Context context{.guard = m_guard,
                               .limiter = m_limiter,
                               .workers = m_workers,
                               .config = m_config,
                               .clock = m_clock,
                               .appUrl = options.appUrl,
                               .cost = options.passwordCost,
                               .log = m_log};
    net::Router router;
    addAuthRoutes(router, context);
    addPasswordRoutes(router, context);
    addOnlineRoutes(router, context);
    addUserRoutes(router, context);
    addHealthRoute(router, context);
    if (m_sync)
        router.addSocket(
            "/api/sync",
            m_guard.socket([this](const auth::Identity &who) { return m_sync->makeHandler(who); },
                           m_watcher));
    if (options.addRoutes)
        options.addRoutes(router, context);
    return router;
}

Result<std::unique_ptr<Server>> Server::start(config::Config config, Options options, const Clock &clock,
                                              Log log)
{
    std::unique_ptr<Server> server(new Server(std::move(config), options, clock, std::move(log)));
    if (options.makeSync)
        server->m_sync = options.makeSync(
            {.workers = server->m_workers, .config = server->m_config, .clock = clock, .log = server->m_log});
    options.http.ioThreads = server->m_config.number(config::ioThreads);
    options.http.trustedProxies = server->m_config.list(config::trustedProxies);
    auto http = net::HttpServer::start(options.http, server->makeRouter(options), server->m_workers, clock,
                                       server->m_log);
    if (!http)
        return http.error();
    server->m_http = *std::move(http);
    return server;
}

Server::~Server()
{
    stop(std::chrono::milliseconds(0));
}

void Server::stop(std::chrono::milliseconds grace)
{
    if (std::exchange(m_isStopped, true))
        return;
    if (m_http)
        m_http->stop(grace);
    if (m_sync)
        m_sync->stop();
    m_workers.stop();
}

} // namespace nimara::server::app
