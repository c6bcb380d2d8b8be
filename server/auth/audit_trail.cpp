#include "server/auth/audit_trail.h"

namespace nimara::server::auth {
namespace {
std::optional<std::string_view> given(std::string_view text)
{
    return text.empty() ? std::nullopt : std::optional(text);
}

void add(Params &params, std::optional<std::string_view> text)
{
    if (text)
        params.text(*text);
    else
        params.null(oid::text);
}
} // namespace

Result<> writeAudit(Connection &connection, const AuditEntry &entry)
{
    Params params;
    params.uuid(entry.port).uuid(entry.userId).text(entry.action).text(entry.entityType).uuid(entry.entityId);
    add(params, given(entry.field));
    add(params, given(entry.oldValue));
    add(params, given(entry.newValue));
    params.json(entry.metadata.dump(-1, ' ', false, Json::error_handler_t::replace));
    add(params, given(entry.address.substr(0, 64)));
    add(params, given(entry.userAgent));
    params.uuid(entry.deviceId);
    auto written = connection.prepared("audit_write",
                                       "insert into public.audit_logs (port_id, user_id, action, "
                                       "entity_type, entity_id, field_changed, old_value,"
                                       " new_value, metadata, ip_address, user_agent, device_id)"
                                       " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                                       params);
    return written ? Result<>(Done{}) : written.error();
}

Result<> writeDenied(Connection &connection, const Identity &identity, const std::optional<Uuid> &port,
                     std::string_view what, const Json &metadata)
{
    auto transaction = Transaction::begin(connection, {.port = port, .user = identity.userId});
    if (!transaction)
        return transaction.error();
    const bool hasDevice = !identity.deviceId.isNil();
    NIMARA_TRY(
        writeAudit(connection, {.action = "permission_denied",
                                .entityType = what.substr(0, 63),
                                .entityId = identity.userId,
                                .port = port,
                                .userId = identity.userId,
                                .metadata = metadata,
                                .address = identity.address,
                                .deviceId = hasDevice ? std::optional(identity.deviceId) : std::nullopt}));
    return transaction->commit();
}

} // namespace nimara::server::auth
