#pragma once

#include "models/domain/edit.h"

#include <cstdint>
#include <optional>

// What the engine tells and the pages show about the way of an edit; both sides of the Store speak these words.
namespace nimara {

enum class LinkState { SignedOut, WorkingOffline, Disconnected, Connecting, Loading, Live, Refused };

// Never says "synced" when it is not: green only when link is Live and waiting and review are 0.
struct SyncStatus
{
    LinkState link = LinkState::SignedOut;
    int waiting = 0; // edits not yet acknowledged
    int review = 0;  // conflicts and refusals
    std::optional<Instant> lastSyncedAt;
    std::int64_t loadedRows = 0; // of a first load
    std::int64_t totalRows = 0;  // 0: unknown
    bool usable = false;         // the first stage is in: pages may show the replica
    bool locked = false; // the offline lease has ended; nothing is shown until the server was seen again
    Error problem;       // key empty: none. Why the link is Refused or Disconnected

    bool allSaved() const { return link == LinkState::Live && waiting == 0 && review == 0; }
    bool operator==(const SyncStatus &) const = default;
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
//   TakeTheirs  give it up; of a clash of uniqueness: use the row that is there, also in the edits that waited for it
//   Retry       submit it again as it was
//   Discard     give it up
enum class Resolution { TakeMine, TakeTheirs, Retry, Discard };

} // namespace nimara
