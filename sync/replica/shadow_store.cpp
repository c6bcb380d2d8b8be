#include "sync/replica/shadow_store.h"

#include "sync/replica/named_row.h"

namespace nimara::sync {

Result<std::optional<Shadow>> ShadowStore::find(const Table &table, const Uuid &id) const
{
    auto statement =
        m_db.prepare("SELECT rev, scopes, gone, base FROM sync_shadow WHERE table_no = ?1 AND id = ?2");
    if (!statement)
        return statement.error();
    statement->bind(1, std::int64_t(table.number));
    statement->bind(2, id);
    const auto step = statement->step();
    if (!step)
        return step.error();
    if (*step == Step::End)
        return std::optional<Shadow>();
    Shadow shadow;
    shadow.rev = statement->integer(0);
    shadow.scopes = statement->integer(1);
    shadow.gone = statement->integer(2) != 0;
    if (!statement->isNull(3)) {
        shadow.base = decodeNamedRow(table, statement->blob(3));
        shadow.base->rev = shadow.rev;
    }
    return std::optional(std::move(shadow));
}

Result<Done> ShadowStore::save(const Table &table, const Uuid &id, const Shadow &shadow) const
{
    auto statement = m_db.prepare("INSERT OR REPLACE INTO sync_shadow (table_no, id, rev, scopes, gone, base)"
                                  " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    if (!statement)
        return statement.error();
    const std::string base = shadow.base ? encodeNamedRow(*shadow.base) : std::string();
    statement->bind(1, std::int64_t(table.number));
    statement->bind(2, id);
    statement->bind(3, shadow.rev);
    statement->bind(4, shadow.scopes);
    statement->bind(5, std::int64_t(shadow.gone ? 1 : 0));
    if (shadow.base)
        statement->bindBlob(6, base);
    else
        statement->bindNull(6);
    return statement->run();
}

Result<Done> ShadowStore::remove(const RowKey &row) const
{
    auto statement = m_db.prepare("DELETE FROM sync_shadow WHERE table_no = ?1 AND id = ?2");
    if (!statement)
        return statement.error();
    statement->bind(1, std::int64_t(row.table));
    statement->bind(2, row.id);
    return statement->run();
}

Result<std::vector<RowKey>> ShadowStore::all() const
{
    auto statement = m_db.prepare("SELECT table_no, id FROM sync_shadow");
    if (!statement)
        return statement.error();
    std::vector<RowKey> rows;
    for (;;) {
        const auto step = statement->step();
        if (!step)
            return step.error();
        if (*step == Step::End)
            return rows;
        rows.push_back({static_cast<std::uint16_t>(statement->integer(0)), statement->uuid(1)});
    }
}

} // namespace nimara::sync
