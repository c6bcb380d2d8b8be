#pragma once

#include "sync/replica/journal_notes.h"
#include "sync/replica/row_key.h"
#include "sync/replica/sqlite.h"

#include <map>
#include <set>
#include <unordered_map>
#include <vector>

namespace nimara::sync {

// The checksum that each saved edit carries, so that a damaged file gives back none that is not whole.
std::int64_t editChecksum(std::uint64_t seq, std::string_view title, std::string_view mutation);

// The edits on their way to the server: outbox, outbox_row and sync_acked, with an index of the rows in memory.
class Outbox
{
public:
    // What an edit still has to do with a row.
    struct Patch
    {
        std::uint64_t seq = 0;
        // Nothing: unanswered. Else the acknowledged rev; the patch is shown until a row of it has come.
        std::optional<std::int64_t> rev;
    };

    Outbox(const Database &db, JournalNotes &notes) : m_db(db), m_notes(notes) {}

    Result<Done> load();

    // ---- from memory
    const std::vector<Patch> &patches(const RowKey &row) const; // seq ascending
    bool touches(const RowKey &row) const { return !patches(row).empty(); }
    std::vector<RowKey> touched() const;
    std::vector<Uuid> touchedOf(std::uint16_t table) const;
    // The unanswered edit that creates this row.
    std::optional<std::uint64_t> creator(const RowKey &row) const;
    bool isWaiting(std::uint64_t seq) const { return m_waiting.contains(seq); }
    const std::map<std::uint64_t, Uuid> &waiting() const { return m_waiting; } // with the mutation's id
    std::set<RowKey> rowsOf(std::uint64_t seq) const;
    // Acknowledged edits with a row that has not come yet.
    std::vector<std::uint64_t> unseen() const;

    // ---- from the file
    // Unanswered or acknowledged. NotFound when it is neither.
    Result<Mutation> read(std::uint64_t seq) const;
    Result<std::vector<Mutation>> unanswered(std::uint64_t afterSeq, std::size_t limit,
                                             std::size_t maxBytes) const;
    // Unanswered edits that name this one.
    Result<std::vector<Mutation>> dependents(std::uint64_t seq) const;
    // All that waits, for the journal.
    Result<std::vector<JournalEntry>> journalEntries() const;

    // ---- changes, to file and memory
    Result<Done> append(const Mutation &mutation);
    // Takes it out altogether.
    Result<Done> remove(std::uint64_t seq);
    // From unanswered to acknowledged. Rows without a rev in `revs` were not written: their patch is over.
    Result<Done> acknowledge(const Mutation &mutation, const std::vector<RowRev> &revs, Instant at);
    Result<Done> removePatch(const RowKey &row, std::uint64_t seq);
    Result<Done> forgetAcked(Instant before);
    // All of what was acknowledged goes back to the unanswered.
    struct Offered
    {
        std::vector<RowKey> rows;
        int edits = 0;
    };
    Result<Offered> offerAgain();
    // New numbers from 1, in the same order; names of other edits follow.
    Result<std::uint64_t> renumber();

private:
    Result<Done> writeEdit(const Mutation &mutation);
    void noteOver(std::uint64_t seq, JournalEntry::Kind kind);
    Result<Done> writePatch(const RowKey &row, const Patch &patch);
    void remember(const Mutation &mutation);

    const Database &m_db;
    JournalNotes &m_notes;
    std::unordered_map<RowKey, std::vector<Patch>, RowKeyHash> m_rows;
    std::map<std::uint64_t, std::set<RowKey>> m_bySeq;
    std::map<std::uint64_t, Uuid> m_waiting;
    std::unordered_map<RowKey, std::uint64_t, RowKeyHash> m_creators;
};

// The rows that an edit touches.
std::set<RowKey> rowsOf(const Edit &edit);

} // namespace nimara::sync
