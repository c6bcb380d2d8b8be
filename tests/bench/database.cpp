#include "tests/bench/database.h"

#include "tests/support/postgres.h"

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

Database::Database() : m_name(test::Postgres::durable().database()) {}

std::string Database::url(const std::string &role) const
{
    return test::Postgres::durable().url(m_name, role);
}

Result<server::Connection> Database::connect() const
{
    return server::Connection::open(url());
}

Result<> Database::addPort(const ClientRows &clients) const
{
    auto connection = connect();
    if (!connection)
        return connection.error();
    const auto added = connection->exec(
        "insert into ports (id, name, slug) values ($1, 'Bench', $2)",
        server::Params().uuid(clients.port()).text("bench-" + clients.port().toString().substr(28)));
    if (!added)
        return added.error();
    return Done{};
}

Result<> Database::fill(const ClientRows &clients, std::int64_t first, std::int64_t count) const
{
    auto connection = connect();
    if (!connection)
        return connection.error();
    for (std::int64_t at = first; at < first + count; at += batchRows)
        NIMARA_TRY(copyBatch(*connection, clients, at, std::min(batchRows, first + count - at)));
    return Done{};
}

Result<> Database::settle() const
{
    auto connection = connect();
    if (!connection)
        return connection.error();
    return connection->run("vacuum (analyze) public.clients");
}

} // namespace nimara::bench
