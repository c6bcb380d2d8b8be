#pragma once

#include <string>

namespace nimara::test {

// A PostgreSQL of this test process: its own cluster in a temporary directory, reached over a unix socket, without
// fsync. It starts at first use and is stopped and removed when the process ends, in whatever way it ends.
class Postgres
{
public:
    static Postgres &instance();

    // A new empty database.
    std::string emptyDatabase();
    // A new database with every migration applied (copied from a template, so it is cheap).
    std::string database();

    // A libpq connection string. `role` is one of the nimara_ roles of server/migrations/0001; "" is the superuser.
    std::string url(const std::string &database, const std::string &role = {}) const;

    // For tests of faults. stop() is the immediate kind: as after a crash.
    void stop();
    void start();

    Postgres(const Postgres &) = delete;
    Postgres &operator=(const Postgres &) = delete;

private:
    Postgres();
    ~Postgres();
    std::string newName();

    std::string m_directory; // 0700, owned by whom the cluster runs as; socket and data in it
    int m_lifeline = -1;     // the supervisor stops the cluster when the other end closes
    int m_supervisor = -1;
    int m_count = 0;
    bool m_hasTemplate = false;
};

} // namespace nimara::test
