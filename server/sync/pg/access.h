#pragma once

#include "server/changes/realm_rights.h"
#include "server/sync/door.h"

#include <span>
#include <string>
#include <vector>

namespace nimara::server {

Access toAccess(const Rights &rights);
// For watching many channels at once: stands for all that readRights() reads, and changes with it. The connection is
// that of the feed, which sees all ports. In the order of `whom`; a user who is gone has an empty stamp.
struct Holder
{
    Uuid user;
    Uuid port;
};
Result<std::vector<std::string>> rightsStamps(Connection &feed, std::span<const Holder> whom);

} // namespace nimara::server
