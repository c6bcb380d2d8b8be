#include "server/audit/audit_log.h"

namespace nimara::server {

namespace {

constexpr std::size_t longestValue = 100'000; // characters; bytes are never fewer

constexpr const char *insertSql = R"sql(
insert into public.audit_logs (port_id, user_id, device_id, ip_address, user_agent, action, entity_type, entity_id,
    field_changed, old_value, new_value, metadata, mutation_id, occurred_at, received_at)
select $1, $2, $3, $4, $5, e.action, e.entity_type, e.entity_id, e.field, e.old_value, e.new_value, e.metadata::jsonb,
    e.mutation_id, coalesce(e.occurred_at, now()), now()
from unnest($6::text[], $7::text[], $8::uuid[], $9::text[], $10::text[], $11::text[], $12::text[], $13::uuid[],
    $14::timestamptz[]) e (action, entity_type, entity_id, field, old_value, new_value, metadata, mutation_id,
    occurred_at))sql";

// Cut at a character's beginning, and marked.
std::string cut(const std::string &text)
{
    if (text.size() <= longestValue)
        return text;
    std::size_t end = longestValue - 4;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u)
        --end;
    return text.substr(0, end) + "…";
}

Value textOrNull(const std::string &text)
{
    return text.empty() ? Value() : Value(cut(text));
}

template <typename T, typename Convert>
Value valueOr(const std::optional<T> &item, Convert convert)
{
    return item ? Value(convert(*item)) : Value();
}

// One array for each column of the statement.
template <typename Get>
std::vector<Value> columnOf(std::span<const AuditEntry> entries, Get get)
{
    std::vector<Value> values;
    values.reserve(entries.size());
    for (const AuditEntry &entry : entries)
        values.push_back(get(entry));
    return values;
}

} // namespace

Result<> writeAudit(Connection &connection, const AuditSource &source, std::span<const AuditEntry> entries)
{
    if (entries.empty())
        return Done{};
    using E = const AuditEntry &;
    Params params;
    params.uuid(source.port).uuid(source.user).uuid(source.device);
    if (source.address.empty())
        params.null(oid::text);
    else
        params.text(source.address);
    if (source.userAgent.empty())
        params.null(oid::text);
    else
        params.text(source.userAgent);
    constexpr ColumnType text = ColumnType::Text;
    params.column(text, columnOf(entries, [](E e) { return Value(std::string(e.action)); }))
        .column(text, columnOf(entries, [](E e) { return Value(e.entityType); }))
        .column(ColumnType::Uuid, columnOf(entries, [](E e) { return Value(e.entityId); }))
        .column(text, columnOf(entries, [](E e) { return textOrNull(e.field); }))
        .column(text, columnOf(entries, [](E e) { return textOrNull(e.oldValue); }))
        .column(text, columnOf(entries, [](E e) { return textOrNull(e.newValue); }))
        .column(text, columnOf(entries, [](E e) { return Value(e.metadata.dump()); }))
        .column(ColumnType::Uuid,
                columnOf(entries, [](E e) { return valueOr(e.mutation, [](const Uuid &id) { return id; }); }))
        .column(ColumnType::Instant, columnOf(entries, [](E e) {
                    return valueOr(e.occurredAt, [](Instant at) { return at.micros(); });
                }));
    return connection.later("nimara_audit", insertSql, params);
}

} // namespace nimara::server
