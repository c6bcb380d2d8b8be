#pragma once

#include "models/schema/row.h"
#include "server/db/connection.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

namespace nimara::server {

struct RowKey
{
    const Table *table = nullptr;
    Uuid id;

    friend bool operator==(const RowKey &, const RowKey &) = default;
    friend auto operator<=>(const RowKey &left, const RowKey &right)
    {
        if (const auto order = left.table->number <=> right.table->number; order != 0)
            return order;
        return left.id <=> right.id;
    }
};

// The rows that a transaction works on: read and locked once, changed in memory any number of times, written by one
// statement for each table. A thousand edits of a table cost two statements, not two thousand.
class Workspace
{
public:
    // `port`: whose rows; nil: rows of no port.
    Workspace(Connection &connection, const Uuid &port);

    // Reads and locks rows, in one order whoever does it, so that two transactions seldom wait for each other in a
    // circle. Rows that are known already are left as they are.
    Result<> load(std::span<const RowKey> keys);
    // The two halves of load(), for who has more to ask in the same trip: what is not known yet of these, a statement
    // for each, and its answer.
    struct Missing
    {
        const Table *table = nullptr;
        std::vector<Uuid> ids;
    };
    std::vector<Missing> missing(std::span<const RowKey> keys) const;
    Statement askFor(const Missing &rows) const;
    void take(const Missing &rows, const QueryResult &answer);
    bool isLoaded(const RowKey &key) const { return m_slots.contains(key); }
    // As it stands now; null when there is none. Good until the next change of this row.
    const Row *find(const RowKey &key) const;

    void insert(Row row);
    void set(const RowKey &key, int column, Value value);
    void erase(const RowKey &key);

    // Back to how things were at a mark; good until flush().
    std::size_t mark() const { return m_log.size(); }
    void rollBack(std::size_t mark);
    // The rows touched since a mark, with what they were then (nothing: not there).
    struct Touched
    {
        RowKey key;
        std::optional<Row> before;
    };
    std::vector<Touched> touchedSince(std::size_t mark) const;

    // Made and removed again, or removed and made again: the database must see both, so what there is goes first.
    bool mustFlushBefore(const RowKey &key, bool isCreate) const;
    bool isDirty() const { return !m_dirty.empty(); }
    // Writes all changes. Errors are those of server/db/connection.h; the transaction is broken then.
    Result<> flush();
    // The revision of a row that was written or loaded; of one that was deleted, its tombstone's. 0: unknown.
    std::int64_t rev(const RowKey &key) const;

    const Uuid &port() const { return m_port; }
    std::vector<RowKey> keysOf(const Table &table) const;

private:
    struct Slot
    {
        std::optional<Row> stored; // in the database, within this transaction
        std::optional<Row> now;
        std::set<int> changed;
        std::int64_t tombstone = 0;
    };
    struct Entry
    {
        RowKey key;
        std::optional<Row> before;
    };
    using Rows = std::vector<RowKey>;

    Slot &change(const RowKey &key);
    Result<> insertRows(const Table &table, const Rows &keys);
    Result<> insertLike(const Table &table, const Rows &keys, const std::set<int> &left);
    Result<> updateRows(const Table &table, const Rows &keys);
    Result<> eraseRows(const Table &table, const Rows &keys);
    Result<> readTombstones(const Rows &keys);
    Result<> takeRevs(const Table &table, const QueryResult &written);

    Connection &m_connection;
    const Uuid m_port;
    std::map<RowKey, Slot> m_slots;
    std::set<RowKey> m_dirty;
    std::vector<Entry> m_log;
};

} // namespace nimara::server
