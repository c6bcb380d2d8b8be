#include "server/app/sync_wiring.h"

#include "server/app/conninfo.h"
#include "server/audit/sealer.h"
#include "server/sync/endpoint/sync_service.h"

#include <optional>
#include <utility>

namespace nimara::server::app {
namespace {

// Sync, and the sealer of the audit log, whose lives are the same.
class SyncAndSealer final : public auth::SocketService
{
public:
    SyncAndSealer(sync_endpoint::SyncService::Options options, std::string auditConninfo,
                  const Resources &resources)
        : m_sync(std::move(options), resources.workers, resources.clock, resources.log),
          m_sealer(std::in_place, std::move(auditConninfo))
    {}

    std::unique_ptr<net::SocketHandler> makeHandler(const auth::Identity &identity) override
    {
        return m_sync.makeHandler(identity);
    }

    void stop() override
    {
        m_sync.stop();
        m_sealer.reset();
    }

private:
    sync_endpoint::SyncService m_sync;
    std::optional<SealerThread> m_sealer;
};

} // namespace

MakeSync syncService()
{
    return [](const Resources &resources) -> std::unique_ptr<auth::SocketService> {
        const std::string serving(resources.config.text(config::databaseUrl));
        const auto feed = conninfoAs(serving, "nimara_feed");
        const auto audit = conninfoAs(serving, "nimara_audit");
        if (!feed || !audit) {
            resources.log.error("sync.conninfo", {{"key", (feed ? audit : feed).error().key}});
            return nullptr;
        }
        sync_endpoint::SyncService::Options options;
        options.door.server = serving;
        options.door.feed = *feed;
        return std::make_unique<SyncAndSealer>(std::move(options), *audit, resources);
    };
}

} // namespace nimara::server::app
