#include "sync/replica/search_words.h"
#include "tests/fuzz/fuzz.h"

#include <sqlite3.h>
#include <memory>

namespace {

using nimara::test::hold;

struct Finalize
{
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

sqlite3 *openIndex()
{
    sqlite3 *db = nullptr;
    hold(sqlite3_open(":memory:", &db) == SQLITE_OK &&
             sqlite3_exec(db, "CREATE VIRTUAL TABLE index_of USING fts5(words)", nullptr, nullptr, nullptr) ==
                 SQLITE_OK,
         "there is an index");
    return db;
}

int stepOf(sqlite3 *db, const char *sql, const std::string &text)
{
    sqlite3_stmt *made = nullptr;
    hold(sqlite3_prepare_v2(db, sql, -1, &made, nullptr) == SQLITE_OK, "the statement is sound");
    const Statement statement(made);
    sqlite3_bind_text64(made, 1, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    return sqlite3_step(made);
}

} // namespace

// What somebody types to search by.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static sqlite3 *const index = openIndex();
    const std::string_view typed = nimara::test::textOf(data, size);
    const std::string expression = nimara::sync::searchExpression(typed);
    if (expression.empty())
        return 0;
    const int found = stepOf(index, "SELECT rowid FROM index_of WHERE index_of MATCH ?", expression);
    hold(found == SQLITE_DONE || found == SQLITE_ROW, "whatever is typed can be looked for");
    return 0;
}
