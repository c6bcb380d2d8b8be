#pragma once

#include "server/db/connection.h"
#include "server/sync/door.h"

namespace nimara::server {

// Enters the device, or finds it again. Forbidden ("sync.device") when it is another user's, of another realm, or was
// revoked; RateLimited (signin::tooManyDevices) for a new one of a user who has `most`. Gives the highest seq of this incarnation that has an outcome.
Result<std::uint64_t> enterDevice(Connection &connection, const Actor &actor, const Device &device,
                                  const sync::Hello &hello, std::size_t most);

} // namespace nimara::server
