#pragma once

#include "models/store/query.h"
#include "sync/service/text_columns.h"

#include <array>

namespace nimara::sync {

// Answers queries with row numbers in order. SQLite decides which rows are meant; the order is made here, because
// sorting 100,000 rows takes SQLite longer than all the rest, and it knows no language.
class Finder
{
public:
    Finder(const Database &db, TextColumns &texts) : m_db(db), m_texts(texts) {}

    static constexpr std::size_t maxSortKeys = 3;

    // Errors beside those of conditionOf(): "query.sort".
    Result<std::vector<std::int64_t>> find(const Query &query);

private:
    // How a row's place is told by one column: from the statement's result, or by its number alone.
    struct Key
    {
        enum class By { Number, Choice, Day, Rank, TargetRank };

        By by = By::Number;
        bool descending = false;
        bool emptyFirst = false;
        const ColumnInfo *column = nullptr;
        const TextColumn *text = nullptr;
        int at = 0; // in the result
    };
    struct Entry
    {
        std::array<std::int64_t, maxSortKeys> keys;
        std::int64_t number;
    };

    Result<std::vector<Key>> keysOf(const Query &query, std::string &columns);
    Result<Key> keyOf(const Table &table, const SortKey &sort, std::string &columns, int &results);
    std::int64_t valueOf(const Key &key, const Statement &row) const;

    const Database &m_db;
    TextColumns &m_texts;
};

} // namespace nimara::sync
