#include "server/sync/pg/connection_pool.h"

#include <libpq-fe.h>
#include <utility>

namespace nimara::server {

ConnectionPool::ConnectionPool(std::string conninfo, std::string settings)
    : m_conninfo(std::move(conninfo)), m_settings(std::move(settings))
{}

ConnectionPool::Lease::~Lease()
{
    if (m_connection)
        m_pool->giveBack(*std::exchange(m_connection, std::nullopt));
}

Result<ConnectionPool::Lease> ConnectionPool::lease()
{
    {
        const std::lock_guard lock(m_mutex);
        while (!m_idle.empty()) {
            Connection connection = std::move(m_idle.back());
            m_idle.pop_back();
            // Whether the other end is still there shows on the socket, without a question.
            if (PQconsumeInput(connection.native()) == 1 && connection.isOpen())
                return Lease(*this, std::move(connection));
        }
    }
    auto opened = Connection::open(m_conninfo);
    if (!opened)
        return opened.error();
    if (!m_settings.empty())
        NIMARA_TRY(opened->run(m_settings));
    return Lease(*this, *std::move(opened));
}

// One that broke, or was left within a transaction, is not lent again.
void ConnectionPool::giveBack(Connection connection)
{
    if (!connection.isOpen() || connection.inTransaction())
        return;
    const std::lock_guard lock(m_mutex);
    m_idle.push_back(std::move(connection));
}

} // namespace nimara::server
