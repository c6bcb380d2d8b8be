#pragma once

#include "models/items/value_text.h"

#include <optional>

namespace nimara {

// The audit log names tables, columns and values as they are stored; people read their labels. Nothing for rows of any
// other table, and for columns that read well as they are.
std::optional<ValueText> auditText(Store &store, const ValueWords &words, const Row &row,
                                   const ColumnInfo &column);

} // namespace nimara
