#include "server/sync/endpoint/sync_service.h"

#include "server/sync/endpoint/channels.h"
#include "server/sync/endpoint/hub_driver.h"
#include "server/sync/endpoint/sync_socket.h"

#include <utility>

namespace nimara::server::sync_endpoint {

struct SyncService::State
{
    State(Options options, net::WorkerPool &workers, const Clock &clock, const Log &log)
        : door(std::move(options.door)), hub(door, workers, log),
          channels(door, workers, options.rightsInterval, log), shared{door,  hub, channels,       workers,
                                                                       clock, log, options.session}
    {}

    PgDoor door;
    HubDriver hub;
    Channels channels;
    SyncSocket::Shared shared;
};

SyncService::SyncService(Options options, net::WorkerPool &workers, const Clock &clock, Log log)
    : m_state(std::make_unique<State>(std::move(options), workers, clock, log.with({{"part", "sync"}})))
{}

SyncService::~SyncService() = default;

std::unique_ptr<net::SocketHandler> SyncService::makeHandler(const auth::Identity &identity)
{
    return std::make_unique<SyncSocket>(m_state->shared, identity);
}

void SyncService::stop()
{
    m_state->channels.stop();
    m_state->hub.stop();
}

} // namespace nimara::server::sync_endpoint
