#pragma once

#include "models/domain/pairing.h"
#include "server/db/connection.h"
#include "tests/support/programs/child_process.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace nimara::test {

// `nimara-server serve --embedded`: a process of its own with a PostgreSQL of its own, on a port that the kernel chose.
// It ends with this object, and with this process however that ends.
class TestServer
{
public:
    struct Options
    {
        std::string program;          // path of nimara-server
        std::filesystem::path folder; // DIR, made where there is none
        std::string logFile;          // the server's own log
        std::vector<std::string> environment = {};
        bool remove = true; // DIR and its cluster go with this object
    };

    static Result<std::unique_ptr<TestServer>> start(Options options);
    ~TestServer();
    TestServer(const TestServer &) = delete;
    TestServer &operator=(const TestServer &) = delete;

    const PairingCode &pairing() const { return m_pairing; }
    ServerAddress address() const { return m_pairing.server; }
    pid_t id() const { return m_process ? m_process->id() : 0; }
    bool isRunning() { return m_process && m_process->isRunning(); }
    // The server alone; PostgreSQL's own memory is PostgreSQL's.
    std::int64_t peakMemory() const { return m_process ? m_process->peakMemory() : 0; }

    // Into its database, as the administrator.
    Result<server::Connection> connect() const;

    // kill -9. Its PostgreSQL ends by itself.
    void kill();
    // In order, as the system stops a service.
    Result<> stop();
    // On the port it had before.
    Result<> startAgain();
    // kill -9 of every process of its PostgreSQL; the server goes on.
    Result<> crashPostgres() const;

private:
    explicit TestServer(Options options) : m_options(std::move(options)) {}
    Result<> launch();

    Options m_options;
    PairingCode m_pairing;
    std::unique_ptr<ChildProcess> m_process;
    std::filesystem::path m_cluster;
};

} // namespace nimara::test
