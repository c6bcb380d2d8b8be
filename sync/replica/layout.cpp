#include "sync/replica/layout.h"

#include "models/schema/registry.h"

#include <algorithm>
#include <map>

namespace nimara::sync {

namespace {

const char *typeName(ColumnType type)
{
    switch (shapeOf(type)) {
    case Shape::Integer:
        return "INTEGER";
    case Shape::Text:
        return "TEXT";
    case Shape::Uuid:
        return "BLOB";
    }
    return "BLOB";
}

// Nothing is NOT NULL and nothing unique but the id: a replica shows what the server sends and what the user has
// typed, also where a rule of the server would refuse it.
std::string createStatement(const Table &table)
{
    std::string sql = "CREATE TABLE " + quoted(table.name) + " (rid INTEGER PRIMARY KEY";
    for (const int ordinal : replicaColumns(table)) {
        const ColumnInfo &column = table.columns[static_cast<std::size_t>(ordinal)];
        sql += ", " + quoted(column.name()) + " " + typeName(column.type);
        if (ordinal == 0)
            sql += " NOT NULL";
    }
    sql += ", _rev INTEGER NOT NULL";
    if (hasScopeBits(table))
        sql += ", _scopes INTEGER NOT NULL";
    return sql + ") STRICT";
}

constexpr const char *ownTables[] = {
    "CREATE TABLE sync_meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID",

    "CREATE TABLE sync_scope (slot INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, cls TEXT NOT NULL,"
    " cursor BLOB NOT NULL, loaded INTEGER NOT NULL, again INTEGER NOT NULL, estimate INTEGER NOT NULL) "
    "STRICT",
    "CREATE TABLE sync_load (slot INTEGER, table_no INTEGER, after BLOB NOT NULL, done INTEGER NOT NULL,"
    " rows INTEGER NOT NULL, PRIMARY KEY (slot, table_no)) STRICT, WITHOUT ROWID",

    // The confirmed state of rows with edits under way; base is null while the server has never sent the row.
    "CREATE TABLE sync_shadow (table_no INTEGER, id BLOB, rev INTEGER NOT NULL, scopes INTEGER NOT NULL,"
    " gone INTEGER NOT NULL, base BLOB, PRIMARY KEY (table_no, id)) STRICT, WITHOUT ROWID",

    // What must survive everything: each edit by column names, with a checksum of its own.
    "CREATE TABLE outbox (seq INTEGER PRIMARY KEY, mutation BLOB NOT NULL, title TEXT NOT NULL,"
    " checksum INTEGER NOT NULL) STRICT",
    // Which rows an edit touches. rev: null while unanswered, else the acknowledged revision that is still to come.
    "CREATE TABLE outbox_row (table_no INTEGER, id BLOB, seq INTEGER, rev INTEGER,"
    " PRIMARY KEY (table_no, id, seq)) STRICT, WITHOUT ROWID",
    "CREATE INDEX outbox_row_seq ON outbox_row (seq)",
    // Acknowledged edits: until their rows have come, and to be offered again after a restore of the server.
    "CREATE TABLE sync_acked (seq INTEGER PRIMARY KEY, mutation BLOB NOT NULL, title TEXT NOT NULL,"
    " at INTEGER NOT NULL) STRICT",

    "CREATE TABLE conflict (number INTEGER PRIMARY KEY AUTOINCREMENT, seq INTEGER NOT NULL, mutation BLOB "
    "NOT NULL,"
    " title TEXT NOT NULL, outcome BLOB NOT NULL, at INTEGER NOT NULL, checksum INTEGER NOT NULL) STRICT",
    // The rows of a refused edit as they were last confirmed: what is restored where the server has deleted one.
    "CREATE TABLE conflict_row (number INTEGER, table_no INTEGER, id BLOB, base BLOB,"
    " PRIMARY KEY (number, table_no, id)) STRICT, WITHOUT ROWID",
};

} // namespace

std::int64_t userVersion()
{
    return std::int64_t(schema::generation) * 1000 + layoutVersion;
}

std::vector<const Table *> tablesOf(Realm realm)
{
    std::vector<const Table *> tables;
    for (const Table *table : schema::tables()) {
        if (table->livesIn(realm))
            tables.push_back(table);
    }
    return tables;
}

const std::vector<int> &replicaColumns(const Table &table)
{
    static const std::map<std::uint16_t, std::vector<int>> all = [] {
        std::map<std::uint16_t, std::vector<int>> columns;
        for (const Table *each : schema::tables())
            columns[each->number] = wireColumns(*each);
        return columns;
    }();
    return all.at(table.number);
}

bool hasScopeBits(const Table &table)
{
    if (table.multiScope())
        return true;
    return std::any_of(table.scopes.begin(), table.scopes.end(),
                       [](const ScopeRule &rule) { return !rule.entityColumn.empty(); });
}

std::vector<IndexStatement> indexesOf(const Table &table)
{
    std::vector<IndexStatement> indexes;
    const auto add = [&](const std::string &name, const std::string &columns) {
        indexes.push_back(
            {name, "CREATE INDEX " + quoted(name) + " ON " + quoted(table.name) + " (" + columns + ")"});
    };
    for (const ColumnInfo &column : table.columns) {
        // One port a file: an index on port_id would list the whole table.
        if (column.is(ServerOnly) || column.spec.references.empty() || column.name() == "port_id")
            continue;
        add(std::string(table.name) + "_" + std::string(column.name()), quoted(column.name()));
    }
    for (const UniqueRule &rule : table.uniques) {
        if (rule.pair)
            continue;
        std::string columns;
        for (const std::string_view name : rule.columns) {
            const ColumnInfo *column = table.find(name);
            if (!column || column->is(ServerOnly))
                columns.clear();
            else
                columns += (columns.empty() ? "" : ", ") + quoted(name);
        }
        if (!columns.empty() &&
            (rule.columns.size() > 1 || table.find(rule.columns[0])->spec.references.empty()))
            add(std::string(rule.name), columns);
    }
    return indexes;
}

Result<Done> createTables(const Database &db, Realm realm)
{
    for (const char *sql : ownTables)
        NIMARA_TRY(db.exec(sql));
    for (const Table *table : tablesOf(realm)) {
        NIMARA_TRY(db.exec(createStatement(*table)));
        // Rows come in id order, so this index grows at its end and is as cheap live as made afterwards.
        NIMARA_TRY(db.exec("CREATE UNIQUE INDEX " + quoted(std::string(table->name) + "_id") + " ON " +
                           quoted(table->name) + " (id)"));
    }
    return Done{};
}

Result<Done> createIndexes(const Database &db, Realm realm)
{
    for (const Table *table : tablesOf(realm)) {
        for (const IndexStatement &index : indexesOf(*table))
            NIMARA_TRY(db.exec(index.create));
    }
    return Done{};
}

} // namespace nimara::sync
