#include "tests/support/sql.h"

#include "tests/support/postgres.h"

#include <cstdio>
#include <cstdlib>

namespace nimara::test {

namespace {

[[noreturn]] void giveUp(const std::string &sql, const Error &error)
{
    std::fprintf(stderr, "%s\n  %s %s %s\n", sql.c_str(), error.key.c_str(), error.field.c_str(),
                 error.detail.c_str());
    std::abort();
}

} // namespace

server::Connection connectTo(const std::string &database, const std::string &role)
{
    auto connection = server::Connection::open(Postgres::instance().url(database, role));
    if (!connection)
        giveUp("connect to " + database, connection.error());
    return std::move(*connection);
}

std::vector<std::vector<std::string>> rowsOf(server::Connection &connection, const std::string &sql)
{
    const auto result = connection.exec(sql.c_str());
    if (!result)
        giveUp(sql, result.error());
    std::vector<std::vector<std::string>> rows;
    for (int row = 0; row < result->rows(); ++row) {
        auto &cells = rows.emplace_back();
        for (int column = 0; column < result->columns(); ++column)
            cells.push_back(result->text(row, column));
    }
    return rows;
}

std::string cellOf(server::Connection &connection, const std::string &sql)
{
    const auto rows = rowsOf(connection, sql);
    return rows.empty() ? std::string() : rows[0][0];
}

void mustRun(server::Connection &connection, const std::string &sql)
{
    if (const auto done = connection.run(sql); !done)
        giveUp(sql, done.error());
}

std::string faultOf(server::Connection &connection, const std::string &sql)
{
    const auto done = connection.run(sql);
    return done ? std::string() : done.error().key;
}

} // namespace nimara::test
