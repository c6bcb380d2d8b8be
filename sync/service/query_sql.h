#pragma once

#include "models/base/result.h"
#include "models/store/query.h"

#include <string>
#include <vector>

namespace nimara::sync {

// A text column that must be in memory before a statement runs (text_columns.h), because the statement asks for
// parts of its words with case and accents folded.
struct TextColumnId
{
    const Table *table = nullptr;
    int column = 0;

    std::int64_t number() const { return std::int64_t(table->number) * 1000 + column; }
    bool operator==(const TextColumnId &) const = default;
};

// The names under which the reader registers its functions: (TextColumnId::number, rid, folded words), and for long
// texts, which are not kept in memory, (text, folded words).
inline constexpr std::string_view holdsFunction = "nimara_holds";
inline constexpr std::string_view startsFunction = "nimara_starts";
inline constexpr std::string_view textFunction = "nimara_text_holds";

// What stands behind WHERE: every name comes from the registry, every value is bound.
struct Condition
{
    std::string sql; // never empty
    std::vector<Value> values;
    std::vector<TextColumnId> texts;
};

// Errors: Invalid, "query.column" (no such column here), "query.value" (it does not fit the column), "query.depth".
Result<Condition> conditionOf(const Query &query);
// Only what Query::archived asks for.
Condition archivedCondition(const Table &table, Archived archived);

// "id", "port_id", … of the columns that are in a replica.
std::string columnList(const Table &table);

// Where a query's words for people stand: the column that names a row of the table, if that is a text.
const ColumnInfo *titleText(const Table &table);

} // namespace nimara::sync
