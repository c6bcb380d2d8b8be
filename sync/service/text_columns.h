#pragma once

#include "sync/service/query_sql.h"
#include "sync/service/text_column.h"

#include <map>
#include <memory>
#include <span>

namespace nimara::sync {

// The text columns that a reader has in memory, the longest unused ones given up when there are too many, and the
// two SQL functions that look into them. Lives in the reader's thread, beside one connection.
class TextColumns
{
public:
    explicit TextColumns(const std::string &locale) : m_collation(locale) {}

    // Once for each connection; this object outlives it.
    Result<Done> registerFunctions(const Database &db);

    Result<Done> prepareWords(const Database &db, const TextColumnId &id);
    // Good until the next change.
    Result<const TextColumn *> prepareOrder(const Database &db, const TextColumnId &id);

    void changed(std::uint16_t table, std::span<const Uuid> ids); // no ids: all
    void clear() { m_columns.clear(); }

    const TextColumn *find(std::int64_t number) const;

private:
    struct Entry
    {
        TextColumn column;
        std::uint64_t used = 0;
    };
    TextColumn &entry(const TextColumnId &id);
    void giveUpSome();

    Collation m_collation;
    std::map<std::int64_t, Entry> m_columns;
    std::uint64_t m_uses = 0;
};

} // namespace nimara::sync
