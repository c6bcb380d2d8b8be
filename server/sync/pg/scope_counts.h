#pragma once

#include "models/base/instant.h"
#include "server/db/connection.h"
#include "server/sync/door.h"

#include <mutex>
#include <span>
#include <unordered_map>

namespace nimara::server {

// How many rows a scope has, for the progress of a first load. To count them reads as much of the change index as the
// scope has rows, so one count serves everybody for a while, however often they say hello.
class ScopeCounts
{
public:
    // Sets `rows` of the grants that are asked for.
    Result<> fill(Connection &connection, Instant now, std::span<const sync::ScopeId> asked,
                  std::vector<ScopeGrant> &grants);

private:
    struct Count
    {
        std::int64_t rows = 0;
        Instant counted;
    };

    std::mutex m_mutex;
    std::unordered_map<sync::ScopeId, Count> m_counts;
};

} // namespace nimara::server
