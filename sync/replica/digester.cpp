#include "sync/replica/digester.h"

#include "models/base/bytes.h"
#include "models/base/hash.h"
#include "sync/replica/id_order.h"
#include "sync/replica/layout.h"

#include <algorithm>
#include <unordered_set>

namespace nimara::sync {

namespace {

// The bytes of rowHash() straight from a statement: _rev first, then the columns. A test holds both equal.
std::uint64_t hashOf(const Statement &row, const ScopeTable &table, ByteWriter &bytes)
{
    bytes.zigzag(row.integer(0));
    int at = 1;
    for (const int ordinal : table.columns) {
        const int column = at++;
        if (row.isNull(column))
            continue;
        bytes.varint(static_cast<std::uint64_t>(ordinal));
        switch (shapeOf(table.table->columns[static_cast<std::size_t>(ordinal)].type)) {
        case Shape::Integer:
            bytes.zigzag(row.integer(column));
            break;
        case Shape::Text:
            bytes.text(row.text(column));
            break;
        case Shape::Uuid:
            bytes.raw(row.blob(column));
            break;
        }
    }
    return hash64(bytes.bytes());
}

} // namespace

Result<Digester::Target> Digester::target(const DigestRange &range) const
{
    const ScopeState *scope = m_core.scopes.find(range.scope);
    const ScopeTable *table = scope ? m_core.scopes.table(*scope, range.table) : nullptr;
    if (!table)
        return Error{ErrorCode::NotFound, "replica.no_scope"};
    return Target{scope, table};
}

Result<Statement> Digester::visibleRows(const Target &target, const DigestRange &range,
                                        const std::string &columns) const
{
    const Table &table = *target.table->table;
    std::string sql = "SELECT " + columns + " FROM " + quoted(table.name) + " WHERE id >= ?1 AND id <= ?2";
    if (hasScopeBits(table))
        sql += " AND _scopes & " + std::to_string(ScopeBook::bit(*target.scope));
    auto statement = m_core.db.prepare(sql + " ORDER BY id");
    if (!statement)
        return statement.error();
    statement->bind(1, range.first);
    statement->bind(2, range.last);
    return statement;
}

Result<RangeDigest> Digester::digest(const DigestRange &range) const
{
    const auto target = this->target(range);
    if (!target)
        return target.error();
    const ScopeTable &table = *target->table;
    std::string columns = "_rev";
    for (const int ordinal : table.columns)
        columns += ", " + quoted(table.table->columns[static_cast<std::size_t>(ordinal)].name());
    auto rows = visibleRows(*target, range, columns);
    if (!rows)
        return rows.error();
    const std::vector<Uuid> touched = m_core.outbox.touchedOf(range.table);
    const std::unordered_set<Uuid> shadowed(touched.begin(), touched.end());
    RangeDigest digest{range};
    for (;;) {
        const auto step = rows->step();
        if (!step)
            return step.error();
        if (*step == Step::End)
            break;
        // Column 1 is the id: the first column that is sent.
        if (!shadowed.empty() && shadowed.contains(rows->uuid(1)))
            continue;
        ByteWriter bytes;
        digest.sum += hashOf(*rows, table, bytes);
        ++digest.count;
    }
    NIMARA_TRY(addShadows(*target, range, digest));
    return digest;
}

Result<Done> Digester::addShadows(const Target &target, const DigestRange &range, RangeDigest &digest) const
{
    const Table &table = *target.table->table;
    for (const Uuid &id : m_core.outbox.touchedOf(table.number)) {
        if (id < range.first || id > range.last)
            continue;
        const auto shadow = m_core.shadows.find(table, id);
        if (!shadow)
            return shadow.error();
        if (!*shadow || !(*shadow)->exists() || ((*shadow)->scopes & ScopeBook::bit(*target.scope)) == 0)
            continue;
        digest.sum += rowHash(*(*shadow)->base, target.table->columns);
        ++digest.count;
    }
    return Done{};
}

Result<std::vector<Uuid>> Digester::ids(const DigestRange &range) const
{
    const auto target = this->target(range);
    if (!target)
        return target.error();
    auto rows = visibleRows(*target, range, "id");
    if (!rows)
        return rows.error();
    std::vector<Uuid> found;
    for (;;) {
        const auto step = rows->step();
        if (!step)
            return step.error();
        if (*step == Step::End)
            return found;
        found.push_back(rows->uuid(0));
    }
}

Result<std::optional<Uuid>> Digester::middle(const DigestRange &range) const
{
    const auto found = ids(range);
    if (!found)
        return found.error();
    if (found->size() < 2)
        return std::optional<Uuid>();
    return std::optional((*found)[(found->size() - 1) / 2]);
}

Result<std::vector<DigestPortion>> Digester::portions(const DigestRange &range, std::int64_t rows) const
{
    const auto found = ids(range);
    if (!found)
        return found.error();
    const auto count = static_cast<std::int64_t>(found->size());
    std::vector<DigestPortion> portions{{range, std::min(count, rows)}};
    for (std::int64_t at = rows; at < count; at += rows) {
        const Uuid &first = (*found)[static_cast<std::size_t>(at)];
        portions.back().range.last = idBefore(first).value_or(first);
        portions.push_back({{range.scope, range.table, first, range.last}, std::min(count - at, rows)});
    }
    return portions;
}

} // namespace nimara::sync
