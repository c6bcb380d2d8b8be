#pragma once

#include "models/store/query.h"

namespace nimara {

// The meaning of a Query, in plain code over rows in memory: what the real store does in SQL.
bool matches(const Filter &filter, const Row &row);
bool matchesSearch(const std::string &words, const Row &row);
bool matchesArchived(Archived archived, const Row &row);
// Smaller, equal, greater: by the column's type, nulls last, text as people sort it.
int compareValues(const ColumnInfo &column, const Value &left, const Value &right);
bool before(const std::vector<SortKey> &keys, const Row &left, const Row &right);

} // namespace nimara
