#pragma once

#include "models/base/log.h"
#include "server/auth/session_watcher.h"
#include "server/net/worker_pool.h"

#include <chrono>
#include <memory>
#include <thread>

namespace nimara::server::auth {

// Asks PostgreSQL on a thread and a connection of its own. Each round reads what was revoked lately (an index of the
// revoked alone); all watched sessions are read only now and then, and those whose time is up when it is up. Sessions
// with an open socket are in use: they are renewed in their last quarter.
class PgSessionWatcher final : public SessionWatcher
{
public:
    struct Options
    {
        std::chrono::milliseconds interval{400};
        std::chrono::milliseconds fullRound{15'000};
        Log log = {};
    };

    PgSessionWatcher(Options options, net::Connect connect);
    ~PgSessionWatcher() override;
    PgSessionWatcher(const PgSessionWatcher &) = delete;
    PgSessionWatcher &operator=(const PgSessionWatcher &) = delete;

    [[nodiscard]] std::unique_ptr<Watch> watch(const Identity &identity, Ended ended) override;

private:
    class State;
    std::shared_ptr<State> m_state;
    std::thread m_thread;
};

} // namespace nimara::server::auth
