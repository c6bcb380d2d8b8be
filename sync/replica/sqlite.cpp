#include "sync/replica/sqlite.h"

#include "models/base/hash.h"

#include <sqlite3.h>
#include <map>

namespace nimara::sync {

namespace {

Error errorOf(sqlite3 *db)
{
    return storageError(sqlite3_extended_errcode(db), sqlite3_errmsg(db));
}

std::string_view viewOf(const void *bytes, int size)
{
    return size > 0 ? std::string_view(static_cast<const char *>(bytes), static_cast<std::size_t>(size))
                    : std::string_view();
}

} // namespace

std::string keyStatement(const ReplicaKey &key)
{
    const std::string_view bytes(reinterpret_cast<const char *>(key.data()), key.size());
    return "PRAGMA key = 'raw:" + toHex(bytes) + "'";
}

Error storageError(int code, std::string detail)
{
    const char *key = "replica.io";
    switch (code & 0xff) {
    case SQLITE_FULL:
        key = "replica.full";
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        key = "replica.damaged";
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        key = "replica.busy";
        break;
    default:
        // A page that the cipher does not accept.
        if (code == SQLITE_IOERR_DATA || code == SQLITE_IOERR_CORRUPTFS)
            key = "replica.damaged";
        break;
    }
    return Error{ErrorCode::Storage, key, {}, std::move(detail) + " (" + std::to_string(code) + ")"};
}

std::string quoted(std::string_view name)
{
    std::string text = "\"";
    text += name;
    text += '"';
    return text;
}

// ---- Statement

// Statements of one connection that nobody uses at the moment. An edit runs the same twenty again and again; parsing them
// was a tenth of its time.
class Statement::Shelf
{
public:
    ~Shelf() { clear(); }

    sqlite3_stmt *take(std::string_view sql)
    {
        const auto found = m_idle.find(sql);
        return found == m_idle.end() ? nullptr : m_idle.extract(found).mapped();
    }

    void put(sqlite3_stmt *statement)
    {
        if (m_idle.size() >= most)
            clear();
        // Values are let go: they may point to what is gone by now.
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
        if (!m_idle.try_emplace(sqlite3_sql(statement), statement).second)
            sqlite3_finalize(statement);
    }

private:
    static constexpr std::size_t most = 128;

    void clear()
    {
        for (const auto &[sql, statement] : m_idle)
            sqlite3_finalize(statement);
        m_idle.clear();
    }

    std::map<std::string, sqlite3_stmt *, std::less<>> m_idle;
};

void Statement::GiveBack::operator()(sqlite3_stmt *statement) const
{
    if (const auto shelf = home.lock())
        shelf->put(statement);
    else
        sqlite3_finalize(statement);
}

void Statement::bind(int at, std::int64_t value)
{
    sqlite3_bind_int64(m_statement.get(), at, value);
}

void Statement::bind(int at, std::string_view text)
{
    // A null pointer would bind NULL instead of an empty text.
    sqlite3_bind_text(m_statement.get(), at, text.data() ? text.data() : "", static_cast<int>(text.size()),
                      SQLITE_STATIC);
}

void Statement::bind(int at, const Uuid &id)
{
    // A copy: ids are often made on the fly, and 16 bytes cost nothing.
    sqlite3_bind_blob(m_statement.get(), at, id.bytes().data(), 16, SQLITE_TRANSIENT);
}

void Statement::bind(int at, const Value &value)
{
    if (const auto *number = std::get_if<std::int64_t>(&value))
        bind(at, *number);
    else if (const auto *words = std::get_if<std::string>(&value))
        bind(at, std::string_view(*words));
    else if (const auto *id = std::get_if<Uuid>(&value))
        bind(at, *id);
    else
        bindNull(at);
}

void Statement::bind(int at, const RowBlockReader::Cell &cell)
{
    if (cell.null) {
        bindNull(at);
        return;
    }
    switch (cell.shape) {
    case Shape::Integer:
        sqlite3_bind_int64(m_statement.get(), at, cell.integer);
        break;
    case Shape::Text:
        bind(at, cell.text);
        break;
    case Shape::Uuid:
        // The cell outlives the step.
        sqlite3_bind_blob(m_statement.get(), at, cell.uuid.bytes().data(), 16, SQLITE_STATIC);
        break;
    }
}

void Statement::bindBlob(int at, std::string_view bytes)
{
    sqlite3_bind_blob(m_statement.get(), at, bytes.data() ? bytes.data() : "", static_cast<int>(bytes.size()),
                      SQLITE_STATIC);
}

void Statement::bindNull(int at)
{
    sqlite3_bind_null(m_statement.get(), at);
}

Result<Step> Statement::step()
{
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return Step::Row;
    if (code == SQLITE_DONE)
        return Step::End;
    return errorOf(sqlite3_db_handle(m_statement.get()));
}

Result<Done> Statement::run()
{
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW)
        code = sqlite3_step(m_statement.get());
    if (code == SQLITE_DONE) {
        sqlite3_reset(m_statement.get());
        return Done{};
    }
    Error error = errorOf(sqlite3_db_handle(m_statement.get()));
    sqlite3_reset(m_statement.get());
    return error;
}

void Statement::reset()
{
    sqlite3_reset(m_statement.get());
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

double Statement::real(int column) const
{
    return sqlite3_column_double(m_statement.get(), column);
}

std::string_view Statement::text(int column) const
{
    const unsigned char *text = sqlite3_column_text(m_statement.get(), column);
    return viewOf(text, sqlite3_column_bytes(m_statement.get(), column));
}

std::string_view Statement::blob(int column) const
{
    const void *bytes = sqlite3_column_blob(m_statement.get(), column);
    return viewOf(bytes, sqlite3_column_bytes(m_statement.get(), column));
}

Uuid Statement::uuid(int column) const
{
    const std::string_view bytes = blob(column);
    const auto id = Uuid::fromBytes({reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size()});
    return id.value_or(Uuid());
}

Value Statement::value(int column, ColumnType type) const
{
    if (isNull(column))
        return {};
    switch (shapeOf(type)) {
    case Shape::Integer:
        return integer(column);
    case Shape::Text:
        return std::string(text(column));
    case Shape::Uuid:
        return uuid(column);
    }
    return {};
}

int Statement::columns() const
{
    return sqlite3_column_count(m_statement.get());
}

// ---- Database

void Database::Close::operator()(sqlite3 *db) const
{
    sqlite3_close_v2(db);
}

Result<Database> Database::open(const Options &options)
{
    int flags = options.readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (options.create)
        flags |= SQLITE_OPEN_CREATE;
    sqlite3 *db = nullptr;
    const int code = sqlite3_open_v2(options.path.c_str(), &db, flags,
                                     options.vfs.empty() ? nullptr : options.vfs.c_str());
    Database database;
    database.m_db.reset(db);
    database.m_shelf = std::make_shared<Statement::Shelf>();
    if (code != SQLITE_OK)
        return db ? errorOf(db) : storageError(code, "open");
    sqlite3_extended_result_codes(db, 1);
    // Readers hold their locks for milliseconds.
    sqlite3_busy_timeout(db, 2000);
    if (options.key)
        NIMARA_TRY(database.exec(keyStatement(*options.key)));
    return database;
}

void Database::close()
{
    m_shelf.reset();
    m_db.reset();
}

Result<Done> Database::exec(const std::string &sql) const
{
    if (sqlite3_exec(m_db.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return error();
    return Done{};
}

Result<Statement> Database::prepare(std::string_view sql) const
{
    sqlite3_stmt *statement = m_shelf->take(sql);
    if (statement)
        return Statement(statement, m_shelf);
    if (sqlite3_prepare_v2(m_db.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr) !=
        SQLITE_OK)
        return error();
    return Statement(statement, m_shelf);
}

Result<Statement> Database::prepareKept(std::string_view sql) const
{
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v3(m_db.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                           &statement, nullptr) != SQLITE_OK)
        return error();
    return Statement(statement);
}

Result<std::int64_t> Database::integer(const std::string &sql) const
{
    auto statement = prepareKept(sql); // some pragmas do their work while they are parsed
    if (!statement)
        return statement.error();
    const auto step = statement->step();
    if (!step)
        return step.error();
    return *step == Step::Row ? statement->integer(0) : 0;
}

Result<std::string> Database::text(const std::string &sql) const
{
    auto statement = prepareKept(sql); // some pragmas do their work while they are parsed
    if (!statement)
        return statement.error();
    const auto step = statement->step();
    if (!step)
        return step.error();
    return *step == Step::Row ? std::string(statement->text(0)) : std::string();
}

std::int64_t Database::changes() const
{
    return sqlite3_changes64(m_db.get());
}

std::int64_t Database::lastRowId() const
{
    return sqlite3_last_insert_rowid(m_db.get());
}

bool Database::inTransaction() const
{
    return sqlite3_get_autocommit(m_db.get()) == 0;
}

Error Database::error() const
{
    return errorOf(m_db.get());
}

} // namespace nimara::sync
