#include "tests/bench/database.h"

#include "tests/support/postgres.h"
#include "tests/support/stack/people.h"

#include <algorithm>

namespace nimara::bench {

namespace {

constexpr std::int64_t batchRows = 10'000;

Result<> copyBatch(server::Connection &connection, const ClientRows &clients, std::int64_t first,
                   std::int64_t count)
{
    const std::string sql =
        "copy public.clients (" + ClientRows::columnNames() + ") from stdin (format binary)";
    bool sent = false;
    std::string bytes = copyHeader();
    for (std::int64_t i = first; i < first + count; ++i)
        ClientRows::appendTuple(bytes, clients.row(i));
    bytes += copyTrailer();
    const auto copied = connection.copyIn(sql.c_str(), [&]() -> Result<std::string_view> {
        return std::exchange(sent, true) ? std::string_view() : std::string_view(bytes);
    });
    if (!copied)
        return copied.error();
    return Done{};
}

} // namespace

Result<> addPort(server::Connection &connection, const ClientRows &clients)
{
    return test::addPort(connection, clients.port(), "Bench", clients.slug());
}

Result<> fill(server::Connection &connection, const ClientRows &clients, std::int64_t first,
              std::int64_t count)
{
    for (std::int64_t at = first; at < first + count; at += batchRows)
        NIMARA_TRY(copyBatch(connection, clients, at, std::min(batchRows, first + count - at)));
    return Done{};
}

Result<> settle(server::Connection &connection)
{
    return connection.run("vacuum (analyze) public.clients, sync.change_index");
}

Database::Database() : m_name(test::Postgres::durable().database()) {}

Result<server::Connection> Database::connect() const
{
    return server::Connection::open(test::Postgres::durable().url(m_name));
}

} // namespace nimara::bench
