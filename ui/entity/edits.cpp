#include "ui/entity/edits.h"

#include "models/base/clock.h"
#include "models/base/rng.h"

#include <algorithm>

namespace nimara::ui {

namespace {

const UniqueRule *pairRule(const Table &table)
{
    const auto it = std::ranges::find_if(table.uniques, &UniqueRule::pair);
    return it == table.uniques.end() ? nullptr : &*it;
}

Edit single(Op op)
{
    Edit edit;
    edit.ops.push_back(std::move(op));
    return edit;
}

// What the server fills in is not for us to send.
bool isSent(const ColumnInfo &column)
{
    return !column.is(ServerSet | ServerOnly) && column.name() != "id";
}

} // namespace

Actor actorOf(const Store &store)
{
    static const PermissionSet none;
    const SessionInfo &session = store.session();
    const PortInfo *port = session.port();
    return {session.userId, port ? port->permissions : none, session.isSuperAdmin};
}

Uuid newId()
{
    SystemRng rng;
    return Uuid::v7(SystemClock(), rng);
}

Instant currentTime()
{
    return SystemClock().now();
}

Row newRow(const Table &table, const Store &store)
{
    Row row = Row::fresh(table);
    row.setValue("id", newId());
    if (table.is(PortScoped | PortOptional))
        row.setValue("port_id", store.session().portId);
    // Money is in the port's own currency unless said otherwise.
    const PortInfo *port = store.session().port();
    if (const ColumnInfo *currency = table.find("currency"); currency && port && currency->is(Required))
        row.setValue(currency->index, port->currency);
    return row;
}

void deriveId(Row &row)
{
    const UniqueRule *rule = pairRule(row.table());
    if (!rule)
        return;
    std::vector<Uuid> parts;
    for (const std::string_view name : rule->columns) {
        const ColumnInfo *column = row.table().find(name);
        if (!column || column->type != ColumnType::Uuid)
            continue; // only ids go into an id
        const auto *part = std::get_if<Uuid>(&row.value(column->index));
        if (!part)
            return; // the pair is not complete yet
        parts.push_back(*part);
    }
    row.setValue("id", Uuid::derived(row.table().name, parts));
}

Edit createEdit(const Row &row)
{
    Op op{.table = row.table().number, .id = row.id(), .kind = OpKind::Create, .fields = {}};
    for (const ColumnInfo &column : row.table().columns) {
        const Value &value = row.value(column.index);
        if (isSent(column) && !isNull(value))
            op.fields.push_back({.column = std::string(column.name()), .was = {}, .now = value});
    }
    return single(std::move(op));
}

Edit updateEdit(const Row &was, const Row &now)
{
    Op op{.table = now.table().number, .id = now.id(), .kind = OpKind::Update, .fields = {}};
    for (const ColumnInfo &column : now.table().columns) {
        const Value &before = was.value(column.index);
        const Value &after = now.value(column.index);
        if (isSent(column) && !sameValue(column.type, before, after))
            op.fields.push_back({.column = std::string(column.name()), .was = before, .now = after});
    }
    if (op.fields.empty())
        return {};
    return single(std::move(op));
}

Edit removeEdit(const Table &table, const Uuid &id)
{
    return single({.table = table.number, .id = id, .kind = OpKind::Delete, .fields = {}});
}

Edit restoreEdit(const Table &table, const Uuid &id)
{
    return single({.table = table.number, .id = id, .kind = OpKind::Restore, .fields = {}});
}

} // namespace nimara::ui
