#pragma once

#include "models/schema/table.h"

#include <cstdint>
#include <string>
#include <string_view>

// The words of the full-text index, for the replica which fills it and the readers which ask it.
//
//   SELECT rowid FROM search_fts WHERE search_fts MATCH :searchExpression AND rowid BETWEEN :first AND :last
//
// gives the rows of one table: rowid - first is the row's rid.
namespace nimara::sync {

struct DocumentRange
{
    std::int64_t first = 0;
    std::int64_t last = 0;
};
DocumentRange documentsOf(std::uint16_t table);
inline constexpr int documentTableShift = 48;

// What the user typed as an FTS5 expression: every word must be there, the last one may be unfinished; a telephone
// number is found however it is spaced, with its country's code or without. Empty: nothing to look for.
std::string searchExpression(std::string_view typed);

// What is indexed of a value: folded, and the digits of what looks like a telephone number.
std::string searchWords(std::string_view value);

// Rows of the table are found by search.
bool isSearchable(const Table &table);

} // namespace nimara::sync
