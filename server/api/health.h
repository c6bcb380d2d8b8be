#pragma once

#include "models/base/clock.h"
#include "models/base/json.h"
#include "server/config/config.h"
#include "server/net/worker_pool.h"

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace nimara::server::api {

enum class HealthStatus { Healthy, Degraded, Down };

struct ServiceHealth
{
    std::string name;
    HealthStatus status = HealthStatus::Healthy;
    std::chrono::milliseconds latency{0};
    std::string detail; // why it is not healthy; for everybody's eyes
};

// Redis, SMTP and Documenso: configured, and somebody listens there.
std::vector<ServiceHealth> askOutside(const config::Config &config, const Clock &clock);
// Where files are kept.
ServiceHealth askStorage(const config::Config &config, const Clock &clock);

// Anybody may ask how the server is, as often as he likes: the answer is found out at most once a second, what lies
// on the network every half a minute.
class Health
{
public:
    Health(const config::Config &config, const Clock &clock) : m_config(config), m_clock(clock) {}

    // {status, services: [{name, status, latencyMs, detail?}]}
    Json report(net::Worker &worker);

private:
    std::vector<ServiceHealth> ask(net::Worker &worker);
    // What is known, while it is fresh enough.
    std::optional<Json> known(std::chrono::microseconds freshness);

    const config::Config &m_config;
    const Clock &m_clock;

    // Held while the services are asked, which may take seconds: others are told meanwhile what was known last.
    std::mutex m_asking;
    std::optional<std::chrono::microseconds> m_askedOutside;
    std::vector<ServiceHealth> m_outside;

    std::mutex m_mutex; // of what follows
    std::optional<std::chrono::microseconds> m_asked;
    Json m_report;
};

} // namespace nimara::server::api
