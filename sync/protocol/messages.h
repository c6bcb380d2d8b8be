#pragma once

#include "models/domain/edit.h"

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

// The messages of the sync socket. One socket carries several channels; a channel is one replica: a port's, or the
// user's own (port nil). See docs/sync.md for who says what when.
namespace nimara::sync {

inline constexpr std::uint32_t protocolVersion = 1;
inline constexpr std::uint32_t oldestProtocol = 1;

// Bounds that both sides check before memory is spent.
inline constexpr std::size_t maxFrameBytes = 8u * 1024u * 1024u;     // as it travels
inline constexpr std::size_t maxInflatedBytes = 32u * 1024u * 1024u; // after decompression
inline constexpr std::size_t maxPushMutations = 1000;
inline constexpr std::size_t maxPushBytes = 4u * 1024u * 1024u; // of any frame of a client, inflated too
inline constexpr std::size_t maxPushItems = 400'000;            // ops, fields and such of one, together
inline constexpr std::size_t maxCursorBytes = 8u * 1024u;
inline constexpr std::size_t maxScopes = 256;
inline constexpr std::size_t maxChannels = 16;

using ScopeId = Uuid;
// Opaque to the client: a whole PostgreSQL snapshot. Compared for equality only.
using Cursor = std::string;

// Rows of one table, encoded column by column (row_block.h).
using RowBlock = std::string;

// ---- client to server -------------------------------------------------------------------------------------------

struct HeldScope
{
    ScopeId id;
    Cursor cursor; // empty: nothing loaded yet
    bool operator==(const HeldScope &) const = default;
};

// First on every channel.
struct Hello
{
    std::uint32_t protocol = protocolVersion;
    std::uint32_t generation = 0; // schema::generation of the client
    Uuid clientId;                // one per replica file, made with it
    Uuid incarnation;             // made anew when an outbox begins anew; seq counts within it
    Uuid port;                    // nil: the user's own realm
    std::string epoch;            // of the cursors; empty at first
    Uuid aclHash;                 // of the rights under which the replica was filled
    std::uint64_t lastSeq = 0;    // highest seq this outbox has ever given
    std::vector<HeldScope> scopes;
    std::string appVersion;
    bool operator==(const Hello &) const = default;
};

struct LoadItem
{
    ScopeId scope;
    std::uint16_t table = 0;
    Uuid after; // nil: from the start; rows come in id order
    bool operator==(const LoadItem &) const = default;
};

// Asks for pages of the items, in their order. A new Load replaces the one before.
struct Load
{
    std::vector<LoadItem> items;
    std::uint32_t pageRows = 0; // 0: the server's choice
    std::uint32_t credit = 4;   // pages that may be under way
    bool operator==(const Load &) const = default;
};

// Gives back credit for pages that were stored.
struct Credit
{
    std::uint32_t pages = 1;
    bool operator==(const Credit &) const = default;
};

// From here on, deltas of these scopes. Sent when their load is complete or their cursor still good; again, with
// more scopes, as further loads complete.
struct Subscribe
{
    std::vector<HeldScope> scopes;
    bool operator==(const Subscribe &) const = default;
};

struct Push
{
    std::vector<Mutation> mutations; // seq ascending
    bool operator==(const Push &) const = default;
};

struct Ping
{
    std::uint64_t token = 0;
    bool operator==(const Ping &) const = default;
};

struct DigestRange
{
    ScopeId scope;
    std::uint16_t table = 0;
    Uuid first; // inclusive
    Uuid last;  // inclusive
    bool operator==(const DigestRange &) const = default;
};

// Asks for the digest of ranges. The server answers with a Delta up to the snapshot of the digest, if anything has
// changed, and then the Digest, so that both sides speak of one state.
struct DigestRequest
{
    std::vector<DigestRange> ranges;
    bool operator==(const DigestRequest &) const = default;
};

// Asks for all rows of one range, to replace what the replica has there (Rows).
struct RowsRequest
{
    DigestRange range;
    bool operator==(const RowsRequest &) const = default;
};

// Who is looking at a record now.
struct Presence
{
    std::uint16_t table = 0;
    Uuid id;
    bool joined = true;
    bool operator==(const Presence &) const = default;
};

// ---- server to client -------------------------------------------------------------------------------------------

struct GrantedScope
{
    ScopeId id;
    std::string cls;       // "clients.view", "" for every member, "user", "all": see models/domain/scopes.h
    bool resume = false;   // the cursor of Hello is good: Subscribe with it; else Load first
    std::int64_t rows = 0; // estimate, for progress
    bool operator==(const GrantedScope &) const = default;
};

// Answers Hello; sent again whenever the user's rights change (aclHash differs). Scopes that the client holds and
// that are not listed are dropped from its disk before anything else happens.
struct Welcome
{
    std::uint32_t protocol = protocolVersion;
    std::uint32_t generation = 0;
    std::string epoch;
    Instant serverTime;
    Uuid userId;
    bool isSuperAdmin = false;
    Uuid aclHash;
    std::string permissions; // PermissionSet::toJson, effective in this port
    std::vector<GrantedScope> scopes;
    std::uint64_t lastSeq = 0;     // highest seq that has an outcome for this client and incarnation
    std::uint32_t leaseHours = 72; // offline lease
    bool operator==(const Welcome &) const = default;
};

struct Page
{
    ScopeId scope;
    std::uint16_t table = 0;
    Cursor cursor; // the snapshot in which this page was read; a scope's cursor is that of its first page
    RowBlock rows;
    Uuid last;         // the last id of the page; where to go on
    bool done = false; // no row of this item comes after it
    bool operator==(const Page &) const = default;
};

struct Tombstone
{
    std::uint16_t table = 0;
    Uuid id;
    std::int64_t rev = 0;
    bool operator==(const Tombstone &) const = default;
};

// What changed in one scope, encoded once for all its subscribers (encodeScopeDelta in codec.h).
struct ScopeDelta
{
    ScopeId scope;
    std::vector<RowBlock> upserts;
    std::vector<Tombstone> deletes;
    bool operator==(const ScopeDelta &) const = default;
};

// One step of the feed: all that changed in the channel's subscribed scopes up to `to`. Frames with last = false are
// kept until the last one; all of them commit in one transaction with the cursor.
struct Delta
{
    Cursor to;
    std::vector<ScopeId> advanced; // the scopes whose cursor becomes `to`; empty while last is false
    std::vector<std::shared_ptr<const std::string>> parts; // each an encoded ScopeDelta
    bool last = true;
    bool operator==(const Delta &other) const;
};

// The cursor of these scopes is of no use (too old, or the step is too large): load them again. Each page is the whole
// truth about its span of ids, so what it does not bring goes with it.
struct Reload
{
    std::vector<ScopeId> scopes;
    bool operator==(const Reload &) const = default;
};

struct Outcomes
{
    std::vector<Outcome> outcomes;
    bool operator==(const Outcomes &) const = default;
};

struct Pong
{
    std::uint64_t token = 0;
    Instant serverTime;
    bool operator==(const Pong &) const = default;
};

struct RangeDigest
{
    DigestRange range;
    std::uint64_t count = 0; // rows
    std::uint64_t sum = 0;   // of their hashes, modulo 2^64
    bool operator==(const RangeDigest &) const = default;
};

struct Digest
{
    Cursor cursor; // of the snapshot in which it was taken
    std::vector<RangeDigest> ranges;
    bool operator==(const Digest &) const = default;
};

struct Rows
{
    DigestRange range;
    RowBlock rows;
    bool operator==(const Rows &) const = default;
};

// A real-time event of DOMAIN.md.
struct Event
{
    std::string name;
    std::string payload; // JSON object, at most 64 kB
    bool operator==(const Event &) const = default;
};

// The server ends the channel (or, on channel 0 before any Hello, the socket).
struct Bye
{
    Error error;
    std::uint32_t retryAfterMs = 0; // 0: the client's own back-off
    bool operator==(const Bye &) const = default;
};

using ClientMessage =
    std::variant<Hello, Load, Credit, Subscribe, Push, Ping, DigestRequest, RowsRequest, Presence>;
using ServerMessage = std::variant<Welcome, Page, Delta, Reload, Outcomes, Pong, Digest, Rows, Event, Bye>;

} // namespace nimara::sync
