#include "server/changes/create_op.h"

#include "models/schema/validate.h"
#include "server/changes/edit_ops.h"
#include "server/changes/field_checks.h"

#include <algorithm>

namespace nimara::server {

namespace {

// Two people who add the same tag to the same record make one row, because its id is made from the pair.
Tried checkDerivedId(const Table &table, const Row &row)
{
    if (!table.is(DerivedId))
        return {};
    for (const UniqueRule &rule : table.uniques) {
        if (!rule.pair)
            continue;
        std::vector<Uuid> parts;
        for (const std::string_view column : rule.columns) {
            const auto *id = std::get_if<Uuid>(&row.value(column));
            parts.push_back(id ? *id : Uuid());
        }
        if (Uuid::derived(table.name, parts) == row.id())
            return {};
    }
    return refusal(ErrorCode::Invalid, reject::invalid, "id");
}

bool isMemberOf(Changes &changes, const Uuid &port)
{
    const auto row = changes.connection().prepared(
        "nimara_is_member", "select from public.user_port_roles where port_id = $1 and user_id = $2",
        Params().uuid(port).uuid(changes.actor().userId));
    if (!row)
        changes.fail(row.error());
    return row && row->rows() > 0;
}

// The port is the channel's, whatever the client says; in the user's own realm it may be one of his ports.
Tried setPort(Changes &changes, const Table &table, const Op &op, Row &row)
{
    const ColumnInfo *column = table.find("port_id");
    if (!column)
        return {};
    const auto said = std::ranges::find(op.fields, "port_id", &FieldChange::column);
    const auto *port = said == op.fields.end() ? nullptr : std::get_if<Uuid>(&said->now);
    if (!changes.isUserRealm()) {
        if (port && *port != changes.port())
            return deniedRefusal(reject::wrongPort, table, op.id, "port_id", {});
        row.setValue(column->index, changes.port());
    } else if (port) {
        if (!isMemberOf(changes, *port))
            return deniedRefusal(reject::wrongPort, table, op.id, "port_id", {});
        row.setValue(column->index, *port);
    }
    return {};
}

Tried setFields(const Changes &changes, const Table &table, const Op &op, Row &row)
{
    for (const FieldChange &field : op.fields) {
        const ColumnInfo *column = table.find(field.column);
        if (!column)
            return refusal(ErrorCode::UpgradeRequired, reject::stale, field.column);
        if (column->name() == "id" || column->name() == "port_id")
            continue;
        if (!field.path.empty())
            return refusal(ErrorCode::Invalid, reject::invalid, field.column);
        if (auto refused = maySet(changes, table, op.id, *column, field.now))
            return refused;
        row.setValue(column->index, field.now);
    }
    for (const ColumnInfo &column : table.columns) {
        if (column.is(Author))
            row.setValue(column.index, changes.actor().userId);
    }
    if (const auto valid = validateRow(row); !valid)
        return Refusal{.error = valid.error()};
    return {};
}

// A row of this id is there. The same row once more changes nothing; another one is told like a clash.
Tried meetExisting(Changes &changes, const Table &table, const Row &existing, const Row &row, const Op &op)
{
    if (!changes.sees(existing))
        return refusal(ErrorCode::Invalid, reject::invalid, "id");
    if (table.is(DerivedId))
        return {};
    const bool same = std::ranges::all_of(op.fields, [&](const FieldChange &field) {
        const ColumnInfo *column = table.find(field.column);
        return column && sameValue(column->type, existing.value(column->index), row.value(column->index));
    });
    if (same)
        return {};
    Refusal refused = refusal(ErrorCode::Conflict, reject::unique, "id");
    refused.otherId = existing.id();
    return refused;
}

} // namespace

Tried createRow(Changes &changes, const Table &table, const Op &op)
{
    Row row = Row::fresh(table);
    row.setValue(0, op.id);
    if (auto refused = setPort(changes, table, op, row))
        return refused;
    if (auto refused = setFields(changes, table, op, row))
        return refused;
    if (const Verdict verdict = canCreate(table, changes.asker(), &row); !verdict)
        return deniedRefusal(reject::forbidden, table, op.id, {}, verdict.missing);
    if (auto refused = checkDerivedId(table, row))
        return refused;
    if (const Row *existing = changes.want(table, op.id))
        return meetExisting(changes, table, *existing, row, op);
    if (auto refused = checkPeople(changes, nullptr, row))
        return refused;
    changes.rows().insert(std::move(row));
    return {};
}

} // namespace nimara::server
