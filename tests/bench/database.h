#pragma once

#include "server/db/connection.h"
#include "tests/bench/rows.h"

#include <string>

namespace nimara::bench {

// The tenant's port, by itself: its rows need it.
Result<> addPort(server::Connection &connection, const ClientRows &clients);
// Rows [first, first + count) of the tenant, with every trigger at work, ten thousand a statement.
Result<> fill(server::Connection &connection, const ClientRows &clients, std::int64_t first,
              std::int64_t count);
// So that plans and visibility maps are those of a table that has been there for a while.
Result<> settle(server::Connection &connection);

// A database of this run with every migration in it, in a private cluster that syncs each commit.
class Database
{
public:
    Database();
    // As the cluster's superuser.
    Result<server::Connection> connect() const;

private:
    std::string m_name;
};

} // namespace nimara::bench
