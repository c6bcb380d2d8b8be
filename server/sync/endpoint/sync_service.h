#pragma once

#include "models/base/clock.h"
#include "models/base/log.h"
#include "server/auth/socket_service.h"
#include "server/net/worker_pool.h"
#include "server/sync/pg/pg_door.h"
#include "server/sync/session.h"

#include <memory>

namespace nimara::server::sync_endpoint {

// What answers on /api/sync: a session for each channel of each socket, over one door and one hub. Any number of
// processes may run one; nothing is kept that another could not find in PostgreSQL.
class SyncService final : public auth::SocketService
{
public:
    struct Options
    {
        PgDoorOptions door;
        // How long a right that was taken away may still be used by an open channel.
        std::chrono::milliseconds rightsInterval{700};
        Session::Limits session = {};
    };

    SyncService(Options options, net::WorkerPool &workers, const Clock &clock, Log log);
    ~SyncService() override;

    std::unique_ptr<net::SocketHandler> makeHandler(const auth::Identity &identity) override;
    void stop() override;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace nimara::server::sync_endpoint
