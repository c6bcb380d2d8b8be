#include "sync/replica/resolver.h"

#include "models/domain/settle.h"
#include "sync/replica/fold.h"

#include <algorithm>
#include <numeric>

namespace nimara::sync {

namespace {

void replaceId(Edit &edit, const RowKey &from, const Uuid &to)
{
    for (Op &op : edit.ops) {
        if (op.table == from.table && op.id == from.id)
            op.id = to;
        const Table *table = schema::findTable(op.table);
        for (FieldChange &field : op.fields) {
            const ColumnInfo *column = table ? table->find(field.column) : nullptr;
            const Table *target = column ? schema::findTable(column->spec.references) : nullptr;
            const auto *id = std::get_if<Uuid>(&field.now);
            if (target && target->number == from.table && id && *id == from.id)
                field.now = to;
        }
    }
}

} // namespace

Result<std::vector<Stored>> Resolver::resolve(std::int64_t number, const Decision &decision,
                                              ChangeSet &changes)
{
    const auto item = m_core.inbox.find(number);
    if (!item)
        return item.error();
    for (const RowKey &row : rowsOf(item->mutation.edit))
        changes.add(row);
    switch (decision.resolution) {
    case Resolution::Discard:
        NIMARA_TRY(m_core.inbox.remove(number));
        break;
    case Resolution::TakeTheirs:
        if (item->outcome.error.key == reject::unique && !item->outcome.otherId.isNil())
            NIMARA_TRY(useExisting(*item, changes));
        else
            NIMARA_TRY(takeTheirs(*item, decision.keep, changes));
        break;
    case Resolution::Retry:
        if (item->outcome.error.key != reject::deleted) {
            NIMARA_TRY(submitAgain(*item, item->mutation.edit, changes));
            break;
        }
        [[fallthrough]];
    case Resolution::TakeMine: {
        auto edit = overCurrent(*item);
        if (!edit)
            return edit.error();
        NIMARA_TRY(submitAgain(*item, *std::move(edit), changes));
        break;
    }
    }
    return std::move(m_stored);
}

Result<Done> Resolver::submitAgain(const ReviewItem &item, Edit edit, ChangeSet &changes)
{
    const auto dependents = m_core.inbox.dependents(item.mutation.seq);
    if (!dependents)
        return dependents.error();
    NIMARA_TRY(m_core.inbox.remove(item.number));
    // Nothing is left of it where everything it wanted to take away is gone.
    if (!edit.ops.empty() || edit.command) {
        auto stored = m_desk.submit(std::move(edit), changes);
        if (!stored)
            return stored.error();
        m_stored.push_back(*std::move(stored));
    }
    for (const ReviewItem &dependent : *dependents)
        NIMARA_TRY(submitAgain(dependent, dependent.mutation.edit, changes));
    return Done{};
}

Result<Done> Resolver::takeTheirs(const ReviewItem &item, const std::vector<std::size_t> &keep,
                                  ChangeSet &changes)
{
    if (item.outcome.kind != OutcomeKind::Conflict)
        return m_core.inbox.remove(item.number);
    Edit edit = settled(item.mutation.edit, item.outcome.conflicts, keep);
    // Theirs may be, by now, that the row is no more.
    std::vector<Op> present;
    for (Op &op : edit.ops) {
        const Table *table = schema::findTable(op.table);
        if (!table || !table->livesIn(m_core.realm))
            return Error{ErrorCode::NotFound, "replica.no_row"};
        const auto held = m_core.rows.find(*table, op.id);
        if (!held)
            return held.error();
        if (*held || op.kind == OpKind::Create)
            present.push_back(std::move(op));
    }
    edit.ops = std::move(present);
    return submitAgain(item, std::move(edit), changes);
}

Result<Edit> Resolver::overCurrent(const ReviewItem &item) const
{
    std::vector<std::size_t> all(item.outcome.conflicts.size());
    std::iota(all.begin(), all.end(), std::size_t(0));
    Edit edit = settled(item.mutation.edit, item.outcome.conflicts, all);
    for (const Op &op : std::exchange(edit.ops, {})) {
        auto anew = overCurrent(item, op);
        if (!anew)
            return anew.error();
        if (*anew)
            edit.ops.push_back(**std::move(anew));
    }
    return edit;
}

Result<std::optional<Op>> Resolver::overCurrent(const ReviewItem &item, Op op) const
{
    const Table *table = schema::findTable(op.table);
    if (!table || !table->livesIn(m_core.realm))
        return Error{ErrorCode::NotFound, "replica.no_row"};
    const auto held = m_core.rows.find(*table, op.id);
    if (!held)
        return held.error();
    if (op.kind == OpKind::Create)
        return std::optional(std::move(op));
    if (!*held)
        return op.kind == OpKind::Delete ? Result<std::optional<Op>>(std::optional<Op>())
                                         : madeAnew(item, *table, op);
    // Of a conflict the user has seen the server's values; what else has changed since then is asked about anew.
    if (item.outcome.kind != OutcomeKind::Conflict) {
        for (FieldChange &field : op.fields)
            field.was = valueAt((*held)->row, field);
    }
    return std::optional(std::move(op));
}

Result<std::optional<Op>> Resolver::madeAnew(const ReviewItem &item, const Table &table, const Op &op) const
{
    auto base = m_core.inbox.base(item.number, table, op.id);
    if (!base)
        return base.error();
    if (!*base)
        return Error{ErrorCode::NotFound, "replica.no_row"};
    const auto row =
        folded(table, std::move(*base), op, item.mutation.clientTime, m_core.meta.standing.userId);
    Op create{op.table, op.id, OpKind::Create, {}};
    for (const ColumnInfo &column : table.columns) {
        if (column.index == 0 || column.is(ServerSet | ServerOnly) || isNull(row->value(column.index)))
            continue;
        create.fields.push_back({std::string(column.name()), {}, {}, row->value(column.index)});
    }
    return std::optional(std::move(create));
}

Result<Done> Resolver::useExisting(const ReviewItem &item, ChangeSet &changes)
{
    RowKey refused;
    for (const Op &op : item.mutation.edit.ops) {
        if (op.kind == OpKind::Create && refused.id.isNil())
            refused = {op.table, op.id};
    }
    const auto dependents = m_core.inbox.dependents(item.mutation.seq);
    if (!dependents)
        return dependents.error();
    NIMARA_TRY(m_core.inbox.remove(item.number));
    for (const ReviewItem &dependent : *dependents) {
        Edit edit = dependent.mutation.edit;
        replaceId(edit, refused, item.outcome.otherId);
        NIMARA_TRY(submitAgain(dependent, std::move(edit), changes));
    }
    return Done{};
}

} // namespace nimara::sync
