#pragma once

#include "models/base/json.h"
#include "models/domain/scopes.h"
#include "server/db/connection.h"

#include <span>
#include <string>
#include <vector>

namespace nimara::server {

// A real-time event of DOMAIN.md, written in the transaction of its change. The feed hands it to whoever holds any of
// its scopes; webhooks read it from the same row.
struct EventDraft
{
    std::string name; // "client:created"
    Json payload;
    std::vector<ScopeKey> scopes;
};

Result<> writeEvents(Connection &connection, const Uuid &port, std::span<const EventDraft> events);

} // namespace nimara::server
