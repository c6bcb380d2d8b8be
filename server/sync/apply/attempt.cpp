#include "server/sync/apply/attempt.h"

#include "models/schema/registry.h"
#include "models/schema/tables/berths.h"
#include "models/schema/tables/clients.h"
#include "models/schema/tables/interests.h"
#include "server/api/commands/commands.h"
#include "server/changes/edit_ops.h"
#include "server/changes/reactions.h"
#include "server/sync/apply/guards.h"

#include <algorithm>
#include <map>
#include <set>

namespace nimara::server {

namespace {

using schema::BerthHolds;
using schema::Berths;
using schema::Clients;
using schema::Interests;

constexpr std::size_t mostOps = 2000; // of one mutation
constexpr std::size_t mostFields = 256;
constexpr std::size_t mostGuards = 64;
constexpr std::size_t longestArgs = 64u * 1024u;

bool areBounded(std::span<const Op> ops)
{
    return ops.size() <= mostOps &&
           std::ranges::all_of(ops, [](const Op &op) { return op.fields.size() <= mostFields; });
}

bool isBounded(const Edit &edit)
{
    return areBounded(edit.ops) && edit.guards.size() <= mostGuards &&
           std::ranges::all_of(edit.guards, [](const Guard &guard) { return areBounded(guard.otherwise); }) &&
           (!edit.command || edit.command->args.size() <= longestArgs);
}

void addKeys(Realm realm, std::span<const Op> ops, std::vector<RowKey> &keys)
{
    for (const Op &op : ops) {
        const Table *table = editableTable(realm, op.table);
        if (table && !op.id.isNil())
            keys.push_back({table, op.id});
    }
}

void addUuid(const Value &value, std::set<Uuid> &ids)
{
    if (const auto *id = std::get_if<Uuid>(&value))
        ids.insert(*id);
}

// Whether an op on a deal may move a berth.
bool concernsBerths(const Op &op)
{
    return op.kind != OpKind::Update || std::ranges::any_of(op.fields, [](const FieldChange &field) {
               return field.column == Interests::pipelineStage.name() ||
                      field.column == Interests::berthId.name() || field.column == Interests::outcome.name();
           });
}

Uuid namedBerth(const Op &op)
{
    const auto field = std::ranges::find(op.fields, BerthHolds::berthId.name(), &FieldChange::column);
    const auto *berth = field == op.fields.end() ? nullptr : std::get_if<Uuid>(&field->now);
    return berth ? *berth : Uuid();
}

Instant clamped(Instant time, Instant floor, Instant now)
{
    return std::clamp(time, std::min(floor, now), now);
}

} // namespace

std::vector<RowKey> namedRows(const Mutation &mutation, Realm realm)
{
    const Edit &edit = mutation.edit;
    std::vector<RowKey> keys;
    if (!isBounded(edit))
        return keys;
    if (edit.command)
        keys = rowsOfCommand(*edit.command);
    else
        addKeys(realm, edit.ops, keys);
    for (const Guard &guard : edit.guards) {
        if (const Table *table = editableTable(realm, guard.table))
            keys.push_back({table, guard.id});
        addKeys(realm, guard.otherwise, keys);
    }
    // Holds wait for their berths, which are locked first.
    std::erase_if(keys, [realm](const RowKey &key) {
        return !key.table->livesIn(realm) || key.table == &BerthHolds::table;
    });
    return keys;
}

Attempt::Attempt(Changes &changes, Claims claims) : m_changes(changes), m_claims(std::move(claims)) {}

Result<std::vector<Outcome>> Attempt::run(std::span<const Mutation *const> mutations)
{
    NIMARA_TRY(readAhead(mutations));
    std::vector<Outcome> outcomes;
    for (const Mutation *mutation : mutations) {
        auto outcome = work(*mutation);
        if (!outcome)
            return outcome.error();
        m_claims.add(*outcome);
        outcomes.push_back(*std::move(outcome));
    }
    NIMARA_TRY(m_changes.flush());
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        fillRevs(*mutations[i], outcomes[i]);
    return outcomes;
}

// All rows that the batch names, read and locked by one statement for each table.
Result<> Attempt::readAhead(std::span<const Mutation *const> mutations)
{
    std::vector<RowKey> keys;
    for (const Mutation *mutation : mutations) {
        const auto rows = namedRows(*mutation, m_changes.realm());
        keys.insert(keys.end(), rows.begin(), rows.end());
    }
    if (!m_changes.isUserRealm())
        addHolds(mutations, keys);
    NIMARA_TRY(m_changes.rows().load(keys));
    if (!m_changes.isUserRealm())
        readAheadOfDeals(mutations);
    return m_changes.fault() ? Result<>(*m_changes.fault()) : Done{};
}

// The holds that are named, and with them their berths.
void Attempt::addHolds(std::span<const Mutation *const> mutations, std::vector<RowKey> &keys)
{
    std::map<Uuid, Uuid> holds; // with the berth that a new one names
    for (const Mutation *mutation : mutations) {
        if (!isBounded(mutation->edit))
            continue;
        for (const Op &op : mutation->edit.ops) {
            if (op.table == BerthHolds::table.number && !op.id.isNil())
                holds.try_emplace(op.id, namedBerth(op));
        }
    }
    std::set<Uuid> ids;
    for (const auto &[id, named] : holds)
        ids.insert(id);
    m_changes.prepareLookUps(BerthHolds::table, ids, BerthHolds::berthId.name());
    for (const auto &[id, named] : holds) {
        const Value stored = m_changes.lookUp(BerthHolds::table, id, BerthHolds::berthId.name());
        const auto *berth = std::get_if<Uuid>(&stored);
        keys.push_back({&Berths::table, berth ? *berth : named});
        keys.push_back({&BerthHolds::table, id});
    }
}

// What the rules about deals will ask for.
void Attempt::readAheadOfDeals(std::span<const Mutation *const> mutations)
{
    std::set<Uuid> berths;
    std::set<Uuid> clients;
    for (const Mutation *mutation : mutations) {
        for (const Op &op : mutation->edit.ops) {
            if (op.table != Interests::table.number || !concernsBerths(op))
                continue;
            if (const Row *row = m_changes.rows().find({&Interests::table, op.id})) {
                addUuid(row->value(Interests::berthId.index()), berths);
                addUuid(row->value(Interests::clientId.index()), clients);
            }
            for (const FieldChange &field : op.fields) {
                if (field.column == Interests::berthId.name())
                    addUuid(field.now, berths);
            }
        }
    }
    std::vector<RowKey> keys;
    for (const Uuid &berth : berths)
        keys.push_back({&Berths::table, berth});
    if (const auto loaded = m_changes.rows().load(keys); !loaded)
        m_changes.fail(loaded.error());
    m_changes.prepareActiveInterests(berths);
    m_changes.prepareActiveHolds(berths);
    if (!clients.empty())
        m_changes.prepareLookUps(Clients::table, clients, Clients::fullName.name());
}

Result<> Attempt::flushBefore(const Mutation &mutation)
{
    for (const Op &op : mutation.edit.ops) {
        const Table *table = editableTable(m_changes.realm(), op.table);
        const bool isCreate = op.kind == OpKind::Create;
        if (table && (isCreate || op.kind == OpKind::Delete) &&
            m_changes.rows().mustFlushBefore({table, op.id}, isCreate))
            return m_changes.flush();
    }
    return Done{};
}

Result<Outcome> Attempt::work(const Mutation &mutation)
{
    NIMARA_TRY(flushBefore(mutation));
    Outcome outcome{mutation.seq, mutation.id, OutcomeKind::Applied, {}, {}, {}, {}};
    m_changes.begin(mutation,
                    clamped(mutation.clientTime, m_claims.contactFloor(), m_changes.rights().serverTime));
    Tried refused = decide(mutation, outcome);
    if (!refused)
        refused = reactTo(m_changes);
    if (m_changes.fault())
        return *m_changes.fault();
    if (!refused)
        return outcome;
    m_changes.rollBack();
    if (refused->denied)
        m_changes.audit(*std::move(refused->denied));
    outcome.kind = refused->kind;
    outcome.error = std::move(refused->error);
    outcome.error.detail.clear(); // never sent, so not stored either
    outcome.conflicts = std::move(refused->conflicts);
    outcome.otherId = refused->otherId;
    return outcome;
}

Tried Attempt::decide(const Mutation &mutation, Outcome &outcome)
{
    const Edit &edit = mutation.edit;
    if (!isBounded(edit))
        return refusal(ErrorCode::TooLarge, reject::invalid);
    if (std::ranges::any_of(mutation.dependsOn, [this](std::uint64_t seq) { return m_claims.failed(seq); }))
        return refusal(ErrorCode::Conflict, reject::dependency);
    std::vector<FieldConflict> overruled;
    Tried refused;
    if (const auto broken = brokenGuard(m_changes, edit.guards)) {
        const Guard &guard = *broken->guard;
        if (guard.otherwise.empty())
            return refusal(ErrorCode::Conflict, reject::guard, guard.column);
        overruled.push_back(
            {guard.table, guard.id, guard.column, guard.expected, guard.expected, broken->actual, {}, {}});
        refused = applyOps(m_changes, guard.otherwise, overruled);
    } else if (edit.command) {
        refused = runCommand(mutation);
    } else {
        refused = applyOps(m_changes, edit.ops, overruled);
    }
    if (!refused && !overruled.empty()) {
        outcome.kind = OutcomeKind::Merged;
        outcome.conflicts = std::move(overruled);
    }
    return refused;
}

Tried Attempt::runCommand(const Mutation &mutation)
{
    const Command &command = *mutation.edit.command;
    const CommandHandler handler = findCommand(command.name);
    if (!handler)
        return refusal(ErrorCode::UpgradeRequired, reject::stale, "command");
    const auto args = parseJson(command.args, {.bytes = longestArgs});
    if (!args || !args->is_object())
        return refusal(ErrorCode::Invalid, reject::invalid, "args");
    return handler(m_changes, *args, mutation.edit.ops);
}

// The client keeps what it shows until a row of at least this revision has come. Rows that rules changed beside it need
// no word here, and may be none of this user's; nor may what a guard or a command's prediction only names.
void Attempt::fillRevs(const Mutation &mutation, Outcome &outcome)
{
    if (outcome.kind != OutcomeKind::Applied && outcome.kind != OutcomeKind::Merged)
        return;
    std::vector<RowKey> keys;
    addKeys(m_changes.realm(), mutation.edit.ops, keys);
    for (const Guard &guard : mutation.edit.guards)
        addKeys(m_changes.realm(), guard.otherwise, keys);
    if (mutation.edit.command) {
        const auto rows = rowsOfCommand(*mutation.edit.command);
        keys.insert(keys.end(), rows.begin(), rows.end());
    }
    const bool didAll = !mutation.edit.command && mutation.edit.guards.empty();
    std::set<RowKey> told;
    for (const RowKey &key : keys) {
        const Row *row = didAll ? nullptr : m_changes.rows().find(key);
        if (row && !m_changes.sees(*row))
            continue;
        const std::int64_t rev = m_changes.rows().rev(key);
        if (rev != 0 && told.insert(key).second)
            outcome.revs.push_back({key.table->number, key.id, rev});
    }
}

} // namespace nimara::server
