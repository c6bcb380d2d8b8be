#pragma once

#include "models/domain/scopes.h"
#include "server/db/connection.h"
#include "server/sync/door.h"
#include "server/sync/pg/cursor.h"

#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>

namespace nimara::server {

// Which scope an id stands for: ids are hashes, and rows are looked up by port. Every scope that is asked for in this
// process has been granted in it before.
class KnownScopes
{
public:
    void add(std::span<const ScopeKey> keys);
    std::optional<ScopeKey> find(const sync::ScopeId &id) const;

private:
    mutable std::mutex m_mutex;
    std::unordered_map<sync::ScopeId, ScopeKey> m_keys;
};

struct FeedLimits
{
    std::size_t rowsPerScope = 50'000; // a larger step is answered with Reload
    std::size_t rowsPerStep = 200'000;
    std::size_t partBytes = 1024u * 1024u; // before compression
    std::size_t scopesProbed = 256;        // with more of them, all that is new is read and theirs is kept
    std::size_t eventsAtOnce = 5'000;      // by one query; a step holds all there are
};

// The snapshot of the running transaction, which must be REPEATABLE READ.
struct Snapshot
{
    sync::Cursor cursor;
    std::string epochTag;
    std::uint64_t tombstoneHorizon = 0; // tombstones of transactions up to this one may be gone
};
Result<Snapshot> currentSnapshot(Connection &connection);

// Whether a step from the cursor can be told whole.
bool reachesBack(const SnapshotCursor &cursor, const Snapshot &now);

// One step from `from` to the snapshot of the transaction, which is ended by it. Two trips, however much has changed,
// unless that is more than the limits allow.
Result<FeedStep> readStep(Connection &connection, Transaction transaction, const sync::Cursor &from,
                          std::span<const sync::ScopeId> scopes, const KnownScopes &known,
                          const FeedLimits &limits);

} // namespace nimara::server
