#include "models/items/audit_text.h"

#include "models/items/labels.h"
#include "models/schema/registry.h"
#include "models/schema/tables/people.h"
#include "models/schema/tables/system.h"
#include "models/store/store.h"

namespace nimara {

namespace {

using schema::AuditLogs;

const Table *tableOf(const Row &entry)
{
    return schema::findTable(entry[AuditLogs::entityType].value_or(std::string()));
}

const ColumnInfo *fieldOf(const Row &entry)
{
    const Table *table = tableOf(entry);
    return table ? table->find(entry[AuditLogs::fieldChanged].value_or(std::string())) : nullptr;
}

// Nothing while the name is being fetched, and where the record is gone: an id tells people nothing.
ValueText named(Store &store, std::string_view table, const std::optional<Uuid> &id)
{
    return {id ? store.title(table, *id) : QString()};
}

// What was masked or cut is no value of the column any more, and is shown as it stands.
std::optional<ValueText> recorded(Store &store, const ValueWords &words, const Row &entry,
                                  const std::optional<std::string> &text)
{
    const ColumnInfo *field = fieldOf(entry);
    if (!field || !text)
        return std::nullopt;
    auto value = valueFromText(field->type, *text);
    if (!value)
        return std::nullopt;
    Row row(*tableOf(entry));
    row.setValue(field->index, *std::move(value));
    return valueText(store, words, row, *field);
}

} // namespace

std::string_view referencedTable(const Table &table, const ColumnInfo &column)
{
    const bool isPerson =
        table.number == AuditLogs::table.number && column.index == AuditLogs::userId.index();
    return isPerson ? schema::Users::table.name : column.spec.references;
}

bool namesRecordType(const Table &table, const ColumnInfo &column)
{
    return table.number == AuditLogs::table.number && column.index == AuditLogs::entityType.index();
}

std::optional<ValueText> auditText(Store &store, const ValueWords &words, const Row &row,
                                   const ColumnInfo &column)
{
    if (row.table().number != AuditLogs::table.number)
        return std::nullopt;
    const Table *table = tableOf(row);
    if (column.index == AuditLogs::userId.index())
        return named(store, "users", row[AuditLogs::userId]);
    if (column.index == AuditLogs::entityId.index() && table)
        return named(store, table->name, row[AuditLogs::entityId]);
    if (column.index == AuditLogs::entityType.index() && table)
        return ValueText{tableLabel(*table)};
    if (column.index == AuditLogs::fieldChanged.index() && fieldOf(row))
        return ValueText{columnLabel(*fieldOf(row))};
    if (column.index == AuditLogs::oldValue.index())
        return recorded(store, words, row, row[AuditLogs::oldValue]);
    if (column.index == AuditLogs::newValue.index())
        return recorded(store, words, row, row[AuditLogs::newValue]);
    return std::nullopt;
}

} // namespace nimara
