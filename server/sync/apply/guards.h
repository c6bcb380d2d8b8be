#pragma once

#include "server/changes/changes.h"

#include <span>

namespace nimara::server {

// The first guard that does not hold, if any. One on a row or column that the user does not see never holds, one
// on a berth that he holds himself always does.
struct BrokenGuard
{
    const Guard *guard = nullptr;
    Value actual;
};
std::optional<BrokenGuard> brokenGuard(Changes &changes, std::span<const Guard> guards);

} // namespace nimara::server
