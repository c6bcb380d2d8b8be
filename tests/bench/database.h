#pragma once

#include "server/db/connection.h"
#include "tests/bench/rows.h"

#include <functional>
#include <string>

namespace nimara::bench {

// A database of this run with every migration in it, in a private cluster that syncs each commit.
class Database
{
public:
    Database();

    const std::string &name() const { return m_name; }
    std::string url(const std::string &role = {}) const;
    // As the cluster's superuser.
    Result<server::Connection> connect() const;
    // The tenant's port, by itself: its rows need it.
    Result<> addPort(const ClientRows &clients) const;
    // Rows [first, first + count) of the tenant, with every trigger at work, ten thousand a statement.
    Result<> fill(const ClientRows &clients, std::int64_t first, std::int64_t count) const;
    // So that plans and visibility maps are those of a table that has been there for a while.
    Result<> settle() const;

private:
    std::string m_name;
};

} // namespace nimara::bench
