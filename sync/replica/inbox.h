#pragma once

#include "sync/replica/journal_notes.h"
#include "sync/replica/row_key.h"
#include "sync/replica/sqlite.h"

#include <optional>
#include <unordered_map>
#include <vector>

namespace nimara::sync {

// What the user has to look at: refused, conflicting and quarantined edits (conflict, conflict_row).
class Inbox
{
public:
    // A row of a refused edit as it was last confirmed.
    struct Base
    {
        RowKey row;
        std::optional<Row> base;
    };

    Inbox(const Database &db, JournalNotes &notes) : m_db(db), m_notes(notes) {}

    Result<Done> load();

    int count() const { return m_count; }
    bool concerns(const RowKey &row) const { return m_rows.contains(row); }

    Result<std::vector<ReviewItem>> all() const;
    // NotFound ("replica.no_review").
    Result<ReviewItem> find(std::int64_t number) const;
    Result<std::optional<Row>> base(std::int64_t number, const Table &table, const Uuid &id) const;
    // Items that were refused because this edit was.
    Result<std::vector<ReviewItem>> dependents(std::uint64_t seq) const;
    // All of it, for the journal.
    Result<std::vector<JournalEntry>> journalEntries() const;

    Result<Done> add(const Mutation &mutation, const Outcome &outcome, const std::vector<Base> &bases,
                     Instant at);
    Result<Done> remove(std::int64_t number);

private:
    void count(const Mutation &mutation, int by);

    const Database &m_db;
    JournalNotes &m_notes;
    int m_count = 0;
    std::unordered_map<RowKey, int, RowKeyHash> m_rows;
};

} // namespace nimara::sync
