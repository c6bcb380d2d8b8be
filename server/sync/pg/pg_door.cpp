#include "server/sync/pg/pg_door.h"

#include "models/base/text.h"
#include "models/schema/registry.h"
#include "server/sync/apply/apply.h"
#include "server/sync/pg/devices.h"

#include <algorithm>
#include <set>

namespace nimara::server {

namespace {

// A statement is planned once for each connection: for one edit the plan costs as much as the work. A plan that reads a
// whole table or sorts the change index is never the right one here, whatever the statistics of a young database say.
constexpr const char *readerSettings =
    "set plan_cache_mode = force_generic_plan; set jit = off; set enable_seqscan = off; set enable_sort = "
    "off;"
    "set statement_timeout = '60s'; set idle_in_transaction_session_timeout = '120s'";
constexpr const char *serverSettings =
    "set plan_cache_mode = force_generic_plan; set jit = off; set enable_seqscan = off;"
    "set statement_timeout = '60s'; set lock_timeout = '20s'; set idle_in_transaction_session_timeout = "
    "'120s'";
// Only for the plan of the page itself.
constexpr const char *pageSettings =
    "set local enable_seqscan = off; set local enable_sort = off; set local enable_bitmapscan = off";

constexpr std::size_t guessedRowBytes = 150;

Tenant tenantOf(const Actor &actor, const Uuid &port)
{
    return {port.isNil() ? std::nullopt : std::optional(port), actor.userId};
}

Error notFound()
{
    return {ErrorCode::NotFound, std::string(reject::notFound)};
}

} // namespace

struct PgDoor::Range
{
    Uuid port;
    ScopeQuery query;
    IdRange ids;
};

PgDoor::PgDoor(PgDoorOptions options)
    : m_options(std::move(options)), m_server(m_options.server, serverSettings),
      m_feed(m_options.feed, readerSettings)
{
    for (const Table *table : schema::tables())
        m_rowBytes.try_emplace(table->number, guessedRowBytes);
}

PgDoor::~PgDoor() = default;

Result<Opened> PgDoor::open(const Actor &actor, const Device &device, const sync::Hello &hello)
{
    if (!isValidUtf8(hello.appVersion) || hello.appVersion.find('\0') != std::string::npos)
        return Error{ErrorCode::Invalid, "text.utf8", "app_version"};
    auto connection = m_server.lease();
    if (!connection)
        return connection.error();
    auto transaction = Transaction::begin(**connection, tenantOf(actor, device.port));
    if (!transaction)
        return transaction.error();
    const auto rights = readRights(**connection, actor.userId, device.port);
    if (!rights)
        return rights.error();
    const auto lastSeq = enterDevice(**connection, actor, device, hello, m_options.devicesPerUser);
    if (!lastSeq)
        return lastSeq.error();
    const auto snapshot = currentSnapshot(**connection);
    if (!snapshot)
        return snapshot.error();
    m_known.add(rights->scopes);
    Opened opened{toAccess(*rights), *lastSeq, {}};
    std::vector<Uuid> toLoad;
    for (const ScopeGrant &scope : opened.access.scopes) {
        const auto held = std::ranges::find(hello.scopes, scope.id, &sync::HeldScope::id);
        const auto cursor =
            held == hello.scopes.end() ? Result<SnapshotCursor>(notFound()) : parseCursor(held->cursor);
        if (cursor && cursor->epochTag == snapshot->epochTag && reachesBack(*cursor, *snapshot))
            opened.resumable.push_back(scope.id);
        else
            toLoad.push_back(scope.id);
    }
    NIMARA_TRY(m_counts.fill(**connection, opened.access.serverTime, toLoad, opened.access.scopes));
    NIMARA_TRY(transaction->commit());
    return opened;
}

Result<Access> PgDoor::access(const Actor &actor, Uuid port)
{
    auto connection = m_server.lease();
    if (!connection)
        return connection.error();
    auto transaction = Transaction::begin(**connection, tenantOf(actor, port));
    if (!transaction)
        return transaction.error();
    const auto rights = readRights(**connection, actor.userId, port);
    if (!rights)
        return rights.error();
    m_known.add(rights->scopes);
    NIMARA_TRY(transaction->commit());
    return toAccess(*rights);
}

Result<ScopeQuery> PgDoor::queryFor(const Access &access, const sync::ScopeId &scope,
                                    std::uint16_t number) const
{
    const Table *table = schema::findTable(number);
    const auto key = m_known.find(scope);
    if (!table || !key || std::ranges::find(access.scopes, scope, &ScopeGrant::id) == access.scopes.end())
        return notFound();
    auto query = scopeQuery(*table, *key);
    if (!query)
        return notFound();
    return *std::move(query);
}

std::size_t PgDoor::rowsForPage(const Table &table, const PageRequest &request) const
{
    const std::size_t rowBytes = std::max<std::size_t>(1, m_rowBytes.at(table.number).load());
    return std::clamp<std::size_t>(request.maxBytes / rowBytes, 1, std::max<std::size_t>(1, request.maxRows));
}

void PgDoor::learn(const Table &table, const ScopeBlock &block)
{
    if (block.count > 0)
        m_rowBytes.at(table.number).store(block.rows.size() / block.count + 1);
}

Result<PageData> PgDoor::page(const Actor &actor, const Access &access, const PageRequest &request)
{
    const auto query = queryFor(access, request.item.scope, request.item.table);
    if (!query)
        return query.error();
    auto connection = m_server.lease();
    if (!connection)
        return connection.error();
    auto transaction = Transaction::begin(**connection, tenantOf(actor, request.port),
                                          Transaction::Mode::RepeatableReadOnly);
    if (!transaction)
        return transaction.error();
    NIMARA_TRY((*connection)->run(pageSettings));
    const auto snapshot = currentSnapshot(**connection);
    if (!snapshot)
        return snapshot.error();
    const std::size_t most = rowsForPage(*query->table, request);
    auto block = readBlock(**connection, *query, {request.item.after, true, {}}, most, request.maxBytes);
    if (!block)
        return block.error();
    NIMARA_TRY(transaction->commit());
    learn(*query->table, *block);
    PageData page;
    page.cursor = snapshot->cursor;
    page.count = block->count;
    page.done = block->count < most && !block->full;
    page.last = block->count > 0 ? block->last : request.item.after;
    page.rows = std::move(block->rows);
    return page;
}

Result<sync::Cursor> PgDoor::now()
{
    auto connection = m_feed.lease();
    if (!connection)
        return connection.error();
    const auto snapshot = currentSnapshot(**connection);
    if (!snapshot)
        return snapshot.error();
    return snapshot->cursor;
}

Result<FeedStep> PgDoor::feed(const sync::Cursor &from, std::span<const sync::ScopeId> scopes)
{
    auto connection = m_feed.lease();
    if (!connection)
        return connection.error();
    auto transaction = Transaction::begin(**connection, {}, Transaction::Mode::RepeatableReadOnly);
    if (!transaction)
        return transaction.error();
    return readStep(**connection, *std::move(transaction), from, scopes, m_known, m_options.feedLimits);
}

Result<PgDoor::Range> PgDoor::rangeOf(const Access &access, const sync::DigestRange &range) const
{
    auto query = queryFor(access, range.scope, range.table);
    if (!query)
        return query.error();
    return Range{m_known.find(range.scope)->port, *std::move(query), {range.first, false, range.last}};
}

Result<DigestData> PgDoor::digest(const Actor &actor, const Access &access, const sync::Cursor &from,
                                  std::span<const sync::DigestRange> ranges)
{
    std::vector<Range> asked;
    std::set<sync::ScopeId> scopes;
    Uuid port;
    for (const sync::DigestRange &range : ranges) {
        auto one = rangeOf(access, range);
        if (!one)
            return one.error();
        port = std::max(port, one->port); // nil is the smallest; all others are the one port of the realm
        scopes.insert(range.scope);
        asked.push_back(*std::move(one));
    }
    auto connection = m_server.lease();
    if (!connection)
        return connection.error();
    auto transaction =
        Transaction::begin(**connection, tenantOf(actor, port), Transaction::Mode::RepeatableReadOnly);
    if (!transaction)
        return transaction.error();
    DigestData data;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        const auto digest = digestRows(**connection, asked[i].query, asked[i].ids);
        if (!digest)
            return digest.error();
        data.ranges.push_back({ranges[i], digest->count, digest->sum});
    }
    auto step =
        readStep(**connection, *std::move(transaction), from,
                 std::vector<sync::ScopeId>(scopes.begin(), scopes.end()), m_known, m_options.feedLimits);
    if (!step)
        return step.error();
    data.step = *std::move(step);
    data.cursor = data.step.to;
    return data;
}

Result<sync::RowBlock> PgDoor::rows(const Actor &actor, const Access &access, const sync::DigestRange &range)
{
    const auto asked = rangeOf(access, range);
    if (!asked)
        return asked.error();
    auto connection = m_server.lease();
    if (!connection)
        return connection.error();
    auto transaction =
        Transaction::begin(**connection, tenantOf(actor, asked->port), Transaction::Mode::RepeatableReadOnly);
    if (!transaction)
        return transaction.error();
    auto block =
        readBlock(**connection, asked->query, asked->ids, m_options.rowsLimit + 1, sync::maxFrameBytes / 2);
    if (!block)
        return block.error();
    NIMARA_TRY(transaction->commit());
    if (block->full || block->count > m_options.rowsLimit)
        return Error{ErrorCode::TooLarge, "sync.rows"};
    return std::move(block->rows);
}

Result<std::vector<Outcome>> PgDoor::apply(const Actor &actor, const Device &device,
                                           std::span<const Mutation> mutations)
{
    auto connection = m_server.lease();
    if (!connection)
        return connection.error();
    return applyMutations(**connection, actor, device, mutations);
}

Result<std::vector<std::string>> PgDoor::stamps(std::span<const Holder> whom)
{
    auto connection = m_feed.lease();
    if (!connection)
        return connection.error();
    return rightsStamps(**connection, whom);
}

} // namespace nimara::server
