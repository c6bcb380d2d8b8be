// PostgreSQL after all migrations against the registry: whatever one says and the other does not is a fault here.

#include "models/schema/registry.h"
#include "tests/support/postgres.h"
#include "tests/support/sql.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <map>
#include <regex>
#include <set>

using namespace nimara;
using namespace nimara::test;
using server::Connection;

namespace {

class Drift : public ::testing::Test
{
protected:
    static void SetUpTestSuite()
    {
        s_database = new std::string(Postgres::instance().database());
        s_connection = new Connection(connectTo(*s_database));
    }
    static void TearDownTestSuite()
    {
        delete s_connection;
        delete s_database;
    }
    static Connection &db() { return *s_connection; }

private:
    static std::string *s_database;
    static Connection *s_connection;
};
std::string *Drift::s_database = nullptr;
Connection *Drift::s_connection = nullptr;

std::string expectedType(const ColumnInfo &column)
{
    if (column.is(CaseInsensitive))
        return "citext";
    switch (column.type) {
    case ColumnType::Uuid:
        return "uuid";
    case ColumnType::Text:
        return "character varying(" + std::to_string(column.spec.maxLength) + ")";
    case ColumnType::Bool:
        return "boolean";
    case ColumnType::Int:
        return "bigint";
    case ColumnType::Money:
        return "numeric(14,2)";
    case ColumnType::Length:
        return "numeric(6,2)";
    case ColumnType::Quantity:
        return "numeric(12,3)";
    case ColumnType::TaxRate:
        return "numeric(7,4)";
    case ColumnType::ExchangeRate:
        return "numeric(18,8)";
    case ColumnType::Instant:
        return "timestamp with time zone";
    case ColumnType::Date:
        return "date";
    case ColumnType::Enum:
        return "text";
    case ColumnType::JsonText:
        return "jsonb";
    }
    return {};
}

std::string join(const std::vector<std::string> &words)
{
    std::string out;
    for (const std::string &word : words)
        out += (out.empty() ? "" : ",") + word;
    return out;
}

std::string named(std::string_view table)
{
    return "'public." + std::string(table) + "'::regclass";
}

bool ofPort(const Table &table)
{
    return table.is(PortScoped);
}

} // namespace

TEST_F(Drift, theTablesAreTheSame)
{
    std::set<std::string> registry;
    for (const Table *table : schema::tables())
        registry.emplace(table->name);
    std::set<std::string> database;
    for (const auto &row :
         rowsOf(db(),
                "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"))
        database.insert(row[0]);
    EXPECT_EQ(registry, database);
    EXPECT_EQ(registry.size(), 59u);
}

TEST_F(Drift, theColumnsAreTheSame)
{
    for (const Table *table : schema::tables()) {
        std::map<std::string, std::string> expected;
        for (const ColumnInfo &column : table->columns)
            expected[std::string(column.spec.name)] =
                expectedType(column) + (column.is(Required) ? " not null" : "");
        if (!table->is(AppendOnly))
            expected["rev"] = "bigint not null";
        std::map<std::string, std::string> found;
        for (const auto &row : rowsOf(db(), "select attname, format_type(atttypid, atttypmod), attnotnull "
                                            "from pg_attribute where attrelid = " +
                                                named(table->name) + " and attnum > 0 and not attisdropped"))
            found[row[0]] = row[1] + (row[2] == "t" ? " not null" : "");
        EXPECT_EQ(expected, found) << table->name;
    }
}

TEST_F(Drift, aNewRowsValuesAreTheSame)
{
    for (const Table *table : schema::tables()) {
        std::map<std::string, std::string> defaults;
        for (const auto &row :
             rowsOf(db(), "select attname, pg_get_expr(adbin, adrelid) from pg_attrdef join pg_attribute"
                          " on attrelid = adrelid and attnum = adnum where adrelid = " +
                              named(table->name)))
            defaults[row[0]] = row[1];
        for (const ColumnInfo &column : table->columns) {
            const std::string name(column.spec.name);
            const std::string &initial = defaults[name];
            if (column.spec.initial.empty()) {
                // Only what the server itself can say: a new id, the time.
                EXPECT_TRUE(initial.empty() || initial == "now()" || initial == "gen_random_uuid()")
                    << table->name << "." << name << " " << initial;
                continue;
            }
            ASSERT_FALSE(initial.empty()) << table->name << "." << name;
            const auto read = server::valueFromPgText(column.type, cellOf(db(), "select " + initial));
            // numeric keeps the digits it was written with.
            const auto scaled = decimalScale(column.type)
                                    ? valueFromText(column.type, cellOf(db(), "select " + initial))
                                    : read;
            EXPECT_EQ(scaled, valueFromText(column.type, column.spec.initial)) << table->name << "." << name;
        }
    }
}

TEST_F(Drift, theEnumsHaveTheSameWords)
{
    const std::regex word("'([^']*)'::text");
    for (const Table *table : schema::tables()) {
        for (const ColumnInfo &column : table->columns) {
            if (column.type != ColumnType::Enum)
                continue;
            const std::string name(column.spec.name);
            const std::string check =
                cellOf(db(), "select pg_get_constraintdef(c.oid) from pg_constraint c join pg_attribute a"
                             " on a.attrelid = c.conrelid and a.attnum = any (c.conkey) where contype ="
                             " 'c' and cardinality(conkey) = 1 and conrelid = " +
                                 named(table->name) + " and attname = '" + name + "'");
            std::vector<std::string> found;
            for (std::sregex_iterator at(check.begin(), check.end(), word), end; at != end; ++at)
                found.push_back((*at)[1]);
            std::vector<std::string> expected;
            for (const Choice &choice : column.spec.choices)
                expected.emplace_back(choice.value);
            EXPECT_EQ(expected, found) << table->name << "." << name;
        }
    }
}

TEST_F(Drift, theKeysAreTheSame)
{
    for (const Table *table : schema::tables()) {
        const std::string primary = cellOf(
            db(), "select pg_get_constraintdef(oid) from pg_constraint where contype = 'p' and conrelid = " +
                      named(table->name));
        EXPECT_EQ(primary, ofPort(*table) ? "PRIMARY KEY (port_id, id)" : "PRIMARY KEY (id)") << table->name;

        std::set<std::string> expected;
        for (const ColumnInfo &column : table->columns) {
            if (column.spec.references.empty())
                continue;
            const std::string name(column.spec.name);
            const Table *target = schema::findTable(column.spec.references);
            // A foreign key to a port's row takes the port along, so that no row can point into another port.
            const bool composite = ofPort(*table) && ofPort(*target);
            std::string key = "FOREIGN KEY (" + (composite ? "port_id, " + name : name) + ") REFERENCES " +
                              std::string(target->name) + (composite ? "(port_id, id)" : "(id)");
            if (column.spec.onDelete == OnDelete::Cascade)
                key += " ON DELETE CASCADE";
            if (column.spec.onDelete == OnDelete::SetNull)
                key += composite ? " ON DELETE SET NULL (" + name + ")" : " ON DELETE SET NULL";
            expected.insert(key);
        }
        std::set<std::string> found;
        for (const auto &row : rowsOf(
                 db(),
                 "select pg_get_constraintdef(oid) from pg_constraint where contype = 'f' and conrelid = " +
                     named(table->name)))
            found.insert(row[0]);
        EXPECT_EQ(expected, found) << table->name;
    }
}

TEST_F(Drift, whatIsUniqueIsTheSame)
{
    for (const Table *table : schema::tables()) {
        std::map<std::string, std::string> expected;
        for (const UniqueRule &rule : table->uniques) {
            std::vector<std::string> columns(rule.columns.begin(), rule.columns.end());
            if (table->is(PortScoped | PortOptional))
                columns.emplace_back("port_id");
            std::string where;
            if (rule.amongActive)
                where = "(archived_at IS NULL)";
            else if (rule.whereValue == "true")
                where = std::string(rule.whereColumn);
            else if (!rule.whereColumn.empty())
                where =
                    "(" + std::string(rule.whereColumn) + " = '" + std::string(rule.whereValue) + "'::text)";
            expected[std::string(rule.name)] = join(columns) + (where.empty() ? "" : " " + where) +
                                               (table->is(PortOptional) ? " nulls" : "");
        }
        std::map<std::string, std::string> found;
        for (const auto &row : rowsOf(
                 db(), "select c.relname, array_to_string(array(select attname from unnest(i.indkey) with "
                       "ordinality k(n, place)"
                       " join pg_attribute on attrelid = i.indrelid and attnum = k.n order by k.place), ','),"
                       " pg_get_expr(i.indpred, i.indrelid), i.indnullsnotdistinct"
                       " from pg_index i join pg_class c on c.oid = i.indexrelid"
                       " where i.indisunique and not i.indisprimary and i.indrelid = " +
                           named(table->name)))
            found[row[0]] = row[1] + (row[2].empty() ? "" : " " + row[2]) + (row[3] == "t" ? " nulls" : "");
        // Sealing is the server's own affair; the registry does not know of its order.
        found.erase("audit_logs_seq");
        EXPECT_EQ(expected, found) << table->name;
    }
}

TEST_F(Drift, everyForeignKeyHasAnIndex)
{
    // Rows point to users all over; users are never deleted, so only the keys that lists are made by are indexed.
    for (const auto &row :
         rowsOf(db(), "select c.conrelid::regclass, pg_get_constraintdef(c.oid) from pg_constraint c"
                      " where c.contype = 'f' and c.connamespace = 'public'::regnamespace"
                      " and c.confrelid not in ('public.users'::regclass, 'public.ports'::regclass)"
                      " and not exists (select from pg_index i where i.indrelid = c.conrelid"
                      " and i.indkey[0] = c.conkey[cardinality(c.conkey)])"))
        ADD_FAILURE() << row[0] << ": " << row[1];
}

TEST_F(Drift, aPortLeadsInThePrimaryKeyAlone)
{
    // A second index that begins with port_id looks as good as the primary key to a planner without statistics, and then
    // each foreign key check of a large import reads the whole port.
    for (const auto &row :
         rowsOf(db(), "select i.indexrelid::regclass from pg_index i join pg_attribute a on a.attrelid ="
                      " i.indrelid and a.attnum = i.indkey[0] join pg_index p on p.indrelid = i.indrelid and"
                      " p.indisprimary and p.indnkeyatts = 2 where a.attname = 'port_id' and not"
                      " i.indisprimary and i.indrelid in (select oid from pg_class where relnamespace ="
                      " 'public'::regnamespace)"))
        ADD_FAILURE() << row[0];
}

TEST_F(Drift, theScopeRulesAreTheSame)
{
    static constexpr const char *audiences[] = {"All", "Port", "PortClass", "PortUser", "User"};
    std::vector<std::vector<std::string>> expected;
    for (const Table *table : schema::tables()) {
        for (std::size_t i = 0; i < table->scopes.size(); ++i) {
            const ScopeRule &rule = table->scopes[i];
            expected.push_back({std::string(table->name), std::to_string(table->number),
                                std::to_string(i + 1), audiences[static_cast<int>(rule.audience)],
                                std::string(rule.permission), std::string(rule.ownerColumn),
                                std::string(rule.entityColumn), std::string(rule.whenColumn),
                                std::string(rule.whenValue)});
        }
    }
    auto found = rowsOf(db(), "select * from sync.scope_rules");
    std::sort(expected.begin(), expected.end());
    std::sort(found.begin(), found.end());
    EXPECT_EQ(expected, found);
}

TEST_F(Drift, everyTableIsGuardedAndWatched)
{
    for (const Table *table : schema::tables()) {
        const bool shared = table->name == "users" || table->name == "currency_rates";
        EXPECT_EQ(cellOf(db(), "select relrowsecurity and relforcerowsecurity from pg_class where oid = " +
                                   named(table->name)),
                  shared ? "f" : "t")
            << table->name;

        std::set<std::string> expected;
        if (!table->is(AppendOnly))
            expected.insert("stamp");
        if (table->replicated())
            expected.insert({"feed_delete", "feed_insert", "feed_truncate", "feed_update"});
        std::set<std::string> found;
        for (const auto &row :
             rowsOf(db(), "select tgname from pg_trigger where tgenabled = 'A' and not tgisinternal and"
                          " (tgname = 'stamp' or tgname like 'feed%') and tgrelid = " +
                              named(table->name)))
            found.insert(row[0]);
        EXPECT_EQ(expected, found) << table->name;
    }
}

TEST_F(Drift, theServingRolesOwnNothingAndCannotPassTheGuard)
{
    EXPECT_EQ(
        cellOf(
            db(),
            "select count(*) from pg_roles where rolname in ('nimara_server', 'nimara_jobs', 'nimara_feed',"
            " 'nimara_audit') and not rolsuper and not rolbypassrls and not rolcreaterole"),
        "4");
    EXPECT_EQ(
        cellOf(db(),
               "select count(*) from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname like"
               " 'nimara%' and r.rolname <> 'nimara_owner'"),
        "0");
    EXPECT_EQ(
        cellOf(db(),
               "select count(*) from information_schema.role_table_grants where grantee like 'nimara_%' and"
               " grantee <> 'nimara_owner' and privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')"),
        "0");
    EXPECT_EQ(cellOf(db(), "select string_agg(privilege_type, ',' order by privilege_type) from"
                           " information_schema.role_table_grants where grantee = 'nimara_server' and "
                           "table_name = 'audit_logs'"),
              "INSERT,SELECT");
    // What never leaves the server is out of reach for who reads for the laptops.
    for (const Table *table : schema::tables()) {
        for (const ColumnInfo &column : table->columns) {
            if (!column.is(ServerOnly))
                continue;
            EXPECT_EQ(cellOf(db(), "select has_column_privilege('nimara_feed', " + named(table->name) +
                                       ", '" + std::string(column.spec.name) + "', 'select')"),
                      "f")
                << table->name << "." << column.spec.name;
        }
    }
}
