#pragma once

#include "models/base/json.h"
#include "server/db/connection.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nimara::server {

// The words of audit_logs.action.
namespace audit_action {
inline constexpr std::string_view create = "create";
inline constexpr std::string_view update = "update";
inline constexpr std::string_view remove = "delete";
inline constexpr std::string_view archive = "archive";
inline constexpr std::string_view restore = "restore";
inline constexpr std::string_view merge = "merge";
inline constexpr std::string_view login = "login";
inline constexpr std::string_view logout = "logout";
inline constexpr std::string_view permissionDenied = "permission_denied";
inline constexpr std::string_view revert = "revert";
} // namespace audit_action

// Who did it, from where: the same for all rows of a request or batch.
struct AuditSource
{
    std::optional<Uuid> port; // none: the log of the whole system
    std::optional<Uuid> user;
    std::optional<Uuid> device;
    std::string address = {};
    std::string userAgent = {};
};

// One row of the log. Values are as auditDiff() gives them: sensitive ones masked already.
struct AuditEntry
{
    std::string_view action;
    std::string entityType;
    Uuid entityId;
    std::string field = {};    // empty: the row as a whole
    std::string oldValue = {}; // "" for null
    std::string newValue = {};
    Json metadata = Json::object();
    std::optional<Uuid> mutation = {};
    std::optional<Instant> occurredAt = {}; // none: now
};

// Writes the entries in the transaction of their change, by one statement. The sealer chains them later.
Result<> writeAudit(Connection &connection, const AuditSource &source, std::span<const AuditEntry> entries);

} // namespace nimara::server
