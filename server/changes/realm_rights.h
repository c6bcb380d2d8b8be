#pragma once

#include "models/base/json.h"
#include "models/domain/scopes.h"
#include "server/db/connection.h"

#include <optional>
#include <string>
#include <vector>

namespace nimara::server {

// What one user may do in one realm, as the database says now.
struct Rights
{
    PermissionSet permissions;
    bool isSuperAdmin = false;
    std::vector<ScopeKey> scopes;
    Json portSettings = Json::object();
    std::string portTimezone;
    std::string portCurrency;
    std::string epoch;
    Instant serverTime;

    bool holds(const ScopeKey &scope) const;
};

// The rights of a role's map and the port's override, as PostgreSQL gives them; what is no map gives none.
PermissionSet effectiveRights(const std::string &roleMap, const std::optional<std::string> &portOverride);

// Reads it in the connection's transaction, whose tenant must be this user and port (nil: the user's own realm).
// Forbidden: "sync.inactive" for a user who was switched off, "sync.member" for one who is not of the port, also when
// there is no such port.
Result<Rights> readRights(Connection &connection, const Uuid &user, const Uuid &port);
// The same for a trip together with other statements.
Statement askForRights();
Result<Rights> rightsOf(const QueryResult &answer, const Uuid &user, const Uuid &port);

} // namespace nimara::server
