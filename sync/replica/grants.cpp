#include "sync/replica/grants.h"

#include "sync/protocol/codec.h"
#include "sync/replica/layout.h"

#include <algorithm>
#include <chrono>

namespace nimara::sync {

namespace {

// How long an acknowledged edit can be offered again to a server that was restored (design: 14 days).
constexpr std::chrono::hours offeredAgainFor{14 * 24};

} // namespace

Result<WelcomeEffect> Grants::apply(const Welcome &message, bool greeting, ChangeSet &changes)
{
    Standing &standing = m_core.meta.standing;
    if (!standing.userId.isNil() && standing.userId != message.userId)
        return Error{ErrorCode::Forbidden, "replica.other_user"};
    WelcomeEffect effect;
    if (greeting && message.lastSeq > m_core.meta.lastSeq) {
        effect.newIncarnation = true;
        NIMARA_TRY(newIncarnation(changes));
    }
    if (!standing.epoch.empty() && standing.epoch != message.epoch) {
        effect.newEpoch = true;
        NIMARA_TRY(newEpoch(changes));
    }
    NIMARA_TRY(dropUnlisted(message, effect, changes));
    NIMARA_TRY(keepListed(message, greeting));
    standing.epoch = message.epoch;
    standing.userId = message.userId;
    standing.isSuperAdmin = message.isSuperAdmin;
    standing.aclHash = message.aclHash;
    standing.permissions = message.permissions;
    standing.leaseHours = message.leaseHours;
    standing.serverSeen = m_core.clock.now();
    standing.clockHigh = standing.serverSeen;
    NIMARA_TRY(m_core.outbox.forgetAcked(m_core.clock.now() - offeredAgainFor));
    NIMARA_TRY(m_core.meta.save(m_core.db));
    return effect;
}

Result<Done> Grants::newIncarnation(ChangeSet &changes)
{
    // This file is older than what the server has had from it: a copy from a backup. Its numbers are taken.
    const std::vector<RowKey> rows = m_core.outbox.touched();
    const auto last = m_core.outbox.renumber();
    if (!last)
        return last.error();
    m_core.meta.incarnation = Uuid::v7(m_core.clock, m_core.rng);
    m_core.meta.lastSeq = *last;
    for (const RowKey &row : rows) {
        const auto table = tableOf(row.table, m_core.realm);
        if (table)
            NIMARA_TRY(m_rebase.refold(**table, row.id, changes));
    }
    return Done{};
}

Result<Done> Grants::startOver()
{
    std::vector<ScopeId> ids;
    for (const ScopeState &scope : m_core.scopes.all())
        ids.push_back(scope.id);
    for (const ScopeId &id : ids)
        NIMARA_TRY(m_core.scopes.restart(m_core.db, id));
    // Revisions of what comes now may be lower than those held.
    for (const Table *table : tablesOf(m_core.realm))
        NIMARA_TRY(m_core.rows.forgetRevs(*table));
    return m_core.db.exec("UPDATE sync_shadow SET rev = 0");
}

Result<Done> Grants::newEpoch(ChangeSet &changes)
{
    NIMARA_TRY(startOver());
    NIMARA_TRY(m_core.outbox.forgetAcked(m_core.clock.now() - offeredAgainFor));
    const auto offered = m_core.outbox.offerAgain();
    if (!offered)
        return offered.error();
    for (const RowKey &row : offered->rows) {
        const auto table = tableOf(row.table, m_core.realm);
        if (!table)
            continue;
        NIMARA_TRY(m_rebase.protect(**table, row.id));
        NIMARA_TRY(m_rebase.refold(**table, row.id, changes));
    }
    return Done{};
}

Result<Done> Grants::dropUnlisted(const Welcome &message, WelcomeEffect &effect, ChangeSet &changes)
{
    std::vector<ScopeId> gone;
    std::map<const Table *, std::int64_t> bits;
    for (const ScopeState &scope : m_core.scopes.all()) {
        const bool listed = std::any_of(message.scopes.begin(), message.scopes.end(),
                                        [&](const GrantedScope &granted) { return granted.id == scope.id; });
        if (listed)
            continue;
        gone.push_back(scope.id);
        for (const ScopeTable &each : m_core.scopes.tables(scope))
            bits[each.table] |= ScopeBook::bit(scope);
    }
    if (gone.empty())
        return Done{};
    effect.dropped = true;
    m_core.notes.everything();
    for (const ScopeId &id : gone)
        NIMARA_TRY(m_core.scopes.remove(m_core.db, id));
    for (const auto &[table, mask] : bits)
        NIMARA_TRY(dropFrom(*table, mask, effect, changes));
    // A slot may be given to another scope now.
    m_core.forgetDepartures();
    return Done{};
}

Result<Done> Grants::dropFrom(const Table &table, std::int64_t bits, WelcomeEffect &effect,
                              ChangeSet &changes)
{
    const bool carried = m_core.scopes.bitsOf(table) != 0;
    std::vector<Uuid> kept;
    for (const Uuid &id : m_core.outbox.touchedOf(table.number)) {
        auto shadow = m_core.shadows.find(table, id);
        if (!shadow)
            return shadow.error();
        if (!*shadow)
            continue;
        (*shadow)->scopes &= ~bits;
        const bool local = !(*shadow)->base;
        if ((*shadow)->scopes != 0 || (local && carried)) {
            NIMARA_TRY(m_core.shadows.save(table, id, **shadow));
            NIMARA_TRY(m_rebase.refold(table, id, changes));
            kept.push_back(id);
            continue;
        }
        // Nothing of the row may stay, also not as the ground of an edit.
        NIMARA_TRY(m_core.shadows.save(table, id, Shadow{}));
        NIMARA_TRY(quarantine({table.number, id}, effect, changes));
    }
    NIMARA_TRY(m_core.rows.eraseScope(table, bits, kept));
    changes.addAll(table.number);
    if (carried)
        return Done{};
    NIMARA_TRY(blankReviews(table));
    return forgetAcked(table, changes);
}

Result<Done> Grants::quarantine(const RowKey &row, WelcomeEffect &effect, ChangeSet &changes)
{
    const std::vector<Outbox::Patch> patches = m_core.outbox.patches(row);
    for (const Outbox::Patch &patch : patches) {
        if (!m_core.outbox.isWaiting(patch.seq)) {
            NIMARA_TRY(m_core.outbox.removePatch(row, patch.seq));
            continue;
        }
        const auto mutation = m_core.outbox.read(patch.seq);
        if (!mutation)
            return mutation.error();
        Outcome outcome;
        outcome.seq = mutation->seq;
        outcome.mutationId = mutation->id;
        outcome.kind = OutcomeKind::Rejected;
        outcome.error = {ErrorCode::Forbidden, std::string(reject::forbidden)};
        NIMARA_TRY(m_desk.toInbox(*mutation, outcome, changes));
        ++effect.quarantined;
    }
    const Table *table = schema::findTable(row.table);
    return m_rebase.refold(*table, row.id, changes);
}

Result<Done> Grants::blankReviews(const Table &table)
{
    auto drop = m_core.db.prepare("DELETE FROM conflict_row WHERE table_no = ?1");
    if (!drop)
        return drop.error();
    drop->bind(1, std::int64_t(table.number));
    NIMARA_TRY(drop->run());
    const auto items = m_core.inbox.all();
    if (!items)
        return items.error();
    for (const ReviewItem &item : *items) {
        const auto &conflicts = item.outcome.conflicts;
        if (std::none_of(conflicts.begin(), conflicts.end(),
                         [&](const FieldConflict &each) { return each.table == table.number; }))
            continue;
        Outcome outcome = item.outcome;
        outcome.kind = OutcomeKind::Rejected;
        outcome.conflicts.clear();
        outcome.error = {ErrorCode::Forbidden, std::string(reject::forbidden)};
        const std::string bytes = encodeOutcome(outcome);
        auto update = m_core.db.prepare("UPDATE conflict SET outcome = ?2 WHERE number = ?1");
        if (!update)
            return update.error();
        update->bind(1, item.number);
        update->bindBlob(2, bytes);
        NIMARA_TRY(update->run());
    }
    return Done{};
}

Result<Done> Grants::forgetAcked(const Table &table, ChangeSet &changes)
{
    std::vector<std::uint64_t> seqs;
    {
        auto statement = m_core.db.prepare("SELECT seq, mutation FROM sync_acked");
        if (!statement)
            return statement.error();
        for (;;) {
            const auto step = statement->step();
            if (!step)
                return step.error();
            if (*step == Step::End)
                break;
            const auto mutation = decodeMutation(statement->blob(1));
            const bool touches =
                mutation && std::any_of(mutation->edit.ops.begin(), mutation->edit.ops.end(),
                                        [&](const Op &op) { return op.table == table.number; });
            if (touches)
                seqs.push_back(static_cast<std::uint64_t>(statement->integer(0)));
        }
    }
    for (const std::uint64_t seq : seqs) {
        for (const RowKey &row : m_core.outbox.rowsOf(seq)) {
            NIMARA_TRY(m_core.outbox.removePatch(row, seq));
            if (const auto other = tableOf(row.table, m_core.realm))
                NIMARA_TRY(m_rebase.refold(**other, row.id, changes));
        }
        NIMARA_TRY(m_core.db.exec("DELETE FROM sync_acked WHERE seq = " + std::to_string(seq)));
    }
    return Done{};
}

Result<Done> Grants::keepListed(const Welcome &message, bool greeting)
{
    for (const GrantedScope &granted : message.scopes) {
        const ScopeState *scope = m_core.scopes.find(granted.id);
        if (!scope) {
            NIMARA_TRY(m_core.scopes.add(m_core.db, granted));
            continue;
        }
        NIMARA_TRY(m_core.scopes.setEstimate(m_core.db, granted.id, granted.rows));
        if (greeting && !granted.resume && !scope->cursor.empty())
            NIMARA_TRY(m_core.scopes.restart(m_core.db, granted.id));
    }
    return Done{};
}

} // namespace nimara::sync
