#pragma once

#include <string>

namespace nimara::test {

// A PostgreSQL of this test process: its own cluster in a temporary directory, reached over a unix socket. It starts at
// first use and is stopped and removed when the process ends, in whatever way it ends.
class Postgres
{
public:
    // Quick: what it has committed may be lost with it.
    static Postgres &instance();
    // Another one that keeps what it has committed, as a real server's: for measurements and for tests of crashes.
    static Postgres &durable();

    // A new empty database.
    std::string emptyDatabase();
    // A new database with every migration applied (copied from a template, so it is cheap).
    std::string database();

    // A libpq connection string. `role` is one of the nimara_ roles of server/migrations/0001; "" is the superuser.
    std::string url(const std::string &database, const std::string &role = {}) const;

    // For tests of faults. stop() is the immediate kind: as after a crash; crash() is kill -9 of every process of it.
    void stop();
    void crash();
    void start();

    Postgres(const Postgres &) = delete;
    Postgres &operator=(const Postgres &) = delete;

private:
    enum class Commits { Quick, Durable };
    explicit Postgres(Commits commits);
    ~Postgres();
    std::string newName();

    Commits m_commits;
    std::string m_directory; // 0700, owned by whom the cluster runs as; socket and data in it
    int m_lifeline = -1;     // the supervisor stops the cluster when the other end closes
    int m_supervisor = -1;
    int m_count = 0;
    bool m_hasTemplate = false;
};

} // namespace nimara::test
