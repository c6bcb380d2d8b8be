#pragma once

#include "models/base/result.h"
#include "models/schema/value.h"
#include "sync/protocol/row_block.h"
#include "sync/replica/replica.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

// SQLite's C interface with our errors and ownership; nothing of our tables is known here.
namespace nimara::sync {

enum class Step { Row, End };

// A prepared statement. Parameters count from 1, columns from 0, as in SQLite. Texts and blobs are bound without a
// copy: they must live until the statement has run.
class Statement
{
public:
    class Shelf;

    Statement() = default;
    // Goes back to its shelf when it is done with, if it came from one that is still there.
    explicit Statement(sqlite3_stmt *statement, std::weak_ptr<Shelf> home = {})
        : m_statement(statement, GiveBack{std::move(home)})
    {}

    void bind(int at, std::int64_t value);
    void bind(int at, std::string_view text);
    void bind(int at, const Uuid &id);
    void bind(int at, const Value &value);
    void bind(int at, const RowBlockReader::Cell &cell);
    void bindBlob(int at, std::string_view bytes);
    void bindNull(int at);

    Result<Step> step();
    // Runs to the end and resets.
    Result<Done> run();
    void reset();

    bool isNull(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string_view text(int column) const; // until the next step
    std::string_view blob(int column) const; // until the next step
    Uuid uuid(int column) const;
    Value value(int column, ColumnType type) const;
    int columns() const;

private:
    struct GiveBack
    {
        std::weak_ptr<Shelf> home;
        void operator()(sqlite3_stmt *statement) const;
    };
    std::unique_ptr<sqlite3_stmt, GiveBack> m_statement;
};

class Database
{
public:
    struct Options
    {
        std::string path;
        std::optional<ReplicaKey> key;
        std::string vfs;
        bool create = false;
        bool readOnly = false;
    };
    // Gives the key, but reads nothing: whether it fits shows at the first statement.
    static Result<Database> open(const Options &options);

    Result<Done> exec(const std::string &sql) const;
    // Parsed once for as long as there is room on the connection's shelf, however often it is asked for.
    Result<Statement> prepare(std::string_view sql) const;
    // For statements that the caller keeps.
    Result<Statement> prepareKept(std::string_view sql) const;
    // The first column of the first row.
    Result<std::int64_t> integer(const std::string &sql) const;
    Result<std::string> text(const std::string &sql) const;

    std::int64_t changes() const;
    std::int64_t lastRowId() const;
    bool inTransaction() const;
    // After a failed call.
    Error error() const;
    sqlite3 *handle() const { return m_db.get(); }
    void close();

private:
    struct Close
    {
        void operator()(sqlite3 *db) const;
    };
    std::unique_ptr<sqlite3, Close> m_db;
    std::shared_ptr<Statement::Shelf> m_shelf;
};

// Storage errors by SQLite's extended code: "replica.full", "replica.damaged", "replica.busy", "replica.io".
Error storageError(int code, std::string detail);

// "name", for SQL.
std::string quoted(std::string_view name);

} // namespace nimara::sync
