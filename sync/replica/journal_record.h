#pragma once

#include "sync/replica/meta.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the outbox journal says, apart from how it lies in its file (journal_file.h).
namespace nimara::sync {

// Something that happened to one edit.
struct JournalEntry
{
    enum class Kind : std::uint8_t {
        Waits = 1,     // it stands in the outbox
        Review = 2,    // it stands in the inbox
        Over = 3,      // answered, or settled by the user
        TakenBack = 4, // by the user, before it was sent
    };
    // A row of a refused edit as it was last confirmed.
    struct Base
    {
        std::uint16_t table = 0;
        Uuid id;
        std::string row; // encodeNamedRow
    };

    Kind kind = Kind::Waits;
    Uuid id = {}; // of the mutation
    std::uint64_t seq = 0;
    std::string title = {};
    std::string mutation = {}; // encodeMutation; Waits and Review
    std::string outcome = {};  // encodeOutcome; Review
    Instant at = {};           // Review
    std::vector<Base> bases = {};
};

// How things stood after the transaction that a record belongs to. Each record carries it, so that the newest one that
// can be read tells how many edits there must be.
struct JournalState
{
    std::int64_t step = 0; // Meta::journalStep of that transaction
    Uuid clientId;
    Uuid incarnation;
    std::uint64_t lastSeq = 0;
    Uuid userId;
    std::uint32_t leaseHours = 0;
    Instant serverSeen;
    Instant clockHigh;
    int waiting = 0;
    int reviews = 0;

    static JournalState of(const Meta &meta, int waiting, int reviews);
    // Back into a meta of which nothing could be read.
    void restore(Meta &meta) const;
    int edits() const { return waiting + reviews; }
};

// The bytes of records that hold these entries: several, so that damage to one leaves the others; one without entries
// where there are none.
std::vector<std::string> encodeRecords(const JournalState &state, const std::vector<JournalEntry> &entries);

// What all records together come to.
class JournalView
{
public:
    // False: it is none of ours, and nothing of it was taken.
    bool take(std::string_view record);
    // Bytes that are no record were met.
    void passOver() { m_spoiled = m_tailSpoiled = true; }

    const std::optional<JournalState> &state() const { return m_state; }
    bool spoiled() const { return m_spoiled; }
    bool tailSpoiled() const
    {
        return m_tailSpoiled;
    } // behind the last record: there may have been a newer one
    // The last that was heard of each edit.
    const std::map<Uuid, JournalEntry> &entries() const { return m_entries; }
    const JournalEntry *find(const Uuid &mutation) const;
    bool isOver(const Uuid &mutation) const;
    // Of the edits that are not over.
    std::size_t liveBytes() const;

private:
    std::optional<JournalState> m_state;
    std::map<Uuid, JournalEntry> m_entries;
    bool m_spoiled = false;
    bool m_tailSpoiled = false;
};

} // namespace nimara::sync
