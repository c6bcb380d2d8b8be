#pragma once

#include "models/domain/edit.h"
#include "models/schema/row.h"

#include <optional>

namespace nimara::sync {

// What one op of a pending mutation makes of a row; nothing: there is no row (any more). A prediction of what the
// server will do, by the same words: an update of a row that is gone stays without effect.
std::optional<Row> folded(const Table &table, std::optional<Row> row, const Op &op, Instant clientTime,
                          const Uuid &user);

// The value of a change's place in a row: of the column, or of the key inside it.
Value valueAt(const Row &row, const FieldChange &field);

} // namespace nimara::sync
