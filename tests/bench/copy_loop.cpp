#include "models/base/os/file.h"
#include "server/db/wire_format.h"
#include "tests/bench/plain_loops.h"
#include "tests/bench/rows.h"
#include "tests/bench/timing.h"

#include <libpq-fe.h>
#include <sqlite3.h>

#include <filesystem>
#include <memory>

namespace nimara::bench {

namespace wire = server::wire;

namespace {

struct CloseFile
{
    void operator()(sqlite3 *db) const { sqlite3_close(db); }
};
struct Finalize
{
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};
struct FreeCopy
{
    void operator()(char *bytes) const { PQfreemem(bytes); }
};

Error sqliteFault(sqlite3 *db)
{
    return {ErrorCode::Storage, "bench.sqlite", {}, sqlite3_errmsg(db)};
}

Error postgresFault(PGconn *connection)
{
    return {ErrorCode::Storage, "bench.postgres", {}, PQerrorMessage(connection)};
}

// Which of the filled columns are ids, which instants; the rest are texts.
constexpr bool isId(int field)
{
    return field < 2;
}
constexpr bool isInstant(int field)
{
    return field == 2 || field == 3;
}

constexpr const char *create =
    "create table clients (id blob primary key not null, port_id blob, created_at integer,"
    " updated_at integer, full_name text, company_name text, client_type text,"
    " nationality text, source text, source_details text, city text, country text)";
constexpr const char *insert = "insert into clients values (?,?,?,?,?,?,?,?,?,?,?,?)";

// One tuple into the statement. False at the trailer.
bool bindTuple(sqlite3_stmt *statement, const char *at)
{
    const int fields = wire::getInt16({at, 2});
    at += 2;
    for (int field = 0; field < fields; ++field) {
        const int length = wire::getInt32({at, 4});
        at += 4;
        if (isId(field))
            sqlite3_bind_blob(statement, field + 1, at, length, SQLITE_STATIC);
        else if (isInstant(field))
            sqlite3_bind_int64(statement, field + 1, wire::getInt64({at, 8}) + wire::epochMicros);
        else
            sqlite3_bind_text(statement, field + 1, at, length, SQLITE_STATIC);
        at += length;
    }
    return fields > 0;
}

Result<std::int64_t> drain(PGconn *connection, sqlite3 *db)
{
    sqlite3_stmt *raw = nullptr;
    if (sqlite3_prepare_v2(db, insert, -1, &raw, nullptr) != SQLITE_OK)
        return sqliteFault(db);
    const std::unique_ptr<sqlite3_stmt, Finalize> statement(raw);
    std::int64_t rows = 0;
    for (;;) {
        char *bytes = nullptr;
        const int length = PQgetCopyData(connection, &bytes, 0);
        if (length == -1)
            break;
        if (length < 0)
            return postgresFault(connection);
        const std::unique_ptr<char, FreeCopy> owner(bytes);
        // The header of the whole stands before the first tuple.
        if (!bindTuple(raw, rows == 0 ? bytes + copyHeader().size() : bytes))
            continue;
        if (sqlite3_step(raw) != SQLITE_DONE)
            return sqliteFault(db);
        sqlite3_reset(raw);
        ++rows;
    }
    while (PGresult *result = PQgetResult(connection)) {
        const bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
        PQclear(result);
        if (!good)
            return postgresFault(connection);
    }
    return rows;
}

} // namespace

Result<double> copyLoop(server::Connection &connection, const std::string &port, Order order,
                        const std::string &file)
{
    std::filesystem::remove(file);
    const Stopwatch watch;
    sqlite3 *raw = nullptr;
    const int opened = sqlite3_open(file.c_str(), &raw);
    const std::unique_ptr<sqlite3, CloseFile> db(raw);
    const auto run = [&](const char *sql) {
        return sqlite3_exec(raw, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
    };
    if (opened != SQLITE_OK || !run("pragma journal_mode=off") || !run("pragma synchronous=off") ||
        !run("pragma locking_mode=exclusive") || !run("pragma cache_size=-12000") || !run(create) ||
        !run("begin"))
        return sqliteFault(raw);

    const std::string sql = "copy (select " + ClientRows::columnNames() +
                            " from public.clients where port_id = '" + port + "'" +
                            (order == Order::Key ? " order by id" : "") + ") to stdout (format binary)";
    PGresult *began = PQexec(connection.native(), sql.c_str());
    const bool copying = PQresultStatus(began) == PGRES_COPY_OUT;
    PQclear(began);
    if (!copying)
        return postgresFault(connection.native());
    const auto rows = drain(connection.native(), raw);
    if (!rows)
        return rows.error();
    if (!run("commit"))
        return sqliteFault(raw);
    NIMARA_TRY(os::syncFile(file));
    return static_cast<double>(*rows) / watch.seconds();
}

} // namespace nimara::bench
