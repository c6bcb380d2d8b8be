#pragma once

#include "models/base/instant.h"
#include "models/base/result.h"
#include "models/base/uuid.h"
#include "models/schema/row.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nimara {

enum class OpKind : std::uint8_t {
    Create, // fields: every column that is not null; `was` is null
    Update, // fields: the changed columns only
    Delete, // archives on tables with archived_at, deletes with a tombstone on the others
    Restore // takes archived_at away
};

// One changed field. The value that the user saw travels along, so that the server can tell a conflict.
struct FieldChange
{
    std::string column;    // by name: an outbox outlives a schema
    std::string path = {}; // a top-level key inside a Json column that merges by path; else empty
    Value was;
    Value now;

    bool operator==(const FieldChange &) const = default;
};

struct Op
{
    std::uint16_t table = 0; // Table::number
    Uuid id;
    OpKind kind = OpKind::Update;
    std::vector<FieldChange> fields;

    bool operator==(const Op &) const = default;
};

// The change holds only while the condition does on the server: "if the berth is still available, else ...".
struct Guard
{
    std::uint16_t table = 0;
    Uuid id;
    std::string column;
    Value expected;
    // What to do instead; empty: the change is refused with GUARD.
    std::vector<Op> otherwise;

    bool operator==(const Guard &) const = default;
};

// What is more than an edit. The ops beside it are the laptop's prediction; the server runs the command.
struct Command
{
    std::string name; // "interest.changeStage"
    std::string args; // JSON object, at most 64 kB

    bool operator==(const Command &) const = default;
};

// What a page hands over: one intention of the user, saved and sent as a whole.
struct Edit
{
    std::vector<Op> ops;
    std::vector<Guard> guards = {};
    std::optional<Command> command = {};
    Uuid group = {};        // edits of one gesture (bulk) share it; nil: alone
    std::string title = {}; // in words, for undo and the outbox: "Move to Contract"; never sent

    bool operator==(const Edit &) const = default;
};

// An edit in the outbox and on the wire.
struct Mutation
{
    std::uint64_t seq = 0; // per client and incarnation, ascending from 1; an edit taken back leaves a gap
    Uuid id;
    Instant clientTime;
    std::vector<std::uint64_t> dependsOn; // seqs whose failure fails this one too
    Edit edit;

    bool operator==(const Mutation &) const = default;
};

enum class OutcomeKind : std::uint8_t { Applied, Merged, Conflict, Rejected };

// A field that two people changed. Values as the server had them.
struct FieldConflict
{
    std::uint16_t table = 0;
    Uuid id;
    std::string column;
    Value was;
    Value mine;
    Value theirs;
    Uuid by;    // who changed it there; nil: unknown
    Instant at; // when

    bool operator==(const FieldConflict &) const = default;
};

struct RowRev
{
    std::uint16_t table = 0;
    Uuid id;
    std::int64_t rev = 0;

    bool operator==(const RowRev &) const = default;
};

// The server's answer to one mutation, stored with it and given again however often it is asked.
struct Outcome
{
    std::uint64_t seq = 0;
    Uuid mutationId;
    OutcomeKind kind = OutcomeKind::Applied;
    std::vector<RowRev> revs; // of the rows that it wrote
    // Conflict: all of them; Merged: the fields that were overruled; Rejected as HELD: the hold.
    std::vector<FieldConflict> conflicts;
    Error error;  // Rejected: what, where
    Uuid otherId; // Rejected as UNIQUE or HELD: the row that is in the way, if it may be seen

    bool operator==(const Outcome &) const = default;
};

// Text keys of a rejection, shared by both sides.
namespace reject {
inline constexpr std::string_view unique = "sync.unique";       // a clash of uniqueness; field, otherId
inline constexpr std::string_view forbidden = "sync.forbidden"; // no right to write this table or column
inline constexpr std::string_view wrongPort =
    "sync.wrong_port"; // the row is not of this port, or points outside
inline constexpr std::string_view serverOwned = "sync.server_owned"; // only the server sets this column
inline constexpr std::string_view invalid = "sync.invalid";          // a value does not fit its column
inline constexpr std::string_view notFound = "sync.not_found";       // no such row (or not visible)
inline constexpr std::string_view deleted = "sync.deleted";          // the row was deleted meanwhile
inline constexpr std::string_view guard = "sync.guard";              // a guard did not hold
inline constexpr std::string_view rule = "sync.rule";                // a business rule; detail names it
inline constexpr std::string_view oneWinner =
    "sync.rule.one_winner"; // another deal has the berth; otherId; waiting list
inline constexpr std::string_view held =
    "sync.rule.held"; // somebody else holds the berth (otherId); conflicts: the hold's end and its holder
inline constexpr std::string_view notFree = "sync.rule.not_free";     // only a berth that is free can be held
inline constexpr std::string_view holdTime = "sync.rule.hold_time";   // a hold's end is past or too far away
inline constexpr std::string_view holdEnded = "sync.rule.hold_ended"; // a hold that has ended stays so
inline constexpr std::string_view notMember = "sync.rule.member"; // names somebody who may not see the record
inline constexpr std::string_view referenced = "sync.rule.referenced"; // other rows still point to it
inline constexpr std::string_view escalation =
    "sync.rule.escalation"; // grants a right that one has not got oneself
inline constexpr std::string_view dependency = "sync.dependency"; // a mutation it depends on failed
inline constexpr std::string_view stale = "sync.schema";          // the client's schema is too old for this
inline constexpr std::string_view internal = "sync.internal"; // the server's own fault; it may be tried again
} // namespace reject

} // namespace nimara
