#pragma once

#include "models/base/result.h"
#include "server/db/params.h"
#include "server/db/query_result.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct pg_conn;
struct pg_result;

namespace nimara::server {

enum class Format : int { Text = 0, Binary = 1 };

// The keys of errors from PostgreSQL. `field` names the constraint (or the column of a missing value), `detail` the
// SQLSTATE with the server's first line where that line holds no values.
//   db.connection  no connection or it broke; what was sent last may or may not have happened
//   db.retry       serialisation failure or deadlock: run the transaction again
//   db.unique db.foreign_key db.not_null db.check db.exclusion
//   db.forbidden   no privilege, or row-level security
//   db.value       a value does not fit its type
//   db.cancelled db.resources db.skipped (pipeline) db.failed
bool isRetryable(const Error &error);

struct Statement
{
    std::string name = {}; // parsed once for each connection; empty: each time
    std::string sql;
    Params params = {};
    Format format = Format::Text;
};

// One connection to PostgreSQL, used by one thread at a time. The session runs in UTC, in ISO dates, UTF-8.
class Connection
{
public:
    // `conninfo` as libpq reads it: a URL or key=value words. Waits at most ten seconds.
    static Result<Connection> open(const std::string &conninfo);

    Connection(Connection &&) noexcept;
    Connection &operator=(Connection &&) noexcept;
    ~Connection();

    // One statement with parameters.
    Result<QueryResult> exec(const char *sql, const Params &params = {}, Format format = Format::Text);
    // Several statements without parameters, in one implicit transaction unless one is open.
    Result<> run(const std::string &sql);
    // A statement that is parsed once for each connection; `name` is its identity.
    Result<QueryResult> prepared(const char *name, const char *sql, const Params &params,
                                 Format format = Format::Text);

    // Several statements in one trip, and their answers in the same order. Each sees what those before it did; the first
    // fault is the answer, and what stands behind it was not run.
    Result<std::vector<QueryResult>> all(std::vector<Statement> statements);

    // In a transaction: as prepared() (as exec() without a name), but it goes out with the next statement, in one trip
    // with it, and its fault is that statement's fault. Outside of one it runs at once. What no statement follows is not
    // sent: a transaction that is rolled back drops it.
    Result<> later(const char *name, const char *sql, const Params &params = {});
    void dropLater();

    bool isPrepared(const std::string &name) const;
    std::size_t preparedCount() const;

    // Pipeline mode: statements are queued without waiting for answers, which are read in order afterwards. A fault
    // skips the rest up to the next sync. Each sync() is answered by nextResult() with an empty optional.
    Result<> beginPipeline();
    Result<> queue(const char *sql, const Params &params, Format format = Format::Text);
    Result<> queuePrepared(const char *name, const char *sql, const Params &params,
                           Format format = Format::Text);
    Result<> sync();
    Result<std::optional<QueryResult>> nextResult();
    Result<> endPipeline();

    // COPY … TO STDOUT: `row` gets each row's bytes as they come (with BINARY: header, tuples, trailer). An error from
    // `row` ends the copy.
    Result<> copyOut(const char *sql, const std::function<Result<>(std::string_view)> &row);
    // COPY … FROM STDIN: `next` gives chunks until it gives an empty one.
    Result<std::int64_t> copyIn(const char *sql, const std::function<Result<std::string_view>()> &next);

    bool isOpen() const;
    bool inTransaction() const;
    // Asks the server from another thread to give up the running statement.
    std::function<void()> canceller() const;
    pg_conn *native() const { return m_connection.get(); }

private:
    struct Close
    {
        void operator()(pg_conn *connection) const;
    };
    struct State;
    friend class Transaction;
    explicit Connection(pg_conn *connection);
    Error fault() const;
    Result<QueryResult> taken(pg_result *result);
    Result<> queue(const Statement &statement);
    // What was put off, and this.
    Result<QueryResult> together(Statement last);
    Result<> sendLater();
    void beginLater(const char *sql);

    std::unique_ptr<pg_conn, Close> m_connection;
    std::unique_ptr<State> m_state;
};

// Who works for whom; row-level security reads it. Both are set for one transaction only.
struct Tenant
{
    std::optional<Uuid> port = {};
    std::optional<Uuid> user = {};
};

// Begins with the first statement after begin(), in one trip with it, and rolls back when it goes without commit().
class Transaction
{
public:
    enum class Mode { ReadCommitted, RepeatableReadOnly, Serializable };

    static Result<Transaction> begin(Connection &connection, const Tenant &tenant = {},
                                     Mode mode = Mode::ReadCommitted);

    Transaction(Transaction &&other) noexcept : m_connection(std::exchange(other.m_connection, nullptr)) {}
    Transaction &operator=(Transaction &&) = delete;
    ~Transaction();

    Result<> commit();
    // The last statements and the commit in one trip.
    Result<std::vector<QueryResult>> commit(std::vector<Statement> last);
    Result<> rollback();

private:
    explicit Transaction(Connection &connection) : m_connection(&connection) {}

    Connection *m_connection;
};

} // namespace nimara::server
