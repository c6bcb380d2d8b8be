#pragma once

#include "models/base/log.h"
#include "server/app/commands.h"
#include "server/embedded/cluster.h"

#include <functional>
#include <memory>
#include <optional>

namespace nimara::server::app {

// What every command begins with: checked configuration, a log, and in embedded mode a running cluster.
struct Workplace
{
    config::Config config;
    Log log;
    std::unique_ptr<embedded::Cluster> cluster; // in embedded mode
};

enum class Need {
    ToServe,     // the embedded cluster must be ours
    ToExamine,   // what serving needs, but joins the cluster of a running server
    ToAdminister // joins it too
};

// Reads the configuration; in embedded mode settles what nobody configured. Faults are written to the
// surroundings; the answer is the exit code then.
struct Prepared
{
    std::optional<Workplace> workplace;
    int exitCode = exitDone;
};
Prepared prepare(const Arguments &arguments, Need need, const Surroundings &surroundings);

// One line, and exitFailed.
int fail(const Surroundings &surroundings, const Error &error);

// What links and pairing codes begin with.
struct PublicAddress
{
    std::string host;
    std::uint16_t port = 0;
};
Result<PublicAddress> publicAddress(const Arguments &arguments, const config::Config &config,
                                    std::uint16_t port);
// APP_URL, or https at the public address.
Result<std::string> publicUrl(const Arguments &arguments, const config::Config &config, std::uint16_t port);

} // namespace nimara::server::app
