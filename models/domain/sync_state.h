#pragma once

#include "models/domain/edit.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// What the engine tells and the pages show about the way of an edit; both sides of the Store speak these words.
namespace nimara {

enum class LinkState { SignedOut, WorkingOffline, Disconnected, Connecting, Loading, Live, Refused };

// A port whose first load has not come to its end.
struct PortLoad
{
    Uuid port;
    std::string name;
    std::int64_t rows = 0;
    std::int64_t totalRows = 0; // 0: unknown

    bool operator==(const PortLoad &) const = default;
};

// Never says "synced" when it is not: green only when link is Live and waiting and review are 0.
struct SyncStatus
{
    LinkState link = LinkState::SignedOut;
    int waiting = 0;                     // edits not yet acknowledged
    int review = 0;                      // conflicts and refusals
    std::optional<Instant> lastSyncedAt; // of several ports the earliest; those in firstLoads do not count
    std::int64_t loadedRows = 0;         // of a first load
    std::int64_t totalRows = 0;          // 0: unknown
    std::vector<PortLoad> firstLoads;
    bool usable = false; // the first stage is in: pages may show the replica
    bool locked = false; // the offline lease has ended; nothing is shown until the server was seen again
    Error problem;       // key empty: none. Why the link is Refused or Disconnected

    bool allSaved() const { return link == LinkState::Live && waiting == 0 && review == 0; }
    bool operator==(const SyncStatus &) const = default;
};

// What became of the changes that waited in a replica whose file was damaged or gone, and is loaded anew.
struct Repair
{
    int kept = 0;
    int lost = 0;
    bool mayHaveLost = false; // nothing tells how many there were

    bool lostNothing() const { return lost == 0 && !mayHaveLost; }
    void add(const Repair &other)
    {
        kept += other.kept;
        lost += other.lost;
        mayHaveLost = mayHaveLost || other.mayHaveLost;
    }
    bool operator==(const Repair &) const = default;
};

// Where a row stands on its way to the server.
enum class RowState { Confirmed, Waiting, Sent, NeedsReview };

// One edit in the outbox, as people read it.
struct WaitingEdit
{
    Mutation mutation;
    bool sent = false;
};

// One refused or conflicting edit in the inbox.
struct ReviewItem
{
    std::int64_t number = 0;
    Mutation mutation;
    Outcome outcome;
    Instant at;
};

// What the user decides about a review item.
//   TakeMine    submit it again over what is there now (a deleted row is made anew)
//   TakeTheirs  give up the fields in conflict and submit the rest again; of a clash of uniqueness: use the row that is
//               there, also in the edits that waited for it
//   Retry       submit it again as it was
//   Discard     give all of it up
enum class Resolution { TakeMine, TakeTheirs, Retry, Discard };

struct Decision
{
    // Named by a resolution alone where there is nothing to choose between.
    Decision(Resolution what, std::vector<std::size_t> mine = {}) : resolution(what), keep(std::move(mine)) {}

    Resolution resolution;
    // TakeTheirs: the conflicts, by their place in the outcome, of which mine is to stand all the same.
    std::vector<std::size_t> keep;

    bool operator==(const Decision &) const = default;
};

} // namespace nimara
