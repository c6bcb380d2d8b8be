#pragma once

#include "models/base/json.h"
#include "models/base/result.h"
#include "server/auth/identity.h"
#include "server/db/connection.h"

#include <optional>
#include <string>
#include <string_view>

namespace nimara::server::auth {

// A row of the audit log about people and doors; changes of records are written where they are made.
struct AuditEntry
{
    std::string_view action; // audit_action of DOMAIN.md
    std::string_view entityType = "users";
    Uuid entityId = {};
    std::optional<Uuid> port = {};
    std::optional<Uuid> userId = {};
    std::string_view field = {};
    std::string_view oldValue = {};
    std::string_view newValue = {};
    Json metadata = Json::object();
    std::string_view address = {};
    std::string_view userAgent = {};
    std::optional<Uuid> deviceId = {};
};

// Within the running transaction, whose tenant must be the entry's port.
Result<> writeAudit(Connection &connection, const AuditEntry &entry);

// In a transaction of its own, since the attempt it tells of was undone.
Result<> writeDenied(Connection &connection, const Identity &identity, const std::optional<Uuid> &port,
                     std::string_view what, const Json &metadata);

} // namespace nimara::server::auth
