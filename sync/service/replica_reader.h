#pragma once

#include "models/store/store.h"
#include "sync/replica/sqlite.h"
#include "sync/service/finder.h"
#include "sync/service/text_columns.h"

#include <map>
#include <memory>
#include <optional>

namespace nimara::sync {

// What names a row, in parts that are still to be put into the user's words.
struct RowTitle
{
    const ColumnInfo *column = nullptr; // of the part that is not empty; nothing: no such row, or no name
    std::string text;
};

// A read-only connection to one replica file. Lives in the reader's thread; each call is one short transaction that
// sees all that was committed before it.
class ReplicaReader
{
public:
    static Result<std::unique_ptr<ReplicaReader>>
    open(const std::string &path, const std::optional<ReplicaKey> &key, const std::string &locale);

    Result<RowNumbers> find(const Query &query);
    // In the order of the numbers; an invalid Row where there is none any more.
    Result<std::vector<Row>> rows(const Table &table, const std::vector<std::int64_t> &numbers);
    Result<std::vector<Row>> list(const Query &query);
    Result<Row> row(const Table &table, const Uuid &id);
    Result<std::vector<GroupCount>> groups(const Query &query, const std::string &column,
                                           const std::string &sum);
    Result<RowTitle> title(const Table &table, const Uuid &id);
    // Records that hold the words, best first. What stands in a child row (a telephone number) is told of the record
    // it is shown under.
    Result<std::vector<SearchHit>> search(const std::string &words, int limit);

    void changed(std::uint16_t table, std::span<const Uuid> ids);

private:
    ReplicaReader(Database db, const std::string &locale);

    Result<std::int64_t> total(const Table &table, Archived archived);
    Result<std::optional<SearchHit>> hitOf(std::int64_t document);
    Result<RowTitle> titleOf(const Table &table, const Uuid &id, int depth);

    Database m_db;
    TextColumns m_texts;
    std::map<std::pair<std::uint16_t, Archived>, std::int64_t> m_totals;
};

} // namespace nimara::sync
