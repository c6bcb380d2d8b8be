#pragma once

#include "server/db/connection.h"
#include "server/sync/door.h"

#include <span>
#include <vector>

namespace nimara::server {

// Door::apply on a connection of nimara_server. One transaction for the batch: claims, rows, audit log, events and
// outcomes commit together. A mutation that the database itself refuses (uniqueness, a foreign key, the one winner) is
// found by halving the batch, and takes no other with it. Serialisation failures and deadlocks are tried again here.
//
// Errors: Forbidden when the user may no longer work in this realm or with this device; Conflict ("sync.incarnation")
// when the client uses a seq again for another mutation, which a restored disk does: it must begin a new incarnation.
Result<std::vector<Outcome>> applyMutations(Connection &connection, const Actor &actor, const Device &device,
                                            std::span<const Mutation> mutations);

} // namespace nimara::server
