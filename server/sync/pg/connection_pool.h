#pragma once

#include "server/db/connection.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace nimara::server {

// Connections of one role, lent to one call of the door at a time. It opens as many as calls run beside each other,
// which the number of workers bounds.
class ConnectionPool
{
public:
    // `settings`: SQL run once on each new connection.
    explicit ConnectionPool(std::string conninfo, std::string settings = {});

    class Lease
    {
    public:
        Lease(ConnectionPool &pool, Connection connection)
            : m_pool(&pool), m_connection(std::move(connection))
        {}
        Lease(Lease &&) noexcept = default;
        Lease &operator=(Lease &&) = delete;
        ~Lease();

        Connection &operator*() { return *m_connection; }
        Connection *operator->() { return &*m_connection; }

    private:
        ConnectionPool *m_pool;
        std::optional<Connection> m_connection;
    };

    // The error is ErrorCode::Unavailable while PostgreSQL is away.
    Result<Lease> lease();

private:
    void giveBack(Connection connection);

    const std::string m_conninfo;
    const std::string m_settings;
    std::mutex m_mutex;
    std::vector<Connection> m_idle;
};

} // namespace nimara::server
