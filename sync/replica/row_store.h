#pragma once

#include "sync/replica/row_key.h"
#include "sync/replica/sqlite.h"

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace nimara::sync {

// A row as the file holds it.
struct HeldRow
{
    Row row; // with its rev
    std::int64_t scopes = 0;
};

enum class Applied { Changed, Unchanged };

// Which columns of a block fit this client's table, by position in the block. Columns of a newer schema and columns
// whose shape has changed are passed over.
struct BlockColumns
{
    std::vector<int> positions;
    std::vector<int> ordinals;
};
BlockColumns fittingColumns(const Table &table, const RowBlockReader &block);

// The visible rows of the registry's tables. Statements are prepared once a table.
class RowStore
{
public:
    explicit RowStore(const Database &db);
    ~RowStore();
    RowStore(const RowStore &) = delete;
    RowStore &operator=(const RowStore &) = delete;

    Result<std::optional<HeldRow>> find(const Table &table, const Uuid &id);
    // The block's current row where its rev is not smaller than the one held. `bits` are the scopes that have said so:
    // a newer rev replaces the bits held, the same rev adds to them.
    Result<Applied> put(const Table &table, const RowBlockReader &block, const BlockColumns &columns,
                        std::int64_t bits);
    // The whole row, whatever was there.
    Result<Done> write(const Table &table, const Row &row, std::int64_t bits);
    Result<Done> erase(const Table &table, const Uuid &id);
    // The row has left the scopes of `bits` at `rev`; with its last scope it goes.
    Result<Applied> leave(const Table &table, const Uuid &id, std::int64_t rev, std::int64_t bits);
    // Ids of the rows of a scope in (after, last], ascending; nil `last`: to the end.
    Result<std::vector<Uuid>> idsBetween(const Table &table, const Uuid &after, const Uuid &last, bool toEnd,
                                         std::int64_t bits);
    // Takes the bits off all rows but those of `keep`, and drops what is left without any.
    Result<Done> eraseScope(const Table &table, std::int64_t bits, const std::vector<Uuid> &keep);
    Result<Done> forgetRevs(const Table &table);
    Result<std::int64_t> count(const Table &table);

private:
    struct Statements;
    Result<Statements *> of(const Table &table);
    Result<Statement *> putStatement(Statements &statements, const Table &table,
                                     const std::vector<int> &ordinals);

    const Database *m_db;
    std::map<std::uint16_t, std::unique_ptr<Statements>> m_tables;
};

} // namespace nimara::sync
