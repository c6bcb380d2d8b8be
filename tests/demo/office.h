#pragma once

#include "models/domain/permissions.h"
#include "tests/support/stack/test_server.h"

#include <filesystem>
#include <memory>
#include <string>

namespace nimara::demo {

// Someone of the demo's data.
struct Seat
{
    std::string name;
    std::string email;
    std::string portName;
    Uuid port;
};

// The server of the demo with its data, and what its PostgreSQL says.
class Office
{
public:
    // Everything is kept in `folder` from one run to the next.
    Office(std::filesystem::path folder, std::filesystem::path binaries);

    Result<std::string> startServer();
    Result<std::string> loadData();
    Result<> stop();

    const PairingCode &pairing() const { return m_server->pairing(); }
    Result<std::string> password() const;
    std::filesystem::path passwordFile() const { return m_folder / "password"; }
    // Who has this role in the port of this slug, and in no other.
    Result<Seat> seat(SystemRole role, const std::string &slug) const;

    // One value of PostgreSQL's; `sql` with $1, $2 for port and row.
    Result<std::string> ask(const std::string &sql, const Uuid &port, const Uuid &row = {}) const;

private:
    std::filesystem::path m_folder;
    std::filesystem::path m_binaries;
    std::unique_ptr<test::TestServer> m_server;
};

} // namespace nimara::demo
