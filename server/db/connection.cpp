#include "server/db/connection.h"

#include "server/db/sql_state.h"

#include <libpq-fe.h>
#include <deque>
#include <unordered_set>
#include <utility>
#include <vector>

namespace nimara::server {

struct Connection::State
{
    std::deque<Statement> later;
    std::unordered_set<std::string> prepared;
    // One entry for each answer that is still to come in pipeline mode: the name of a statement that was put in front to
    // be parsed, or empty for what the caller queued.
    std::deque<std::string> expected;
};

namespace {

// The arrays libpq wants; they point into Params for the time of one call.
struct Arguments
{
    explicit Arguments(const Params &params)
    {
        for (const Params::Item &item : params.items()) {
            types.push_back(item.type);
            values.push_back(item.isNull ? nullptr : item.bytes.c_str());
            lengths.push_back(static_cast<int>(item.bytes.size()));
            formats.push_back(item.binary ? 1 : 0);
        }
    }
    int count() const { return static_cast<int>(types.size()); }

    std::vector<Oid> types;
    std::vector<const char *> values;
    std::vector<int> lengths;
    std::vector<int> formats;
};

void ignoreNotice(void *, const PGresult *) {}

} // namespace

bool isRetryable(const Error &error)
{
    return error.key == "db.retry";
}

void Connection::Close::operator()(pg_conn *connection) const
{
    PQfinish(connection);
}

Connection::Connection(pg_conn *connection) : m_connection(connection), m_state(std::make_unique<State>()) {}
Connection::Connection(Connection &&) noexcept = default;
Connection &Connection::operator=(Connection &&) noexcept = default;
Connection::~Connection() = default;

Result<Connection> Connection::open(const std::string &conninfo)
{
    const char *const keywords[] = {"dbname", "connect_timeout", "client_encoding", "application_name",
                                    nullptr};
    const char *const values[] = {conninfo.c_str(), "10", "UTF8", "nimara", nullptr};
    Connection connection(PQconnectdbParams(keywords, values, 1));
    if (!connection.isOpen())
        return connection.fault();
    PQsetNoticeReceiver(connection.native(), ignoreNotice, nullptr);
    NIMARA_TRY(connection.run("set time zone 'UTC'; set datestyle to 'ISO, YMD'; set bytea_output to hex;"
                              "set standard_conforming_strings to on"));
    return connection;
}

Error Connection::fault() const
{
    // libpq's text names host and cause, never the password.
    return Error{ErrorCode::Unavailable, "db.connection", {}, PQerrorMessage(native())};
}

Result<QueryResult> Connection::taken(PGresult *result)
{
    if (!result)
        return fault();
    QueryResult owned(result);
    switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_EMPTY_QUERY:
    case PGRES_COPY_OUT:
    case PGRES_COPY_IN:
        return owned;
    case PGRES_PIPELINE_ABORTED:
        return Error{ErrorCode::Internal, "db.skipped", {}, "an earlier statement of the pipeline failed"};
    default:
        return isOpen() ? errorFromResult(result) : fault();
    }
}

Result<QueryResult> Connection::exec(const char *sql, const Params &params, Format format)
{
    if (!m_state->later.empty())
        return together({{}, sql, params, format});
    const Arguments args(params);
    return taken(PQexecParams(native(), sql, args.count(), args.types.data(), args.values.data(),
                              args.lengths.data(), args.formats.data(), static_cast<int>(format)));
}

Result<> Connection::run(const std::string &sql)
{
    NIMARA_TRY(sendLater());
    const auto done = taken(PQexec(native(), sql.c_str()));
    if (!done)
        return done.error();
    return Done{};
}

Result<QueryResult> Connection::prepared(const char *name, const char *sql, const Params &params,
                                         Format format)
{
    if (!m_state->later.empty())
        return together({name, sql, params, format});
    const Arguments args(params);
    if (!m_state->prepared.contains(name)) {
        const auto parsed = taken(PQprepare(native(), name, sql, args.count(), args.types.data()));
        if (!parsed)
            return parsed.error();
        m_state->prepared.insert(name);
    }
    return taken(PQexecPrepared(native(), name, args.count(), args.values.data(), args.lengths.data(),
                                args.formats.data(), static_cast<int>(format)));
}

Result<> Connection::later(const char *name, const char *sql, const Params &params)
{
    if (!m_state->later.empty() || PQtransactionStatus(native()) == PQTRANS_INTRANS) {
        m_state->later.push_back({name ? name : "", sql, params, Format::Text});
        return Done{};
    }
    const auto done = name ? prepared(name, sql, params) : exec(sql, params);
    return done ? Result<>(Done{}) : done.error();
}

void Connection::dropLater()
{
    m_state->later.clear();
}

Result<> Connection::sendLater()
{
    if (m_state->later.empty())
        return Done{};
    Statement last = std::move(m_state->later.back());
    m_state->later.pop_back();
    const auto done = together(std::move(last));
    return done ? Result<>(Done{}) : done.error();
}

Result<> Connection::queue(const Statement &statement)
{
    return statement.name.empty() ? queue(statement.sql.c_str(), statement.params, statement.format)
                                  : queuePrepared(statement.name.c_str(), statement.sql.c_str(),
                                                  statement.params, statement.format);
}

Result<QueryResult> Connection::together(Statement last)
{
    std::vector<Statement> statements;
    statements.push_back(std::move(last));
    auto answers = all(std::move(statements));
    return answers ? Result<QueryResult>(std::move(answers->back())) : answers.error();
}

Result<std::vector<QueryResult>> Connection::all(std::vector<Statement> statements)
{
    const std::deque<Statement> first = std::exchange(m_state->later, {});
    NIMARA_TRY(beginPipeline());
    for (const Statement &statement : first)
        NIMARA_TRY(queue(statement));
    for (const Statement &statement : statements)
        NIMARA_TRY(queue(statement));
    NIMARA_TRY(sync());
    std::vector<QueryResult> answers;
    std::optional<Error> fault; // the first is the cause; those behind it were skipped
    for (;;) {
        auto next = nextResult();
        if (!next && !isOpen())
            return next.error();
        if (next && !*next)
            break;
        if (next)
            answers.push_back(std::move(**next));
        else if (!fault)
            fault = next.error();
    }
    NIMARA_TRY(endPipeline());
    if (fault)
        return *std::move(fault);
    answers.erase(answers.begin(), answers.begin() + static_cast<std::ptrdiff_t>(first.size()));
    return answers;
}

void Connection::beginLater(const char *sql)
{
    m_state->later.push_back({.sql = sql});
}

bool Connection::isPrepared(const std::string &name) const
{
    return m_state->prepared.contains(name);
}

std::size_t Connection::preparedCount() const
{
    return m_state->prepared.size();
}

Result<> Connection::beginPipeline()
{
    NIMARA_TRY(sendLater());
    if (PQenterPipelineMode(native()) != 1)
        return fault();
    m_state->expected.clear();
    return Done{};
}

Result<> Connection::queue(const char *sql, const Params &params, Format format)
{
    const Arguments args(params);
    if (PQsendQueryParams(native(), sql, args.count(), args.types.data(), args.values.data(),
                          args.lengths.data(), args.formats.data(), static_cast<int>(format)) != 1)
        return fault();
    m_state->expected.emplace_back();
    return Done{};
}

Result<> Connection::queuePrepared(const char *name, const char *sql, const Params &params, Format format)
{
    const Arguments args(params);
    if (!m_state->prepared.contains(name)) {
        if (PQsendPrepare(native(), name, sql, args.count(), args.types.data()) != 1)
            return fault();
        m_state->expected.emplace_back(name);
        m_state->prepared.insert(name);
    }
    if (PQsendQueryPrepared(native(), name, args.count(), args.values.data(), args.lengths.data(),
                            args.formats.data(), static_cast<int>(format)) != 1)
        return fault();
    m_state->expected.emplace_back();
    return Done{};
}

Result<> Connection::sync()
{
    if (PQpipelineSync(native()) != 1)
        return fault();
    return Done{};
}

Result<std::optional<QueryResult>> Connection::nextResult()
{
    for (;;) {
        PGresult *result = PQgetResult(native());
        if (!result)
            return fault();
        if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
            PQclear(result);
            return std::optional<QueryResult>();
        }
        auto answer = taken(result);
        // A null ends the answers of one statement.
        while (PGresult *more = PQgetResult(native()))
            PQclear(more);
        std::string parsed;
        if (!m_state->expected.empty()) {
            parsed = std::move(m_state->expected.front());
            m_state->expected.pop_front();
        }
        if (!parsed.empty()) {
            if (answer)
                continue;
            // Its statement answers "skipped"; the cause is told here, in its place.
            m_state->prepared.erase(parsed);
            if (!m_state->expected.empty()) {
                m_state->expected.pop_front();
                while (PGresult *skipped = PQgetResult(native()))
                    PQclear(skipped);
            }
            return answer.error();
        }
        if (!answer)
            return answer.error();
        return std::optional<QueryResult>(std::move(*answer));
    }
}

Result<> Connection::endPipeline()
{
    if (PQexitPipelineMode(native()) != 1)
        return fault();
    return Done{};
}

Result<> Connection::copyOut(const char *sql, const std::function<Result<>(std::string_view)> &row)
{
    NIMARA_TRY(sendLater());
    const auto started = taken(PQexec(native(), sql));
    if (!started)
        return started.error();
    Result<> told = Done{};
    for (;;) {
        char *buffer = nullptr;
        const int size = PQgetCopyData(native(), &buffer, 0);
        if (size < 0)
            break;
        if (told) {
            told = row({buffer, static_cast<std::size_t>(size)});
            if (!told)
                canceller()(); // the rest is read and thrown away
        }
        PQfreemem(buffer);
    }
    Result<> ended = Done{};
    while (PGresult *last = PQgetResult(native())) {
        const auto answer = taken(last);
        if (!answer)
            ended = answer.error();
    }
    return told ? ended : told;
}

Result<std::int64_t> Connection::copyIn(const char *sql,
                                        const std::function<Result<std::string_view>()> &next)
{
    NIMARA_TRY(sendLater());
    const auto started = taken(PQexec(native(), sql));
    if (!started)
        return started.error();
    Result<std::string_view> chunk = std::string_view();
    bool sent = true;
    for (;;) {
        chunk = next();
        if (!chunk || chunk->empty())
            break;
        sent = PQputCopyData(native(), chunk->data(), static_cast<int>(chunk->size())) == 1;
        if (!sent)
            break;
    }
    if (sent)
        sent = PQputCopyEnd(native(), chunk ? nullptr : "given up by the sender") == 1;
    Result<std::int64_t> ended = std::int64_t(0);
    while (PGresult *last = PQgetResult(native())) {
        const auto answer = taken(last);
        if (answer)
            ended = answer->affected();
        else
            ended = answer.error();
    }
    if (!chunk)
        return chunk.error();
    if (!sent)
        return fault();
    return ended;
}

bool Connection::isOpen() const
{
    return PQstatus(native()) == CONNECTION_OK;
}

bool Connection::inTransaction() const
{
    if (!m_state->later.empty())
        return true;
    const PGTransactionStatusType status = PQtransactionStatus(native());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

std::function<void()> Connection::canceller() const
{
    const std::shared_ptr<PGcancel> handle(PQgetCancel(native()), PQfreeCancel);
    return [handle] {
        char text[256];
        if (handle)
            PQcancel(handle.get(), text, sizeof text);
    };
}

Result<Transaction> Transaction::begin(Connection &connection, const Tenant &tenant, Mode mode)
{
    static constexpr const char *words[] = {"begin isolation level read committed",
                                            "begin isolation level repeatable read, read only",
                                            "begin isolation level serializable"};
    connection.beginLater(words[static_cast<std::size_t>(mode)]);
    Transaction transaction(connection);
    if (tenant.port || tenant.user) {
        NIMARA_TRY(connection.later(
            "nimara_tenant",
            "select set_config('nimara.port', $1, true), set_config('nimara.user', $2, true)",
            Params()
                .text(tenant.port ? tenant.port->toString() : "")
                .text(tenant.user ? tenant.user->toString() : "")));
    }
    return transaction;
}

Transaction::~Transaction()
{
    if (m_connection)
        m_connection->dropLater();
    if (m_connection && m_connection->isOpen() && m_connection->inTransaction())
        (void)m_connection->run("rollback");
}

Result<> Transaction::commit()
{
    const auto ended = commit({});
    return ended ? Result<>(Done{}) : ended.error();
}

Result<std::vector<QueryResult>> Transaction::commit(std::vector<Statement> last)
{
    Connection *connection = std::exchange(m_connection, nullptr);
    if (!connection)
        return Error{ErrorCode::Internal, "db.failed", {}, "the transaction has ended already"};
    last.push_back({.sql = "commit"});
    auto answers = connection->all(std::move(last));
    if (!answers) {
        // What was put off has failed, and the commit was skipped.
        if (connection->isOpen() && connection->inTransaction())
            (void)connection->run("rollback");
        return answers.error();
    }
    // A transaction that failed answers COMMIT by ROLLBACK, without an error.
    if (answers->back().tag() != "COMMIT")
        return Error{ErrorCode::Internal, "db.failed", {}, "the transaction was rolled back"};
    answers->pop_back();
    return answers;
}

Result<> Transaction::rollback()
{
    Connection *connection = std::exchange(m_connection, nullptr);
    if (!connection)
        return Done{};
    connection->dropLater();
    return connection->inTransaction() ? connection->run("rollback") : Done{};
}

} // namespace nimara::server
