#include "sync/replica/row_store.h"

#include "sync/replica/layout.h"

#include <algorithm>

namespace nimara::sync {

struct RowStore::Statements
{
    Statement find;
    Statement write;
    Statement erase;
    Statement leave;
    Statement eraseLeft;
    std::map<std::vector<int>, Statement> put; // by the block's columns
};

namespace {

std::string columnList(const Table &table, const std::vector<int> &ordinals)
{
    std::string list;
    for (const int ordinal : ordinals)
        list += (list.empty() ? "" : ", ") + quoted(table.columns[static_cast<std::size_t>(ordinal)].name());
    return list;
}

std::string insertInto(const Table &table, const std::vector<int> &ordinals)
{
    std::string sql = "INSERT INTO " + quoted(table.name) + " (" + columnList(table, ordinals) + ", _rev";
    std::size_t parameters = ordinals.size() + 1;
    if (hasScopeBits(table)) {
        sql += ", _scopes";
        ++parameters;
    }
    sql += ") VALUES (?";
    for (std::size_t i = 1; i < parameters; ++i)
        sql += ", ?";
    return sql + ") ON CONFLICT (id) DO UPDATE SET _rev = excluded._rev";
}

std::string setAll(const Table &table, const std::vector<int> &ordinals)
{
    std::string sql;
    for (const int ordinal : ordinals) {
        const std::string name = quoted(table.columns[static_cast<std::size_t>(ordinal)].name());
        if (ordinal != 0)
            sql += ", " + name + " = excluded." + name;
    }
    return sql;
}

std::string putSql(const Table &table, const std::vector<int> &ordinals)
{
    std::string sql = insertInto(table, ordinals) + setAll(table, ordinals);
    const std::string name = quoted(table.name);
    if (hasScopeBits(table)) {
        sql += ", _scopes = CASE WHEN excluded._rev > " + name + "._rev THEN excluded._scopes ELSE " + name +
               "._scopes | excluded._scopes END";
    }
    return sql + " WHERE excluded._rev >= " + name + "._rev";
}

} // namespace

BlockColumns fittingColumns(const Table &table, const RowBlockReader &block)
{
    BlockColumns fitting;
    for (std::size_t i = 0; i < block.columns().size(); ++i) {
        const int ordinal = block.columns()[i];
        if (static_cast<std::size_t>(ordinal) >= table.columns.size())
            continue;
        const ColumnInfo &column = table.columns[static_cast<std::size_t>(ordinal)];
        if (column.is(ServerOnly) || block.cell(i).shape != shapeOf(column.type))
            continue;
        fitting.positions.push_back(static_cast<int>(i));
        fitting.ordinals.push_back(ordinal);
    }
    return fitting;
}

RowStore::RowStore(const Database &db) : m_db(&db) {}
RowStore::~RowStore() = default;

Result<RowStore::Statements *> RowStore::of(const Table &table)
{
    auto &entry = m_tables[table.number];
    if (entry)
        return entry.get();
    const std::string name = quoted(table.name);
    const std::vector<int> &columns = replicaColumns(table);
    const std::string bits = hasScopeBits(table) ? "_scopes" : "0";
    auto find = m_db->prepareKept("SELECT _rev, " + bits + ", " + columnList(table, columns) + " FROM " +
                                  name + " WHERE id = ?1");
    if (!find)
        return find.error();
    auto write = m_db->prepareKept(insertInto(table, columns) + setAll(table, columns) +
                                   (hasScopeBits(table) ? ", _scopes = excluded._scopes" : ""));
    if (!write)
        return write.error();
    auto erase = m_db->prepareKept("DELETE FROM " + name + " WHERE id = ?1");
    if (!erase)
        return erase.error();
    // Not newer than the row's departure: what has come since knows better.
    auto leave = m_db->prepareKept(
        hasScopeBits(table) ? "UPDATE " + name + " SET _scopes = _scopes & ~?3 WHERE id = ?1 AND _rev <= ?2"
                            : "DELETE FROM " + name + " WHERE id = ?1 AND _rev <= ?2");
    if (!leave)
        return leave.error();
    auto statements = std::make_unique<Statements>();
    if (hasScopeBits(table)) {
        auto left = m_db->prepareKept("DELETE FROM " + name + " WHERE id = ?1 AND _scopes = 0");
        if (!left)
            return left.error();
        statements->eraseLeft = *std::move(left);
    }
    statements->find = *std::move(find);
    statements->write = *std::move(write);
    statements->erase = *std::move(erase);
    statements->leave = *std::move(leave);
    entry = std::move(statements);
    return entry.get();
}

Result<std::optional<HeldRow>> RowStore::find(const Table &table, const Uuid &id)
{
    auto statements = of(table);
    if (!statements)
        return statements.error();
    Statement &find = (*statements)->find;
    find.reset();
    find.bind(1, id);
    const auto step = find.step();
    if (!step)
        return step.error();
    std::optional<HeldRow> held;
    if (*step == Step::Row) {
        held.emplace(HeldRow{Row(table), find.integer(1)});
        held->row.rev = find.integer(0);
        int at = 2;
        for (const int ordinal : replicaColumns(table))
            held->row.setValue(ordinal,
                               find.value(at++, table.columns[static_cast<std::size_t>(ordinal)].type));
    }
    find.reset();
    return held;
}

Result<Statement *> RowStore::putStatement(Statements &statements, const Table &table,
                                           const std::vector<int> &ordinals)
{
    const auto found = statements.put.find(ordinals);
    if (found != statements.put.end())
        return &found->second;
    auto made = m_db->prepareKept(putSql(table, ordinals));
    if (!made)
        return made.error();
    return &statements.put.emplace(ordinals, *std::move(made)).first->second;
}

Result<Applied> RowStore::put(const Table &table, const RowBlockReader &block, const BlockColumns &columns,
                              std::int64_t bits)
{
    auto statements = of(table);
    if (!statements)
        return statements.error();
    const auto put = putStatement(**statements, table, columns.ordinals);
    if (!put)
        return put.error();
    Statement &statement = **put;
    int at = 1;
    for (const int position : columns.positions)
        statement.bind(at++, block.cell(static_cast<std::size_t>(position)));
    statement.bind(at++, block.rev());
    if (hasScopeBits(table))
        statement.bind(at, bits);
    NIMARA_TRY(statement.run());
    return m_db->changes() > 0 ? Applied::Changed : Applied::Unchanged;
}

Result<Done> RowStore::write(const Table &table, const Row &row, std::int64_t bits)
{
    auto statements = of(table);
    if (!statements)
        return statements.error();
    Statement &write = (*statements)->write;
    int at = 1;
    for (const int ordinal : replicaColumns(table))
        write.bind(at++, row.value(ordinal));
    write.bind(at++, row.rev);
    if (hasScopeBits(table))
        write.bind(at, bits);
    return write.run();
}

Result<Done> RowStore::erase(const Table &table, const Uuid &id)
{
    auto statements = of(table);
    if (!statements)
        return statements.error();
    (*statements)->erase.bind(1, id);
    return (*statements)->erase.run();
}

Result<Applied> RowStore::leave(const Table &table, const Uuid &id, std::int64_t rev, std::int64_t bits)
{
    auto statements = of(table);
    if (!statements)
        return statements.error();
    Statement &leave = (*statements)->leave;
    leave.bind(1, id);
    leave.bind(2, rev);
    if (hasScopeBits(table))
        leave.bind(3, bits);
    NIMARA_TRY(leave.run());
    if (m_db->changes() == 0)
        return Applied::Unchanged;
    if (!hasScopeBits(table))
        return Applied::Changed;
    (*statements)->eraseLeft.bind(1, id);
    NIMARA_TRY((*statements)->eraseLeft.run());
    return m_db->changes() > 0 ? Applied::Changed : Applied::Unchanged;
}

Result<std::vector<Uuid>> RowStore::idsBetween(const Table &table, const Uuid &after, const Uuid &last,
                                               bool toEnd, std::int64_t bits)
{
    std::string sql = "SELECT id FROM " + quoted(table.name) + " WHERE id > ?1 AND (?3 OR id <= ?2)";
    if (hasScopeBits(table))
        sql += " AND _scopes & ?4";
    auto statement = m_db->prepare(sql + " ORDER BY id");
    if (!statement)
        return statement.error();
    statement->bind(1, after);
    statement->bind(2, last);
    statement->bind(3, std::int64_t(toEnd ? 1 : 0));
    if (hasScopeBits(table))
        statement->bind(4, bits);
    std::vector<Uuid> ids;
    for (;;) {
        const auto step = statement->step();
        if (!step)
            return step.error();
        if (*step == Step::End)
            return ids;
        ids.push_back(statement->uuid(0));
    }
}

Result<Done> RowStore::eraseScope(const Table &table, std::int64_t bits, const std::vector<Uuid> &keep)
{
    const std::string name = quoted(table.name);
    NIMARA_TRY(m_db->exec("CREATE TEMP TABLE IF NOT EXISTS kept (id BLOB PRIMARY KEY) WITHOUT ROWID"));
    NIMARA_TRY(m_db->exec("DELETE FROM temp.kept"));
    auto insert = m_db->prepare("INSERT OR IGNORE INTO temp.kept (id) VALUES (?1)");
    if (!insert)
        return insert.error();
    for (const Uuid &id : keep) {
        insert->bind(1, id);
        NIMARA_TRY(insert->run());
    }
    const std::string others = " id NOT IN (SELECT id FROM temp.kept)";
    if (!hasScopeBits(table))
        return m_db->exec("DELETE FROM " + name + " WHERE" + others);
    const std::string mask = std::to_string(bits);
    NIMARA_TRY(m_db->exec("DELETE FROM " + name + " WHERE _scopes & ~" + mask + " = 0 AND" + others));
    return m_db->exec("UPDATE " + name + " SET _scopes = _scopes & ~" + mask + " WHERE _scopes & " + mask +
                      " AND" + others);
}

Result<Done> RowStore::forgetRevs(const Table &table)
{
    return m_db->exec("UPDATE " + quoted(table.name) + " SET _rev = 0 WHERE _rev <> 0");
}

Result<std::int64_t> RowStore::count(const Table &table)
{
    return m_db->integer("SELECT count(*) FROM " + quoted(table.name));
}

} // namespace nimara::sync
