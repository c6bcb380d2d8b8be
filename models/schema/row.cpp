#include "models/schema/row.h"

namespace nimara {

Row Row::fresh(const Table &table)
{
    Row row(table);
    for (const ColumnInfo &column : table.columns) {
        if (column.spec.initial.empty())
            continue;
        if (auto value = valueFromText(column.type, column.spec.initial))
            row.setValue(column.index, std::move(*value));
    }
    return row;
}

const Value &Row::value(std::string_view column) const
{
    static const Value null;
    const ColumnInfo *info = m_table->find(column);
    return info ? value(info->index) : null;
}

bool Row::setValue(std::string_view column, Value value)
{
    const ColumnInfo *info = m_table->find(column);
    if (!info)
        return false;
    setValue(info->index, std::move(value));
    return true;
}

Uuid Row::id() const
{
    const auto *id = std::get_if<Uuid>(&value(0));
    return id ? *id : Uuid();
}

} // namespace nimara
