#pragma once

#include "models/domain/edit.h"
#include "models/domain/permissions.h"
#include "sync/protocol/messages.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nimara::server {

// Who acts: known from the session token, never from what the client claims.
struct Actor
{
    Uuid userId;
    Uuid sessionId;
    Uuid deviceId;
    bool isSuperAdmin = false;
    std::string address;
};

// The replica that speaks: one file on one laptop.
struct Device
{
    Uuid clientId;
    Uuid incarnation;
    Uuid port; // nil: the user's own realm
};

struct ScopeGrant
{
    sync::ScopeId id;
    std::string cls;       // as in models/domain/scopes.h
    std::int64_t rows = 0; // estimate
};

// What the actor may do and see in one realm, read afresh (at most a second old).
struct Access
{
    PermissionSet permissions;
    bool isSuperAdmin = false;
    Uuid aclHash;
    std::vector<ScopeGrant> scopes;
    std::string epoch;
    std::uint32_t leaseHours = 72;
    Instant serverTime;
};

struct Opened
{
    Access access;
    std::uint64_t lastSeq = 0;            // highest seq with a stored outcome
    std::vector<sync::ScopeId> resumable; // of Hello's scopes: held by right, epoch and cursor still good
};

struct PageRequest
{
    Uuid port;
    sync::LoadItem item;
    std::size_t maxRows = 0;
    std::size_t maxBytes = 0; // before compression; the row that reaches it is the last
};

struct PageData
{
    sync::Cursor cursor;
    sync::RowBlock rows;
    std::size_t count = 0;
    Uuid last;
    bool done = false;
};

// What changed since a cursor, for several scopes, in one snapshot. Scopes without change have no part.
struct FeedStep
{
    sync::Cursor to;
    struct Part
    {
        sync::ScopeId scope;
        std::shared_ptr<const std::string>
            bytes; // encodeScopeDelta; several parts of one scope follow each other
    };
    std::vector<Part> parts;
    // Scopes whose step would be larger than the limit, or whose tombstones do not reach back to the cursor: their
    // subscribers are told to Reload. A scope here has no part.
    std::vector<sync::ScopeId> tooLarge;
    // Real-time events committed since the cursor, in order. One is for whoever holds any of its scopes, once.
    struct Event
    {
        std::vector<sync::ScopeId> scopes;
        std::shared_ptr<const sync::Event> event;
    };
    std::vector<Event> events;
};

struct DigestData
{
    sync::Cursor cursor;
    std::vector<sync::RangeDigest> ranges;
    FeedStep step; // from the asker's cursor up to `cursor`
};

// The Error key of a cursor from another epoch.
inline constexpr std::string_view staleEpochKey = "sync.epoch";

// The narrow door through which sessions and the feed reach data. Every call is synchronous, does one transaction
// and may be made from any worker. Behind it stands PostgreSQL (server/sync/pg/pg_door.h) or the in-memory model of the
// simulation, which is the executable specification; both give the same outcomes.
class Door
{
public:
    virtual ~Door() = default;

    // Forbidden when the actor is no member of the port; the device is entered, and refused (Forbidden,
    // "sync.device") when it belongs to another user.
    virtual Result<Opened> open(const Actor &actor, const Device &device, const sync::Hello &hello) = 0;
    // Forbidden when the user is inactive or no longer a member.
    virtual Result<Access> access(const Actor &actor, Uuid port) = 0;

    // NotFound for a scope the access does not hold: the caller passes what it checked.
    virtual Result<PageData> page(const Actor &actor, const Access &access, const PageRequest &request) = 0;

    // A cursor that is good from now on.
    virtual Result<sync::Cursor> now() = 0;
    // One step for scopes that share one cursor. Conflict (staleEpochKey) when the cursor is of another epoch: every
    // cursor is void then.
    virtual Result<FeedStep> feed(const sync::Cursor &from, std::span<const sync::ScopeId> scopes) = 0;

    // In order; each in its own transaction or savepoint, so that one failure never takes another with it. The
    // outcome of a seq that was answered before is given again. Rights are read in the same transaction.
    virtual Result<std::vector<Outcome>> apply(const Actor &actor, const Device &device,
                                               std::span<const Mutation> mutations) = 0;

    // Digests of ranges in one snapshot, with the step that leads the asker there. NotFound as page().
    virtual Result<DigestData> digest(const Actor &actor, const Access &access, const sync::Cursor &from,
                                      std::span<const sync::DigestRange> ranges) = 0;
    // All rows of one range. TooLarge ("sync.rows") for more than one answer holds. NotFound as page().
    virtual Result<sync::RowBlock> rows(const Actor &actor, const Access &access,
                                        const sync::DigestRange &range) = 0;
};

} // namespace nimara::server
