#pragma once

#include "models/base/result.h"
#include "server/db/connection.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace nimara::server::jobs {

struct HousekeepingLimits
{
    std::int64_t rowsAtOnce = 2'000; // by one statement, so that nobody waits for it
    int portions = 500;              // of one kind; what is left then waits for the next time
};

struct Cleared
{
    std::string_view what;
    std::int64_t rows = 0;
};

// Deletes what has been kept long enough: sessions, one-time links, failed sign-ins, outcomes of edits, tombstones,
// events, devices. Over a connection of nimara_jobs. Nothing, where another process is at it.
Result<std::vector<Cleared>> clearOld(Connection &connection, const HousekeepingLimits &limits = {});

} // namespace nimara::server::jobs
