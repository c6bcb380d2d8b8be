#pragma once

#include "models/base/clock.h"
#include "models/base/rng.h"
#include "models/domain/sync_state.h"
#include "models/schema/row.h"
#include "sync/protocol/messages.h"
#include "sync/replica/files.h"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace nimara::sync {

// The key of a replica file, as the keychain keeps it.
using ReplicaKey = std::array<std::uint8_t, 32>;
// The first statement on any connection to an encrypted replica, also on the readers' own.
std::string keyStatement(const ReplicaKey &key);

struct ReplicaOptions
{
    std::string path;
    // Nothing: a plain file. For simulation and tests only; the service always gives a key.
    std::optional<ReplicaKey> key;
    Uuid port; // nil: the user's own realm
    bool mayCreate = true;
    std::string vfs = {};     // empty: the system's
    Files *files = nullptr;   // nothing: the system's
    std::size_t pageSize = 0; // 0: what was measured to be best
    // First loads that promise fewer rows go straight into the live file.
    std::int64_t bulkRows = 5000;

    // Called before the file is replaced by another (end of the first load): whoever reads it must have closed it
    // when this returns.
    std::function<void()> closeReaders = {};
};

// What opening found and did.
struct OpenReport
{
    enum class What { Opened, Created, Rebuilt };
    enum class Why { None, OlderSchema, NewerSchema, Damaged, Missing };

    What what = What::Opened;
    Why why = Why::None;
    int editsCarried =
        0; // rebuilt: edits saved into the new file; else those that only the journal still had
    int reviewsCarried = 0;
    int editsLost = 0; // rebuilt: waiting or refused edits that neither the file nor its journal gives back
    bool mayHaveLost = false; // rebuilt: neither tells how many there were
    bool unreadable = false;  // rebuilt: nothing at all could be read of the old file
    std::string keptAs = {};  // rebuilt after damage: where the old file was set aside
    std::string detail = {};  // for the log

    // Something went wrong on the disk that the user has to hear of.
    bool lostFile() const { return what == What::Rebuilt && (why == Why::Damaged || why == Why::Missing); }
};

// Rows of one table that look different now.
struct TableChange
{
    std::uint16_t table = 0;
    std::vector<Uuid> ids; // empty: too many to name
    bool operator==(const TableChange &) const = default;
};
using Changes = std::vector<TableChange>;

// An edit that is safe on this computer.
struct Stored
{
    std::uint64_t seq = 0;
    Uuid mutationId;
    Changes changes;
};

// A scope that the replica holds or is loading.
struct ScopeState
{
    int slot = 0; // the bit in _scopes
    ScopeId id;
    std::string cls;
    Cursor cursor;
    bool loaded = false; // all its tables are in: deltas may follow
    bool again = false;  // it is loaded over rows that are there (Reload, new epoch)
    std::int64_t estimate = 0;
};

// What the server last said of this user and this file.
struct Standing
{
    std::string epoch;
    Uuid userId;
    bool isSuperAdmin = false;
    Uuid aclHash;
    std::string permissions; // JSON
    std::uint32_t leaseHours = 72;
    Instant serverSeen; // this computer's clock at the last word from the server
    Instant clockHigh;  // the latest that clock has ever been seen at
    std::optional<Instant> syncedAt;
};

struct WelcomeEffect
{
    Changes changes;
    int quarantined = 0;  // edits moved to the inbox with their scope
    bool dropped = false; // rows left the file: call purge()
    bool newEpoch = false;
    bool newIncarnation = false; // the server knows more of this outbox than it knows itself: say Hello again
};

struct OutcomeEffect
{
    Changes changes;
    std::vector<std::uint64_t> confirmed;
    std::vector<std::uint64_t> refused; // now in the inbox
    bool foreign = false;               // an outcome of another mutation under our seq (see newIncarnation)
};

struct SearchResult
{
    std::uint16_t table = 0;
    Uuid id;
    std::string title;
    double rank = 0; // smaller is better
};

struct DigestPortion
{
    DigestRange range;
    std::int64_t rows = 0;
};

struct ReplicaCounts
{
    int waiting = 0;
    int review = 0;
    std::int64_t loadedRows = 0;
    std::int64_t totalRows = 0; // 0: unknown
};

// The replica file: all that is written on this laptop. One thread, one connection; readers have their own.
//
// Every method is one transaction: it happens as a whole, also through a power loss, or it gives an Error and nothing
// has changed, in memory neither. Errors: Storage with the key "replica.full", "replica.io", "replica.damaged" or
// "replica.busy"; after "replica.damaged" close and open again, which rebuilds the file and keeps the outbox.

inline bool isDamage(const Error &error)
{
    return error.key == "replica.damaged";
}

class Replica
{
public:
    // Unauthenticated ("replica.key"): the key does not open this file. Conflict ("replica.locked"): another process
    // has it. NotFound ("replica.missing"): there is none and mayCreate is not set.
    static Result<std::unique_ptr<Replica>> open(ReplicaOptions options, Clock &clock, Rng &rng);
    ~Replica();
    Replica(const Replica &) = delete;
    Replica &operator=(const Replica &) = delete;

    const OpenReport &report() const;
    const std::string &path() const;
    Realm realm() const;
    Uuid port() const;
    Uuid clientId() const;
    Uuid incarnation() const;
    const Standing &standing() const;
    ReplicaCounts counts() const;
    // All of the first stage is in the file.
    bool usable() const;
    // The second copy of outbox and inbox says what they say (see journal.h).
    bool journalCurrent() const;
    // The process that had it open before us has closed it in order.
    bool closedCleanly() const;

    // ---- scopes and loading
    const std::vector<ScopeState> &scopes() const;
    std::vector<HeldScope> held() const; // for Hello
    // `greeting`: it answers a Hello. Forbidden ("replica.other_user"): the file is another user's.
    Result<WelcomeEffect> welcome(const Welcome &message, bool greeting = true);
    // The scopes' state is not to be trusted: all are loaded again, whatever their revisions.
    Result<Done> startOver();
    // What is still to be loaded, in stage order.
    std::vector<LoadItem> loadPlan() const;
    // The first load is under way into a fresh file: nothing is visible before it ends.
    bool bulkLoading() const;
    struct PageEffect
    {
        Changes changes;
        bool replaced = false;    // the first stage is in, the file is a new one: readers open it again
        bool scopeLoaded = false; // Subscribe may be sent for the page's scope
    };
    Result<PageEffect> applyPage(const Page &page);
    // The cursors are of no use: load over what is there.
    Result<Done> reload(std::span<const ScopeId> scopes);

    // All frames of one step, the last one with the cursor.
    Result<Changes> applyDelta(std::span<const Delta> frames);
    // Pages, steps and repairs of a connection may cross; those of the last one are gone.
    void linkLost();

    // ---- the user's edits
    // Invalid with field: the edit does not fit the schema. NotFound: no such row. Conflict ("replica.exists").
    Result<Stored> submit(Edit edit);
    // Edits without outcome, seq ascending, after `seq`; never more than the limits, but one at least.
    Result<std::vector<Mutation>> unanswered(std::uint64_t afterSeq, std::size_t limit,
                                             std::size_t maxBytes) const;
    std::uint64_t lastSeq() const;
    Result<OutcomeEffect> answer(std::span<const Outcome> outcomes);
    Result<std::vector<WaitingEdit>> waiting() const; // `sent` is the engine's to say
    Result<std::vector<ReviewItem>> reviews() const;
    // Gives what was submitted anew, if anything.
    Result<std::vector<Stored>> resolve(std::int64_t reviewNumber, const Decision &decision,
                                        Changes &changes);
    // Takes an edit back that was not sent. Those that depend on it go to the inbox.
    Result<Changes> discardWaiting(std::uint64_t seq);
    // Confirmed, Waiting or NeedsReview; from memory.
    RowState rowState(std::uint16_t table, const Uuid &id) const;
    std::vector<std::uint64_t> waitingFor(std::uint16_t table, const Uuid &id) const;
    // The numbers of this outbox are taken on the server by other edits: it begins anew under another name.
    Result<Done> renewIncarnation();

    // ---- reading, for tools and tests; pages read by their own connections
    Result<std::optional<Row>> row(const Table &table, const Uuid &id) const;       // as it is shown
    Result<std::optional<Row>> confirmed(const Table &table, const Uuid &id) const; // as the server last said
    Result<std::int64_t> count(const Table &table) const;

    // ---- digest and repair
    Result<RangeDigest> digest(const DigestRange &range) const;
    // An id that halves the rows of the range; nothing when there are fewer than two.
    Result<std::optional<Uuid>> middle(const DigestRange &range) const;
    // The range in pieces of about so many rows.
    Result<std::vector<DigestPortion>> portions(const DigestRange &range, std::int64_t rows) const;
    // What the server has there replaces what is here.
    Result<Changes> replaceRange(const Rows &rows);
    // The acknowledged edits whose rows have not come yet.
    std::vector<std::uint64_t> unseen() const;
    // Those of these edits whose row has still not come (no right to see it) stop being shown.
    Result<Changes> dropUnseen(const std::vector<std::uint64_t> &seqs);

    // ---- search
    // Indexes up to `rows` rows; what is still to do.
    struct SearchProgress
    {
        std::int64_t indexed = 0;
        bool more = false;
    };
    Result<SearchProgress> indexSome(int rows);
    bool searchPending() const;
    Result<std::vector<SearchResult>> search(const std::string &text, int limit) const;

    // ---- housekeeping
    // Takes what was dropped out of the free pages and the log. False: a reader is in the way, call again later.
    enum class Purge { Done, Later };
    Result<Purge> purge();
    Result<Done> noteContact();          // the server was heard just now; kept for the lease
    Result<Done> noteTime();             // the clock was seen at this; kept for the lease
    Result<Done> noteSynced(Instant at); // all was up to date then
    // The lease has run out, by a clock that never goes back.
    bool leaseEnded() const;
    Result<Done> checkpoint();
    // Damage was met: the next opening makes the file anew.
    void suspect();

private:
    class Impl;
    explicit Replica(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace nimara::sync
