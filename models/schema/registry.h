#pragma once

#include "models/schema/table.h"

#include <span>
#include <string_view>

namespace nimara::schema {

// Raised with every change that an older client must know of; clients of N-1 and N-2 are served.
inline constexpr int generation = 1;

// All tables, parents before the tables that point to them.
std::span<const Table *const> tables();
const Table *findTable(std::string_view name);
const Table *findTable(std::uint16_t number);

// The tables that point to `table`, with the pointing column.
struct Reference
{
    const Table *from;
    const ColumnInfo *column;
};
std::span<const Reference> referencesTo(const Table &table);

} // namespace nimara::schema
