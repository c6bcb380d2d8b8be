#include "server/sync/apply/guards.h"

#include "server/changes/edit_ops.h"
#include "server/changes/holds.h"

namespace nimara::server {

std::optional<BrokenGuard> brokenGuard(Changes &changes, std::span<const Guard> guards)
{
    for (const Guard &guard : guards) {
        const Table *table = editableTable(changes.realm(), guard.table);
        const ColumnInfo *column = table ? table->find(guard.column) : nullptr;
        const Row *row = column ? changes.want(*table, guard.id) : nullptr;
        if (!row || !changes.sees(*row, *column))
            return BrokenGuard{&guard, {}};
        if (!sameValue(column->type, row->value(column->index), guard.expected) &&
            !isGuaranteed(changes, *table, guard.id, *column))
            return BrokenGuard{&guard, row->value(column->index)};
    }
    return std::nullopt;
}

} // namespace nimara::server
