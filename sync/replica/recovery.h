#pragma once

#include "sync/replica/journal_record.h"
#include "sync/replica/salvage.h"

// Where the database and its second copy are brought together.
namespace nimara::sync {

// How many edits are known to have been lost with both copies.
struct Loss
{
    int edits = 0;
    bool mayBeMore = false; // neither copy tells how many there were
};

// Adds to what could be read of a damaged file what the journal holds beyond it, and takes out what it knows to be over.
// `journal`: nothing when there is none.
Loss complete(Salvage &salvage, const std::optional<JournalView> &journal);

// A sound file that is older than its journal: its log was lost, or somebody has copied an old one back. Gives how many
// edits came back. One transaction of the caller's.
Result<int> catchUp(Core &core, const JournalView &journal);

} // namespace nimara::sync
