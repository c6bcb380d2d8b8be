#pragma once

#include "server/db/connection.h"
#include "server/sync/pg/pg_door.h"
#include "tests/simulation/backend.h"

#include <memory>

namespace nimara::sim {

// The server's own code over a real PostgreSQL. Each seed has a port and users of its own in one database.
class PgBackend final : public Backend
{
public:
    PgBackend(const std::string &database, std::uint64_t seed);

    server::Door &door() override { return *m_door; }
    void addUser(const Uuid &user, bool isMember) override;
    void setRights(const Uuid &user, const PermissionSet &rights) override;
    void setMember(const Uuid &user, bool isMember) override;
    void seed(const std::vector<Row> &rows) override;
    std::function<void()> write(const std::vector<Row> &rows) override;
    // The database stays as it is; its epoch changes, as after a restore that lost nothing.
    void backUp() override {}
    void restore(bool goesBack) override;
    std::optional<Outcome> outcomeOf(const server::Device &device, std::uint64_t seq,
                                     const Uuid &mutation) override;
    std::size_t doubled() override;

private:
    // A fault of the arrangement ends the program: nothing after it means anything.
    server::QueryResult must(const char *sql, const server::Params &params = {});
    static server::QueryResult must(server::Connection &connection, const char *sql,
                                    const server::Params &params = {});
    static void insert(server::Connection &connection, const std::vector<Row> &rows);

    const std::string m_database;
    server::Connection m_admin;
    std::unique_ptr<server::PgDoor> m_door;
};

} // namespace nimara::sim
