#include "server/changes/workspace.h"

#include "models/base/hash.h"
#include "models/domain/scopes.h"

#include <algorithm>

// What the workspace says to PostgreSQL. Statements are made from the registry; values go as arrays, a column each.
namespace nimara::server {

namespace {

std::string quoted(std::string_view name)
{
    return '"' + std::string(name) + '"';
}

// Everything but what never leaves the server and is none of a client's concern.
std::vector<int> storedColumns(const Table &table)
{
    std::vector<int> columns;
    for (const ColumnInfo &column : table.columns) {
        if (!column.is(ServerOnly))
            columns.push_back(column.index);
    }
    return columns;
}

const ColumnInfo &info(const Table &table, int ordinal)
{
    return table.columns[static_cast<std::size_t>(ordinal)];
}

// The value of a column as it comes out of unnest().
std::string cast(const ColumnInfo &column, const std::string &value)
{
    if (column.type == ColumnType::JsonText)
        return value + "::jsonb";
    if (column.type == ColumnType::Date)
        return value + "::date";
    return decimalScale(column.type) ? value + "::numeric" : value;
}

// "unnest($2::uuid[], $3::text[]) v (c0, c1)"
std::string unnest(const Table &table, const std::vector<int> &columns, int firstParameter)
{
    std::string arrays;
    std::string names;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string comma = i > 0 ? ", " : "";
        arrays += comma + "$" + std::to_string(firstParameter + static_cast<int>(i)) +
                  "::" + std::string(arrayType(info(table, columns[i]).type));
        names += comma + "c" + std::to_string(columns[i]);
    }
    return "unnest(" + arrays + ") v (" + names + ")";
}

// Statements that come again and again are parsed once; how many a connection keeps is bounded, since the columns that
// are changed together may be any.
Result<QueryResult> execOften(Connection &connection, const std::string &sql, const Params &params)
{
    constexpr std::size_t mostPrepared = 400;
    const std::string name = "nimara_w_" + std::to_string(hash64(sql));
    if (connection.isPrepared(name) || connection.preparedCount() < mostPrepared)
        return connection.prepared(name.c_str(), sql.c_str(), params, Format::Binary);
    return connection.exec(sql.c_str(), params, Format::Binary);
}

std::string portCondition(const Table &table)
{
    if (table.is(PortScoped))
        return "r.port_id = $1 and ";
    // The system's own rows may be there too; row-level security says who changes them.
    return table.is(PortOptional) && table.realm == Realm::Port ? "(r.port_id = $1 or r.port_id is null) and "
                                                                : "";
}

} // namespace

Statement Workspace::askFor(const Missing &missing) const
{
    const Table &table = *missing.table;
    const std::vector<int> columns = storedColumns(table);
    std::string list = "r.rev";
    for (const int ordinal : columns)
        list += ", r." + quoted(info(table, ordinal).spec.name);
    std::string sql = "select " + list + " from public." + quoted(table.name) + " r where " +
                      portCondition(table) + "r.id = any($2) order by r.id for no key update";
    return {"nimara_load_" + std::string(table.name), std::move(sql),
            Params().uuid(m_port).uuids(missing.ids), Format::Binary};
}

void Workspace::take(const Missing &missing, const QueryResult &answer)
{
    const Table &table = *missing.table;
    const std::vector<int> columns = storedColumns(table);
    for (const Uuid &id : missing.ids)
        m_slots.try_emplace({&table, id});
    for (int i = 0; i < answer.rows(); ++i) {
        Row row(table);
        row.rev = answer.integer(i, 0);
        for (std::size_t k = 0; k < columns.size(); ++k)
            row.setValue(columns[k], answer.value(i, static_cast<int>(k) + 1, info(table, columns[k]).type));
        Slot &slot = m_slots[{&table, row.id()}];
        slot.stored = row;
        slot.now = std::move(row);
    }
}

// Where a required column has no value it is the database's to fill; such rows cannot share a statement with others.
Result<> Workspace::insertRows(const Table &table, const Rows &keys)
{
    std::map<std::set<int>, Rows> alike;
    for (const RowKey &key : keys) {
        std::set<int> left;
        for (const ColumnInfo &column : table.columns) {
            if (column.is(ServerOnly) ||
                (column.is(Required) && isNull(m_slots[key].now->value(column.index))))
                left.insert(column.index);
        }
        alike[left].push_back(key);
    }
    for (const auto &[left, rows] : alike)
        NIMARA_TRY(insertLike(table, rows, left));
    return Done{};
}

Result<> Workspace::insertLike(const Table &table, const Rows &keys, const std::set<int> &left)
{
    std::vector<int> columns;
    for (const ColumnInfo &column : table.columns) {
        const bool empty = std::ranges::all_of(
            keys, [&](const RowKey &key) { return isNull(m_slots.at(key).now->value(column.index)); });
        if (!left.contains(column.index) && !empty)
            columns.push_back(column.index);
    }
    std::string names;
    std::string values;
    Params params;
    for (const int ordinal : columns) {
        const std::string comma = names.empty() ? "" : ", ";
        names += comma + quoted(info(table, ordinal).spec.name);
        values += comma + cast(info(table, ordinal), "v.c" + std::to_string(ordinal));
        std::vector<Value> column;
        for (const RowKey &key : keys)
            column.push_back(m_slots.at(key).now->value(ordinal));
        params.column(info(table, ordinal).type, column);
    }
    const std::string sql = "insert into public." + quoted(table.name) + " (" + names + ") select " + values +
                            " from " + unnest(table, columns, 1) + " returning id, rev";
    const auto written = execOften(m_connection, sql, params);
    if (!written)
        return written.error();
    return takeRevs(table, *written);
}

// One statement for all rows of the table, over the columns that any of them changed: rewriting a value that is locked
// and known does no harm.
Result<> Workspace::updateRows(const Table &table, const Rows &keys)
{
    std::set<int> changed;
    for (const RowKey &key : keys)
        changed.insert(m_slots[key].changed.begin(), m_slots[key].changed.end());
    std::vector<int> columns{0};
    std::string assignments;
    for (const int ordinal : changed) {
        columns.push_back(ordinal);
        assignments += (assignments.empty() ? "" : ", ") + quoted(info(table, ordinal).spec.name) + " = " +
                       cast(info(table, ordinal), "v.c" + std::to_string(ordinal));
    }
    if (assignments.empty())
        return Done{};
    Params params;
    params.uuid(m_port);
    for (const int ordinal : columns) {
        std::vector<Value> column;
        for (const RowKey &key : keys)
            column.push_back(m_slots.at(key).now->value(ordinal));
        params.column(info(table, ordinal).type, column);
    }
    const std::string sql = "update public." + quoted(table.name) + " r set " + assignments + " from " +
                            unnest(table, columns, 2) + " where " + portCondition(table) +
                            "r.id = v.c0 returning r.id, r.rev";
    const auto written = execOften(m_connection, sql, params);
    if (!written)
        return written.error();
    if (written->rows() != static_cast<int>(keys.size()))
        return Error{ErrorCode::Forbidden, "db.forbidden", std::string(table.name), "rows beyond reach"};
    return takeRevs(table, *written);
}

Result<> Workspace::takeRevs(const Table &table, const QueryResult &written)
{
    for (int i = 0; i < written.rows(); ++i) {
        Slot &slot = m_slots[{&table, written.uuid(i, 0)}];
        slot.now->rev = written.integer(i, 1);
        slot.stored = slot.now;
        slot.changed.clear();
    }
    return Done{};
}

Result<> Workspace::eraseRows(const Table &table, const Rows &keys)
{
    std::vector<Uuid> ids;
    for (const RowKey &key : keys)
        ids.push_back(key.id);
    const std::string sql =
        "delete from public." + quoted(table.name) + " r where " + portCondition(table) + "r.id = any($2)";
    const auto gone = m_connection.exec(sql.c_str(), Params().uuid(m_port).uuids(ids));
    if (!gone)
        return gone.error();
    NIMARA_TRY(readTombstones(keys));
    for (const RowKey &key : keys)
        m_slots[key].stored.reset();
    return Done{};
}

Result<> Workspace::readTombstones(const Rows &keys)
{
    std::vector<Uuid> scopes;
    std::vector<Uuid> ids;
    for (const RowKey &key : keys) {
        for (const ScopeKey &scope : scopesOfRow(*key.table, *m_slots[key].stored)) {
            scopes.push_back(scopeId(scope));
            ids.push_back(key.id);
        }
    }
    const auto rows = m_connection.prepared(
        "nimara_tombstones",
        "select c.row_id, max(c.rev) from unnest($1::uuid[], $2::uuid[]) w (scope_id, row_id) join "
        "sync.change_index c "
        "on c.scope_id = w.scope_id and c.table_no = $3 and c.row_id = w.row_id group by 1",
        Params().uuids(scopes).uuids(ids).int4(keys.front().table->number), Format::Binary);
    if (!rows)
        return rows.error();
    for (int i = 0; i < rows->rows(); ++i)
        m_slots[{keys.front().table, rows->uuid(i, 0)}].tombstone = rows->integer(i, 1);
    return Done{};
}

} // namespace nimara::server
