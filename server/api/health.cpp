#include "server/api/health.h"

#include "server/api/context.h"
#include "server/api/reachable.h"
#include "server/db/connection.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace nimara::server::api {
namespace {
using namespace std::chrono_literals;

constexpr std::array<std::string_view, 3> statusNames = {"healthy", "degraded", "down"};
constexpr auto freshness = 1s;
constexpr auto outsideFreshness = 30s;
constexpr auto patience = 500ms;

std::string databaseFault(net::Worker &worker)
{
    auto connection = worker.connection();
    if (!connection)
        return "PostgreSQL cannot be reached.";
    return (*connection)->exec("select 1") ? "" : "PostgreSQL does not answer.";
}

std::string jobsFault(net::Worker &worker)
{
    auto connection = worker.connection();
    if (!connection)
        return "The queues cannot be read without the database.";
    auto late =
        (*connection)
            ->exec("select count(*) from jobs.jobs where state = 'queued' and run_at < now() - interval"
                   " '5 minutes'");
    if (!late)
        return "The queues cannot be read.";
    const std::int64_t count = late->integer(0, 0);
    return count == 0 ? "" : std::to_string(count) + " jobs wait for a worker for more than five minutes.";
}

std::string outsideFault(const std::string &host, std::uint16_t port)
{
    return isReachable(host, port, patience) ? "" : "It is configured, but cannot be reached.";
}

struct Target
{
    std::string host;
    std::uint16_t port = 0;
};

// Host and port of a URL; the usual port of its scheme where it names none.
Target targetOf(std::string_view url, std::uint16_t usualPort)
{
    const bool isPlainHttp = url.starts_with("http://");
    const std::size_t begin = std::min(url.find("://"), url.size());
    std::string_view rest = url.substr(std::min(begin + 3, url.size()));
    rest = rest.substr(0, rest.find_first_of("/?#"));
    rest = rest.substr(rest.rfind('@') == std::string_view::npos ? 0 : rest.rfind('@') + 1);
    Target target{.host = {}, .port = isPlainHttp ? std::uint16_t{80} : usualPort};
    const std::size_t colon = rest.rfind(':');
    const bool hasPort = colon != std::string_view::npos && rest.find(']', colon) == std::string_view::npos;
    if (hasPort)
        std::from_chars(rest.data() + colon + 1, rest.data() + rest.size(), target.port);
    target.host = std::string(hasPort ? rest.substr(0, colon) : rest);
    std::erase_if(target.host, [](char c) { return c == '[' || c == ']'; });
    return target;
}

std::string storageFault(const config::Config &config)
{
    if (config.hasGroup("minio"))
        return outsideFault(std::string(config.text(config::minioEndpoint)),
                            static_cast<std::uint16_t>(config.number(config::minioPort)));
    const std::string folder(config.text(config::fileStoreDir));
    if (folder.empty())
        return "Neither MINIO_ENDPOINT nor FILE_STORE_DIR is configured.";
    return access(folder.c_str(), W_OK) == 0 ? "" : "The folder for files cannot be written to.";
}

std::string redisFault(const config::Config &config)
{
    const std::string_view url = config.text(config::redisUrl);
    if (url.empty())
        return "Not configured: limits and wake-ups stay within this server.";
    if (url.starts_with("unix://"))
        return access(std::string(url.substr(7)).c_str(), R_OK | W_OK) == 0
                   ? ""
                   : "It is configured, but cannot be reached.";
    const Target target = targetOf(url, 6379);
    return outsideFault(target.host, target.port);
}

std::string smtpFault(const config::Config &config)
{
    if (!config.hasGroup("smtp"))
        return "Not configured: no mail is sent.";
    return outsideFault(std::string(config.text(config::smtpHost)),
                        static_cast<std::uint16_t>(config.number(config::smtpPort)));
}

std::string documensoFault(const config::Config &config)
{
    if (!config.hasGroup("documenso"))
        return "Not configured: documents cannot be sent for signing.";
    const Target target = targetOf(config.text(config::documensoApiUrl), 443);
    return outsideFault(target.host, target.port);
}

template <typename Check>
ServiceHealth timed(const Clock &clock, std::string name, Check check, HealthStatus otherwise)
{
    const auto begun = clock.monotonic();
    std::string fault = check();
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(clock.monotonic() - begun);
    const HealthStatus status = fault.empty() ? HealthStatus::Healthy : otherwise;
    return {.name = std::move(name), .status = status, .latency = took, .detail = std::move(fault)};
}

Json jsonOf(const std::vector<ServiceHealth> &services)
{
    HealthStatus worst = HealthStatus::Healthy;
    Json list = Json::array();
    for (const ServiceHealth &service : services) {
        worst = std::max(worst, service.status);
        Json each = {{"name", service.name},
                     {"status", statusNames.at(static_cast<std::size_t>(service.status))},
                     {"latencyMs", service.latency.count()}};
        if (!service.detail.empty())
            each["detail"] = service.detail;
        list.push_back(std::move(each));
    }
    return {{"status", statusNames.at(static_cast<std::size_t>(worst))},
            {"name", "Port Nimara CRM"},
            {"version", NIMARA_VERSION},
            {"services", std::move(list)}};
}
} // namespace

std::vector<ServiceHealth> askOutside(const config::Config &config, const Clock &clock)
{
    return {timed(
                clock, "redis", [&] { return redisFault(config); }, HealthStatus::Degraded),
            timed(
                clock, "smtp", [&] { return smtpFault(config); }, HealthStatus::Degraded),
            timed(
                clock, "documenso", [&] { return documensoFault(config); }, HealthStatus::Degraded)};
}

ServiceHealth askStorage(const config::Config &config, const Clock &clock)
{
    return timed(
        clock, "storage", [&] { return storageFault(config); }, HealthStatus::Degraded);
}

std::vector<ServiceHealth> Health::ask(net::Worker &worker)
{
    const auto now = m_clock.monotonic();
    if (!m_askedOutside || now - *m_askedOutside > outsideFreshness) {
        m_outside = askOutside(m_config, m_clock);
        m_askedOutside = now;
    }
    std::vector<ServiceHealth> services = {
        timed(
            m_clock, "database", [&] { return databaseFault(worker); }, HealthStatus::Down),
        askStorage(m_config, m_clock)};
    services.insert(services.end(), m_outside.begin(), m_outside.end());
    services.push_back(timed(
        m_clock, "jobs", [&] { return jobsFault(worker); }, HealthStatus::Degraded));
    return services;
}

std::optional<Json> Health::known(std::chrono::microseconds freshness)
{
    const std::lock_guard lock(m_mutex);
    const bool isFresh = m_asked && m_clock.monotonic() - *m_asked < freshness;
    return isFresh ? std::optional(m_report) : std::nullopt;
}

Json Health::report(net::Worker &worker)
{
    // A database that is away is asked for each time: who waits for it to come back is to see it at once.
    if (auto report = known(freshness); report && report->value("status", "") != "down")
        return *std::move(report);
    std::unique_lock asking(m_asking, std::try_to_lock);
    if (!asking) {
        if (auto report = known(std::chrono::microseconds::max()))
            return *std::move(report);
        asking.lock();
    }
    Json report = jsonOf(ask(worker));
    const std::lock_guard lock(m_mutex);
    m_asked = m_clock.monotonic();
    m_report = report;
    return report;
}

void addHealthRoute(net::Router &router, const Context &context)
{
    auto health = std::make_shared<Health>(context.config, context.clock);
    router.add(net::Method::Get, "/api/health", [health](const net::Request &, net::Worker &worker) {
        const Json report = health->report(worker);
        return net::Response::json(report, report["status"] == "down" ? 503 : 200);
    });
}

} // namespace nimara::server::api
