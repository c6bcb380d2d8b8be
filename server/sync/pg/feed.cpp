#include "server/sync/pg/feed.h"

#include "models/schema/registry.h"
#include "server/sync/pg/step_builder.h"

#include <algorithm>

namespace nimara::server {

namespace {

constexpr const char *snapshotSql = R"sql(
select pg_current_snapshot()::text, sync.current_epoch(), e.tombstone_horizon::text from sync.epoch e)sql";

// What changed since a snapshot: all that had not begun then, and what was under way. Both halves are ranges of the index
// (scope_id, xid); pg_visible_in_snapshot() would be none.
constexpr const char *changesSql = R"sql(
select scope_id, table_no, row_id, op, rev from sync.change_index where scope_id = any($1) and xid >= $2::xid8
union all
select scope_id, table_no, row_id, op, rev from sync.change_index where scope_id = any($1) and xid = any($3::xid8[])
limit $4)sql";

constexpr const char *allChangesSql = R"sql(
select scope_id, table_no, row_id, op, rev from sync.change_index where xid >= $1::xid8
union all
select scope_id, table_no, row_id, op, rev from sync.change_index where xid = any($2::xid8[])
limit $3)sql";

constexpr const char *countsSql = R"sql(
select scope_id, count(*) from (
    select scope_id from sync.change_index where scope_id = any($1) and xid >= $2::xid8
    union all
    select scope_id from sync.change_index where scope_id = any($1) and xid = any($3::xid8[])) c
group by scope_id order by 2, 1)sql";

// Who was away longer than 20,000 transactions is told of rows, not of events.
constexpr const char *eventsSql = R"sql(
select name, payload::text, scopes::text, id from (
    select * from sync.events where xid >= $2::xid8 union all select * from sync.events where xid = any($3::xid8[])) e
where scopes && $1 and id > $4
    and pg_snapshot_xmax(pg_current_snapshot())::text::bigint - $2::xid8::text::bigint < 20000
order by id limit $5)sql";

struct Since
{
    std::span<const sync::ScopeId> scopes;
    std::string xmax;
    std::string underWay;

    Params params() const
    {
        Params all;
        all.uuids(scopes).untyped(xmax).untyped(underWay);
        return all;
    }
};

// "{uuid,uuid}"
std::vector<Uuid> uuidsOf(std::string_view array)
{
    std::vector<Uuid> ids;
    while (array.size() > 36) {
        array.remove_prefix(1);
        if (const auto id = Uuid::parse(array.substr(0, 36)))
            ids.push_back(*id);
        array.remove_prefix(36);
    }
    return ids;
}

Statement askForEvents(const Since &since, std::int64_t after, std::size_t atOnce)
{
    return {"nimara_feed_events", eventsSql,
            since.params().int8(after).int8(static_cast<std::int64_t>(atOnce))};
}

// Page by page within the snapshot, until none is left: an event that is not in this step would be in none.
Result<> takeEvents(Connection &connection, const Since &since, QueryResult rows, std::size_t atOnce,
                    FeedStep &step)
{
    for (;;) {
        for (int i = 0; i < rows.rows(); ++i) {
            step.events.push_back({uuidsOf(rows.raw(i, 2)), std::make_shared<const sync::Event>(sync::Event{
                                                                rows.text(i, 0), rows.text(i, 1)})});
        }
        if (static_cast<std::size_t>(rows.rows()) < atOnce)
            return Done{};
        auto next = connection.all({askForEvents(since, rows.integer(rows.rows() - 1, 3), atOnce)});
        if (!next)
            return next.error();
        rows = std::move(next->front());
    }
}

// Which scopes a step can hold, the smallest first; the others are told to reload.
Result<std::vector<sync::ScopeId>> fitting(Connection &connection, const Since &since,
                                           const FeedLimits &limits, FeedStep &step)
{
    const auto rows = connection.prepared("nimara_feed_counts", countsSql, since.params(), Format::Binary);
    if (!rows)
        return rows.error();
    std::vector<sync::ScopeId> fit;
    std::size_t total = 0;
    for (int i = 0; i < rows->rows(); ++i) {
        const auto count = static_cast<std::size_t>(rows->integer(i, 1));
        if (count > limits.rowsPerScope || total + count > limits.rowsPerStep) {
            step.tooLarge.push_back(rows->uuid(i, 0));
        } else {
            fit.push_back(rows->uuid(i, 0));
            total += count;
        }
    }
    return fit;
}

// For very many scopes all changes are read, and what is of others is passed over by the builder.
Statement askForAllChanges(const Since &since, std::size_t limit)
{
    return {"nimara_feed_all", allChangesSql,
            Params().untyped(since.xmax).untyped(since.underWay).int8(static_cast<std::int64_t>(limit)),
            Format::Binary};
}

Statement askForChanges(const Since &since, std::size_t limit)
{
    return {"nimara_feed_changes", changesSql, since.params().int8(static_cast<std::int64_t>(limit)),
            Format::Binary};
}

// The answer to the first question about changes, or where that holds too many, what fits.
Result<> takeChanges(Connection &connection, Since since, QueryResult changes, const FeedLimits &limits,
                     StepBuilder &builder, FeedStep &step)
{
    const std::size_t most = std::min(limits.rowsPerScope, limits.rowsPerStep);
    const auto fits = [&] { return static_cast<std::size_t>(changes.rows()) <= most; };
    if (!fits() && since.scopes.size() > limits.scopesProbed) {
        auto theirs = connection.all({askForChanges(since, most + 1)});
        if (!theirs)
            return theirs.error();
        changes = std::move(theirs->front());
    }
    if (fits())
        return builder.add(changes);
    const auto some = fitting(connection, since, limits, step);
    if (!some)
        return some.error();
    since.scopes = *some;
    const auto fitted = connection.all({askForChanges(since, limits.rowsPerStep)});
    return fitted ? builder.add(fitted->front()) : fitted.error();
}

Statement askForSnapshot()
{
    return {"nimara_snapshot", snapshotSql};
}

Snapshot snapshotOf(const QueryResult &row)
{
    Snapshot now;
    now.epochTag = epochTag(row.text(0, 1));
    now.cursor = makeCursor(now.epochTag, row.text(0, 0));
    now.tombstoneHorizon = std::stoull(row.text(0, 2));
    return now;
}

} // namespace

void KnownScopes::add(std::span<const ScopeKey> keys)
{
    const std::lock_guard lock(m_mutex);
    for (const ScopeKey &key : keys)
        m_keys.try_emplace(scopeId(key), key);
}

std::optional<ScopeKey> KnownScopes::find(const sync::ScopeId &id) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_keys.find(id);
    return found == m_keys.end() ? std::nullopt : std::optional(found->second);
}

Result<Snapshot> currentSnapshot(Connection &connection)
{
    const auto answers = connection.all({askForSnapshot()});
    return answers ? Result<Snapshot>(snapshotOf(answers->front())) : answers.error();
}

bool reachesBack(const SnapshotCursor &cursor, const Snapshot &now)
{
    return cursor.xmin > now.tombstoneHorizon;
}

Result<FeedStep> readStep(Connection &connection, Transaction transaction, const sync::Cursor &from,
                          std::span<const sync::ScopeId> scopes, const KnownScopes &known,
                          const FeedLimits &limits)
{
    const auto cursor = parseCursor(from);
    if (!cursor)
        return cursor.error();
    const Since since{scopes, std::to_string(cursor->xmax), underWayArray(*cursor)};
    const std::size_t most = std::min(limits.rowsPerScope, limits.rowsPerStep) + 1;
    auto answers = connection.all(
        {askForSnapshot(),
         scopes.size() > limits.scopesProbed ? askForAllChanges(since, most) : askForChanges(since, most),
         askForEvents(since, 0, limits.eventsAtOnce)});
    if (!answers)
        return answers.error();
    const Snapshot now = snapshotOf((*answers)[0]);
    if (cursor->epochTag != now.epochTag)
        return Error{ErrorCode::Conflict, std::string(staleEpochKey)};
    FeedStep step;
    step.to = now.cursor;
    if (!reachesBack(*cursor, now)) {
        step.tooLarge.assign(scopes.begin(), scopes.end());
        return step;
    }
    StepBuilder builder(known, scopes, limits.partBytes);
    NIMARA_TRY(takeChanges(connection, since, std::move((*answers)[1]), limits, builder, step));
    NIMARA_TRY(takeEvents(connection, since, std::move((*answers)[2]), limits.eventsAtOnce, step));
    auto rows = transaction.commit(builder.askForRows());
    if (!rows)
        return rows.error();
    NIMARA_TRY(builder.finish(*std::move(rows), step));
    return step;
}

} // namespace nimara::server
