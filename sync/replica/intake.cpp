#include "sync/replica/intake.h"

#include "sync/replica/id_order.h"

#include <algorithm>
#include <limits>

namespace nimara::sync {

namespace {

Error badBlock(const char *what)
{
    return Error{ErrorCode::Protocol, "protocol.block", {}, what};
}

} // namespace

Result<OpenBlock> openBlock(std::string_view bytes, Realm realm)
{
    auto reader = RowBlockReader::open(bytes);
    if (!reader)
        return reader.error();
    const auto table = tableOf(reader->tableNumber(), realm);
    if (!table)
        return table.error();
    BlockColumns columns = fittingColumns(**table, *reader);
    return OpenBlock{*table, *std::move(reader), std::move(columns)};
}

Result<std::vector<Uuid>> idsOf(std::string_view block)
{
    std::vector<Uuid> ids;
    if (block.empty())
        return ids;
    auto reader = RowBlockReader::open(block);
    if (!reader)
        return reader.error();
    ids.reserve(reader->rows());
    while (reader->next()) {
        if (!ids.empty() && reader->id() <= ids.back())
            return badBlock("order");
        ids.push_back(reader->id());
    }
    if (!reader->ok())
        return badBlock("rows");
    return ids;
}

Result<Done> Intake::rows(const ScopeState &scope, OpenBlock block, ChangeSet &changes)
{
    const std::int64_t bits = ScopeBook::bit(scope);
    while (block.reader.next()) {
        const RowKey key{block.table->number, block.reader.id()};
        if (m_core.hasLeft(key, scope.slot, block.reader.rev()))
            continue;
        if (m_core.outbox.touches(key)) {
            NIMARA_TRY(m_rebase.arrive(*block.table, block.reader, block.columns, bits, changes));
            continue;
        }
        const auto put = m_core.rows.put(*block.table, block.reader, block.columns, bits);
        if (!put)
            return put.error();
        if (*put == Applied::Changed)
            changes.add(key);
    }
    if (!block.reader.ok())
        return badBlock("rows");
    return Done{};
}

Result<std::int64_t> Intake::blockOf(const ScopeState &scope, const Table &table, std::string_view bytes,
                                     ChangeSet &changes)
{
    if (bytes.empty())
        return std::int64_t(0);
    auto block = openBlock(bytes, m_core.realm);
    if (!block)
        return block.error();
    if (block->table != &table)
        return badBlock("table");
    const auto count = static_cast<std::int64_t>(block->reader.rows());
    NIMARA_TRY(rows(scope, *std::move(block), changes));
    return count;
}

Result<Done> Intake::page(const Page &page, ChangeSet &changes)
{
    const ScopeState *scope = m_core.scopes.find(page.scope);
    // A scope that was dropped meanwhile, or one that is complete: the page is of a load that is over.
    if (!scope || scope->loaded || !m_core.scopes.table(*scope, page.table))
        return Done{};
    ScopeBook::Place place = m_core.scopes.place(*scope, page.table);
    // Of an earlier Load, and known already. One that reaches further is taken, also where it begins before our place.
    if (place.done || (!page.done && page.last <= place.after))
        return Done{};
    const auto table = tableOf(page.table, m_core.realm);
    if (!table)
        return table.error();
    // Over nothing there is nothing to sweep, and the block need not be read twice.
    if (scope->again) {
        const auto ids = idsOf(page.rows);
        if (!ids)
            return ids.error();
        NIMARA_TRY(sweep(*scope, **table, {place.after, page.last, page.done}, *ids, changes));
    }
    const auto count = blockOf(*scope, **table, page.rows, changes);
    if (!count)
        return count.error();
    if (scope->cursor.empty())
        NIMARA_TRY(m_core.scopes.setCursor(m_core.db, std::span(&page.scope, 1), page.cursor));
    place.after = std::max(place.after, page.last);
    place.done = page.done;
    place.rows += *count;
    NIMARA_TRY(m_core.scopes.setPlace(m_core.db, page.scope, page.table, place));
    return m_core.scopes.settleLoaded(m_core.db, page.scope);
}

Result<Done> Intake::delta(const Delta &last, std::span<const ScopeDelta> parts, ChangeSet &changes)
{
    // Departures first: a row that moves from one scope to another leaves and comes in the same step.
    for (const ScopeDelta &part : parts) {
        const ScopeState *scope = m_core.scopes.find(part.scope);
        for (const Tombstone &tombstone : part.deletes) {
            if (scope)
                NIMARA_TRY(departure(*scope, tombstone, changes));
        }
    }
    for (const ScopeDelta &part : parts) {
        const ScopeState *scope = m_core.scopes.find(part.scope);
        for (const RowBlock &upserts : part.upserts) {
            auto block = openBlock(upserts, m_core.realm);
            if (!block)
                return block.error();
            if (scope)
                NIMARA_TRY(rows(*scope, *std::move(block), changes));
        }
    }
    std::vector<ScopeId> advanced;
    for (const ScopeId &id : last.advanced) {
        const ScopeState *scope = m_core.scopes.find(id);
        if (scope && scope->loaded)
            advanced.push_back(id);
    }
    return m_core.scopes.setCursor(m_core.db, advanced, last.to);
}

Result<Done> Intake::departure(const ScopeState &scope, const Tombstone &tombstone, ChangeSet &changes)
{
    const auto table = tableOf(tombstone.table, m_core.realm);
    // A table of a newer server.
    if (!table)
        return Done{};
    const RowKey key{tombstone.table, tombstone.id};
    m_core.rememberDeparture(key, scope.slot, tombstone.rev);
    const std::int64_t bits = ScopeBook::bit(scope);
    if (m_core.outbox.touches(key))
        return m_rebase.depart(**table, tombstone.id, tombstone.rev, bits, changes);
    const auto left = m_core.rows.leave(**table, tombstone.id, tombstone.rev, bits);
    if (!left)
        return left.error();
    if (*left == Applied::Changed)
        changes.add(key);
    return Done{};
}

Result<Done> Intake::sweep(const ScopeState &scope, const Table &table, const IdRange &range,
                           const std::vector<Uuid> &present, ChangeSet &changes)
{
    const std::int64_t bits = ScopeBook::bit(scope);
    const auto held = m_core.rows.idsBetween(table, range.after, range.last, range.toEnd, bits);
    if (!held)
        return held.error();
    std::vector<Uuid> absent;
    std::set_difference(held->begin(), held->end(), present.begin(), present.end(),
                        std::back_inserter(absent));
    // Rows that an edit has hidden or made stand in no list of visible ones.
    for (const Uuid &id : m_core.outbox.touchedOf(table.number)) {
        const bool inRange = id > range.after && (range.toEnd || id <= range.last);
        if (inRange && !std::binary_search(present.begin(), present.end(), id) &&
            !std::binary_search(absent.begin(), absent.end(), id))
            absent.insert(std::lower_bound(absent.begin(), absent.end(), id), id);
    }
    constexpr std::int64_t always = std::numeric_limits<std::int64_t>::max();
    for (const Uuid &id : absent) {
        const RowKey key{table.number, id};
        if (m_core.outbox.touches(key)) {
            const auto shadow = m_core.shadows.find(table, id);
            if (!shadow)
                return shadow.error();
            if (*shadow && (*shadow)->exists())
                NIMARA_TRY(m_rebase.depart(table, id, (*shadow)->rev, bits, changes));
            continue;
        }
        const auto left = m_core.rows.leave(table, id, always, bits);
        if (!left)
            return left.error();
        if (*left == Applied::Changed)
            changes.add(key);
    }
    return Done{};
}

Result<Done> Intake::replace(const Rows &rows, ChangeSet &changes)
{
    const ScopeState *scope = m_core.scopes.find(rows.range.scope);
    if (!scope || !m_core.scopes.table(*scope, rows.range.table))
        return Done{};
    const auto ids = idsOf(rows.rows);
    if (!ids)
        return ids.error();
    if (!ids->empty() && (ids->front() < rows.range.first || ids->back() > rows.range.last))
        return badBlock("range");
    const auto table = tableOf(rows.range.table, m_core.realm);
    if (!table)
        return table.error();
    const std::optional<Uuid> after = idBefore(rows.range.first);
    NIMARA_TRY(sweep(*scope, **table, {after.value_or(Uuid()), rows.range.last, false}, *ids, changes));
    const auto count = blockOf(*scope, **table, rows.rows, changes);
    if (!count)
        return count.error();
    return Done{};
}

} // namespace nimara::sync
