#include "server/app/sync_wiring.h"

#include "server/app/conninfo.h"
#include "server/audit/sealer.h"
#include "server/jobs/housekeeper.h"
#include "server/sync/endpoint/sync_service.h"

#include <optional>
#include <utility>

namespace nimara::server::app {
namespace {

// Sync, and what runs beside it in the background for as long: the sealer of the audit log and the housekeeper.
class SyncAndKeepers final : public auth::SocketService
{
public:
    SyncAndKeepers(sync_endpoint::SyncService::Options options, std::string auditConninfo,
                   std::string jobsConninfo, const Resources &resources)
        : m_sync(std::move(options), resources.workers, resources.clock, resources.log),
          m_sealer(std::in_place, std::move(auditConninfo)),
          m_housekeeper(std::in_place, std::move(jobsConninfo),
                        std::chrono::minutes(resources.config.number(config::housekeepingMinutes)),
                        resources.log)
    {}

    std::unique_ptr<net::SocketHandler> makeHandler(const auth::Identity &identity) override
    {
        return m_sync.makeHandler(identity);
    }

    void stop() override
    {
        m_sync.stop();
        m_sealer.reset();
        m_housekeeper.reset();
    }

private:
    sync_endpoint::SyncService m_sync;
    std::optional<SealerThread> m_sealer;
    std::optional<jobs::Housekeeper> m_housekeeper;
};

} // namespace

MakeSync syncService(const Session::Limits &session)
{
    return [session](const Resources &resources) -> std::unique_ptr<auth::SocketService> {
        const std::string serving(resources.config.text(config::databaseUrl));
        const auto feed = conninfoAs(serving, "nimara_feed");
        const auto audit = conninfoAs(serving, "nimara_audit");
        const auto jobs = conninfoAs(serving, "nimara_jobs");
        if (!feed || !audit || !jobs) {
            resources.log.error("sync.conninfo", {{"key", (!feed    ? feed
                                                           : !audit ? audit
                                                                    : jobs)
                                                              .error()
                                                              .key}});
            return nullptr;
        }
        sync_endpoint::SyncService::Options options;
        options.door.server = serving;
        options.door.feed = *feed;
        options.session = session;
        return std::make_unique<SyncAndKeepers>(std::move(options), *audit, *jobs, resources);
    };
}

} // namespace nimara::server::app
