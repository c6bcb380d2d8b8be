#pragma once

#include "models/schema/row.h"

#include <string>
#include <string_view>

namespace nimara::sync {

// A row as bytes that outlive a schema: values by column name. Columns that the table no longer has, or has
// in another shape, are left aside when it is read.
std::string encodeNamedRow(const Row &row);
// An all-null row when the bytes are no row.
Row decodeNamedRow(const Table &table, std::string_view bytes);

} // namespace nimara::sync
