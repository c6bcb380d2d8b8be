#include "sync/replica/edit_desk.h"

#include "models/schema/validate.h"
#include "sync/protocol/codec.h"

#include <algorithm>

namespace nimara::sync {

namespace {

Error invalid(std::string key, std::string_view field = {})
{
    return Error{ErrorCode::Invalid, std::move(key), std::string(field)};
}

Result<Done> checkField(const Table &table, const Op &op, FieldChange &field)
{
    const ColumnInfo *column = table.find(field.column);
    if (!column || column->is(ServerOnly))
        return invalid("edit.column", field.column);
    // Whether the server takes it is a matter of rights; what it can never hold is refused here.
    if (!field.path.empty()) {
        if (column->type != ColumnType::JsonText)
            return invalid("edit.path", field.column);
        return Done{};
    }
    if (op.kind == OpKind::Create && column->is(ServerSet) && isNull(field.now))
        return Done{};
    auto fitted = validated(*column, std::move(field.now));
    if (!fitted)
        return fitted.error();
    field.now = *std::move(fitted);
    return Done{};
}

Result<Done> checkOp(Op &op, Realm realm)
{
    const Table *table = schema::findTable(op.table);
    if (!table || !table->livesIn(realm))
        return invalid("edit.table");
    if (op.id.isNil())
        return invalid("edit.id");
    for (FieldChange &field : op.fields)
        NIMARA_TRY(checkField(*table, op, field));
    if (op.kind != OpKind::Create)
        return Done{};
    for (const ColumnInfo &column : table->columns) {
        if (!column.is(Required) || column.is(ServerSet | ServerOnly) || column.index == 0)
            continue;
        const auto given = std::find_if(op.fields.begin(), op.fields.end(), [&](const FieldChange &field) {
            return field.column == column.name();
        });
        if (given == op.fields.end() || isNull(given->now))
            return invalid("value.required", column.name());
    }
    return Done{};
}

Outcome refusedWith(const Mutation &mutation, std::string_view key)
{
    Outcome outcome;
    outcome.seq = mutation.seq;
    outcome.mutationId = mutation.id;
    outcome.kind = OutcomeKind::Rejected;
    outcome.error = {ErrorCode::Conflict, std::string(key)};
    return outcome;
}

} // namespace

Result<Edit> EditDesk::checked(Edit edit, Realm realm)
{
    if (edit.ops.empty() && !edit.command)
        return invalid("edit.empty");
    for (Op &op : edit.ops)
        NIMARA_TRY(checkOp(op, realm));
    return edit;
}

Result<Done> EditDesk::checkRows(const Edit &edit) const
{
    // Ops of one edit may build on each other.
    std::map<RowKey, bool> present;
    for (const Op &op : edit.ops) {
        const RowKey key{op.table, op.id};
        auto known = present.find(key);
        if (known == present.end()) {
            const auto row = m_core.rows.find(*schema::findTable(op.table), op.id);
            if (!row)
                return row.error();
            known = present.emplace(key, row->has_value()).first;
        }
        if (op.kind == OpKind::Create && known->second)
            return Error{ErrorCode::Conflict, "replica.exists"};
        if (op.kind != OpKind::Create && !known->second)
            return Error{ErrorCode::NotFound, "replica.no_row"};
        known->second = op.kind != OpKind::Delete || schema::findTable(op.table)->is(Archivable);
    }
    return Done{};
}

std::vector<std::uint64_t> EditDesk::dependencies(const Edit &edit) const
{
    std::set<std::uint64_t> seqs;
    const auto name = [&](const RowKey &row) {
        if (const auto seq = m_core.outbox.creator(row))
            seqs.insert(*seq);
    };
    for (const Op &op : edit.ops) {
        name({op.table, op.id});
        const Table *table = schema::findTable(op.table);
        for (const FieldChange &field : op.fields) {
            const ColumnInfo *column = table->find(field.column);
            const auto *id = std::get_if<Uuid>(&field.now);
            const Table *target = id && column ? schema::findTable(column->spec.references) : nullptr;
            if (target)
                name({target->number, *id});
        }
    }
    return {seqs.begin(), seqs.end()};
}

Result<Stored> EditDesk::submit(Edit edit, ChangeSet &changes)
{
    Mutation mutation;
    mutation.id = Uuid::v7(m_core.clock, m_core.rng);
    mutation.edit = std::move(edit);
    return store(std::move(mutation), changes);
}

Result<Stored> EditDesk::store(Mutation mutation, ChangeSet &changes)
{
    NIMARA_TRY(checkRows(mutation.edit));
    mutation.seq = ++m_core.meta.lastSeq;
    mutation.clientTime = m_core.clock.now();
    mutation.dependsOn = dependencies(mutation.edit);
    // What no batch can hold would stand in the outbox for ever.
    if (encodeMutation(mutation).size() > maxPushBytes / 2)
        return Error{ErrorCode::TooLarge, "edit.large"};
    const std::set<RowKey> rows = rowsOf(mutation.edit);
    for (const RowKey &row : rows)
        NIMARA_TRY(m_rebase.protect(*schema::findTable(row.table), row.id));
    NIMARA_TRY(m_core.outbox.append(mutation));
    NIMARA_TRY(m_core.meta.saveSeq(m_core.db));
    NIMARA_TRY(refoldAll(rows, changes));
    return Stored{mutation.seq, mutation.id, {}};
}

Result<Done> EditDesk::refoldAll(const std::set<RowKey> &rows, ChangeSet &changes)
{
    for (const RowKey &row : rows) {
        const Table *table = schema::findTable(row.table);
        if (table && table->livesIn(m_core.realm))
            NIMARA_TRY(m_rebase.refold(*table, row.id, changes));
    }
    return Done{};
}

Result<Done> EditDesk::answer(const Outcome &outcome, OutcomeEffect &effect, ChangeSet &changes)
{
    // An answer that came before, or to an edit that was taken back.
    if (!m_core.outbox.isWaiting(outcome.seq))
        return Done{};
    const auto mutation = m_core.outbox.read(outcome.seq);
    if (!mutation)
        return mutation.error();
    if (!outcome.mutationId.isNil() && outcome.mutationId != mutation->id) {
        effect.foreign = true;
        return Done{};
    }
    if (outcome.kind == OutcomeKind::Conflict || outcome.kind == OutcomeKind::Rejected) {
        effect.refused.push_back(outcome.seq);
        return toInbox(*mutation, outcome, changes);
    }
    effect.confirmed.push_back(outcome.seq);
    const std::set<RowKey> rows = m_core.outbox.rowsOf(outcome.seq);
    NIMARA_TRY(m_core.outbox.acknowledge(*mutation, outcome.revs, m_core.clock.now()));
    return refoldAll(rows, changes);
}

Result<Done> EditDesk::toInbox(const Mutation &mutation, const Outcome &outcome, ChangeSet &changes)
{
    const std::set<RowKey> rows = m_core.outbox.rowsOf(mutation.seq);
    std::vector<Inbox::Base> bases;
    for (const RowKey &row : rows) {
        const Table *table = schema::findTable(row.table);
        if (!table || !table->livesIn(m_core.realm))
            continue;
        auto shadow = m_core.shadows.find(*table, row.id);
        if (!shadow)
            return shadow.error();
        if (*shadow)
            bases.push_back({row, std::move((*shadow)->base)});
    }
    NIMARA_TRY(m_core.outbox.remove(mutation.seq));
    NIMARA_TRY(m_core.inbox.add(mutation, outcome, bases, m_core.clock.now()));
    for (const RowKey &row : rows)
        changes.add(row);
    return refoldAll(rows, changes);
}

Result<Done> EditDesk::discardWaiting(std::uint64_t seq, ChangeSet &changes)
{
    if (!m_core.outbox.isWaiting(seq))
        return Error{ErrorCode::NotFound, "replica.no_edit", {}, std::to_string(seq)};
    NIMARA_TRY(dependentsToInbox(seq, changes));
    const std::set<RowKey> rows = m_core.outbox.rowsOf(seq);
    NIMARA_TRY(m_core.outbox.remove(seq));
    return refoldAll(rows, changes);
}

Result<Done> EditDesk::dependentsToInbox(std::uint64_t seq, ChangeSet &changes)
{
    const auto dependents = m_core.outbox.dependents(seq);
    if (!dependents)
        return dependents.error();
    for (const Mutation &mutation : *dependents) {
        if (!m_core.outbox.isWaiting(mutation.seq))
            continue;
        NIMARA_TRY(dependentsToInbox(mutation.seq, changes));
        NIMARA_TRY(toInbox(mutation, refusedWith(mutation, reject::dependency), changes));
    }
    return Done{};
}

Result<Done> EditDesk::dropUnseen(const std::vector<std::uint64_t> &seqs, ChangeSet &changes)
{
    for (const std::uint64_t seq : m_core.outbox.unseen()) {
        if (std::find(seqs.begin(), seqs.end(), seq) == seqs.end())
            continue;
        const std::set<RowKey> rows = m_core.outbox.rowsOf(seq);
        for (const RowKey &row : rows)
            NIMARA_TRY(m_core.outbox.removePatch(row, seq));
        NIMARA_TRY(refoldAll(rows, changes));
    }
    return Done{};
}

} // namespace nimara::sync
