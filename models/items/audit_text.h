#pragma once

#include "models/items/value_text.h"

#include <optional>

namespace nimara {

// The audit log names tables, columns and values as they are stored; people read their labels. Nothing for rows of any
// other table, and for columns that read well as they are.
std::optional<ValueText> auditText(Store &store, const ValueWords &words, const Row &row,
                                   const ColumnInfo &column);

// The table that a column's ids are of. The audit log has no key to the people it names, since it outlives them.
std::string_view referencedTable(const Table &table, const ColumnInfo &column);
// Whether the column names tables.
bool namesRecordType(const Table &table, const ColumnInfo &column);

} // namespace nimara
