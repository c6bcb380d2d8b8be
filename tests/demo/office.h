#pragma once

#include "models/domain/permissions.h"
#include "tests/demo/teller.h"
#include "tests/support/stack/test_server.h"

#include <filesystem>
#include <memory>
#include <string>

namespace nimara::demo {

inline constexpr const char *eastSlug = "helsinki-east";
inline constexpr const char *westSlug = "helsinki-west";

// Someone of the demo's data.
struct Seat
{
    Uuid user;
    std::string name;
    std::string email;
};

struct Harbour
{
    Uuid id;
    std::string name;
};

// The server of the demo with its data, and what its PostgreSQL says.
class Office
{
public:
    // Server, logs and password lie in `folder`; the programs of this build in `binaries`.
    Office(std::filesystem::path folder, std::filesystem::path binaries);

    enum class Keep { Nothing, Everything };
    // Keep::Nothing: it begins empty, and its data go with this object.
    Result<Lines> start(Keep keep);
    // What is there already stays as it is.
    Result<Lines> loadData();
    Result<> stop();

    const PairingCode &pairing() const { return m_server->pairing(); }
    Result<std::string> password() const;
    Result<Seat> seat(SystemRole role, const std::string &slug) const;
    Result<Harbour> harbour(const std::string &slug) const;
    // The first value of the first row; empty where there is none.
    Result<std::string> ask(const char *sql, const server::Params &values = {}) const;

private:
    Result<server::QueryResult> query(const char *sql, const server::Params &values) const;
    std::filesystem::path passwordFile() const { return m_folder / "password"; }

    std::filesystem::path m_folder;
    std::filesystem::path m_binaries;
    std::unique_ptr<test::TestServer> m_server;
};

} // namespace nimara::demo
