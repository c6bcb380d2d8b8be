#include "server/changes/edit_ops.h"

#include "models/schema/registry.h"
#include "models/schema/validate.h"
#include "server/changes/create_op.h"
#include "server/changes/field_checks.h"
#include "server/changes/holds.h"
#include "server/changes/merge_field.h"

#include <algorithm>

namespace nimara::server {

namespace {

// Whether the row was there, for somebody who would have seen it.
bool wasDeleted(Changes &changes, const Table &table, const Uuid &id)
{
    std::vector<Uuid> scopes;
    for (const ScopeKey &key : changes.rights().scopes)
        scopes.push_back(scopeId(key));
    const auto rows = changes.connection().prepared("nimara_was_deleted",
                                                    "select from sync.change_index where scope_id = any($1) "
                                                    "and table_no = $2 and row_id = $3 and op = 'D' limit 1",
                                                    Params().uuids(scopes).int4(table.number).uuid(id));
    if (!rows)
        changes.fail(rows.error());
    return rows && rows->rows() > 0;
}

Refusal missing(Changes &changes, const Table &table, const Uuid &id)
{
    const bool deleted = !changes.rows().find({&table, id}) && wasDeleted(changes, table, id);
    return deleted ? refusal(ErrorCode::Conflict, reject::deleted)
                   : refusal(ErrorCode::NotFound, reject::notFound);
}

// Who changed the field last, and when: for whoever has to decide.
void findCulprit(Changes &changes, FieldConflict &conflict, const Table &table)
{
    const auto row = changes.connection().prepared(
        "nimara_culprit",
        "select user_id, occurred_at from public.audit_logs where port_id = $1 and entity_type = $2 and "
        "entity_id = $3 "
        "and (field_changed = $4 or field_changed is null) order by received_at desc, id desc limit 1",
        Params().uuid(changes.port()).text(table.name).uuid(conflict.id).text(conflict.column),
        Format::Binary);
    if (!row)
        return changes.fail(row.error());
    if (row->rows() == 0)
        return;
    conflict.by = row->uuid(0, 0);
    conflict.at = row->instant(0, 1);
}

struct FieldWork
{
    Changes &changes;
    const Table &table;
    Row row; // as it will be
    std::vector<FieldConflict> conflicts;
    std::vector<FieldConflict> overruled;
};

Tried mergeInto(FieldWork &work, const ColumnInfo &column, const FieldChange &change)
{
    const Value theirs = work.row.value(column.index);
    // Nobody needs a right to what is there already; to anything else, before there is talk of conflicts.
    if (!change.path.empty() || !sameValue(column.type, theirs, change.now)) {
        if (auto refused = mayChange(work.changes, work.table, work.row.id(), column, change.now))
            return refused;
    }
    const auto merged = mergeField(column, theirs, change);
    if (!merged)
        return Refusal{.error = merged.error()};
    FieldConflict conflict{
        work.table.number, work.row.id(), change.column, change.was, change.now, theirs, {}, {}};
    switch (merged->kind) {
    case MergedField::Kind::Unchanged:
        return {};
    case MergedField::Kind::Conflict:
        if (isGuaranteed(work.changes, work.table, work.row.id(), column)) {
            work.overruled.push_back(std::move(conflict));
            break;
        }
        findCulprit(work.changes, conflict, work.table);
        work.conflicts.push_back(std::move(conflict));
        return {};
    case MergedField::Kind::Overruled:
        // A set that took both sides' words overruled nobody.
        if (column.spec.policy != Policy::Merge)
            work.overruled.push_back(std::move(conflict));
        break;
    case MergedField::Kind::Set:
        break;
    }
    const bool isMine = merged->kind == MergedField::Kind::Conflict;
    const auto value = validated(column, isMine ? change.now : merged->value);
    if (!value)
        return Refusal{.error = value.error()};
    work.row.setValue(column.index, *value);
    return {};
}

Tried changeField(FieldWork &work, const FieldChange &change)
{
    const ColumnInfo *column = work.table.find(change.column);
    if (!column)
        return refusal(ErrorCode::UpgradeRequired, reject::stale, change.column);
    FieldChange clean = change;
    if (change.path.empty()) {
        auto value = validated(*column, change.now);
        if (!value)
            return Refusal{.error = value.error()};
        clean.now = *std::move(value);
    } else if (auto refused = checkPathValue(*column, change)) {
        return refused;
    }
    return mergeInto(work, *column, clean);
}

Tried update(Changes &changes, const Table &table, const Op &op, std::vector<FieldConflict> &overruled)
{
    const Row *row = changes.seen(table, op.id);
    if (!row)
        return missing(changes, table, op.id);
    if (const Verdict verdict = canEdit(table, changes.asker(), row); !verdict)
        return deniedRefusal(reject::forbidden, table, op.id, {}, verdict.missing);
    FieldWork work{changes, table, *row, {}, {}};
    for (const FieldChange &change : op.fields) {
        if (auto refused = changeField(work, change))
            return refused;
    }
    if (!work.conflicts.empty())
        return Refusal{.kind = OutcomeKind::Conflict, .conflicts = std::move(work.conflicts)};
    if (auto refused = checkPeople(changes, row, work.row))
        return refused;
    const Row before = *row;
    for (const ColumnInfo &column : table.columns) {
        if (!(before.value(column.index) == work.row.value(column.index)))
            changes.rows().set({&table, op.id}, column.index, work.row.value(column.index));
    }
    overruled.insert(overruled.end(), work.overruled.begin(), work.overruled.end());
    return {};
}

Tried remove(Changes &changes, const Table &table, const Op &op)
{
    const Row *row = changes.seen(table, op.id);
    if (!row) {
        auto refused = missing(changes, table, op.id);
        // Gone already: that is what was wanted.
        return refused.error.key == reject::deleted ? Tried() : Tried(std::move(refused));
    }
    if (const Verdict verdict = canRemove(table, changes.asker(), row); !verdict)
        return deniedRefusal(reject::forbidden, table, op.id, {}, verdict.missing);
    const RowKey key{&table, op.id};
    if (!table.is(Archivable))
        changes.rows().erase(key);
    else if (isNull(row->value("archived_at")))
        changes.rows().set(key, table.find("archived_at")->index, changes.occurredAt().micros());
    return {};
}

Tried restore(Changes &changes, const Table &table, const Op &op)
{
    if (!table.is(Archivable))
        return refusal(ErrorCode::Invalid, reject::invalid);
    const Row *row = changes.seen(table, op.id);
    if (!row)
        return missing(changes, table, op.id);
    if (const Verdict verdict = canRemove(table, changes.asker(), row); !verdict)
        return deniedRefusal(reject::forbidden, table, op.id, {}, verdict.missing);
    if (!isNull(row->value("archived_at")))
        changes.rows().set({&table, op.id}, table.find("archived_at")->index, Value());
    return {};
}

Tried applyOp(Changes &changes, const Op &op, std::vector<FieldConflict> &overruled)
{
    const Table *table = schema::findTable(op.table);
    if (!table)
        return refusal(ErrorCode::UpgradeRequired, reject::stale);
    if (op.id.isNil())
        return refusal(ErrorCode::Invalid, reject::invalid, "id");
    if (!editableTable(changes.realm(), op.table))
        return deniedRefusal(table->replicated() ? reject::wrongPort : reject::forbidden, *table, op.id, {},
                             {});
    switch (op.kind) {
    case OpKind::Create:
        return createRow(changes, *table, op);
    case OpKind::Update:
        return update(changes, *table, op, overruled);
    case OpKind::Delete:
        return remove(changes, *table, op);
    case OpKind::Restore:
        return restore(changes, *table, op);
    }
    return refusal(ErrorCode::Invalid, reject::invalid);
}

} // namespace

const Table *editableTable(Realm realm, std::uint16_t number)
{
    const Table *table = schema::findTable(number);
    return table && table->livesIn(realm) ? table : nullptr;
}

Refusal deniedRefusal(std::string_view key, const Table &table, const Uuid &id, std::string_view field,
                      std::string_view missing)
{
    Refusal refused = refusal(ErrorCode::Forbidden, key, field);
    AuditEntry entry{audit_action::permissionDenied, std::string(table.name), id, std::string(field)};
    entry.metadata = {{"reason", key}};
    if (!missing.empty())
        entry.metadata["missing"] = missing;
    refused.denied = std::move(entry);
    return refused;
}

Tried applyOps(Changes &changes, std::span<const Op> ops, std::vector<FieldConflict> &overruled)
{
    for (const Op &op : ops) {
        if (auto refused = applyOp(changes, op, overruled))
            return refused;
    }
    return {};
}

} // namespace nimara::server
