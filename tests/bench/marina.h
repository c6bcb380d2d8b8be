#pragma once

#include "models/base/json.h"
#include "tests/bench/bench.h"
#include "tests/bench/rows.h"
#include "tests/support/stack/people.h"
#include "tests/support/stack/test_server.h"

#include <chrono>
#include <memory>
#include <string>

namespace nimara::bench {

// A server process with its PostgreSQL, a port full of clients, and one person who works there.
class Marina
{
public:
    static Result<std::unique_ptr<Marina>> open(const Context &context, std::uint32_t tenant,
                                                std::int64_t rows);

    const ClientRows &clients() const { return m_clients; }
    test::TestServer &server() { return *m_server; }
    server::Connection &database() { return *m_database; }

    // A client in a process of its own, signed in as that person. `words` are added to what it is told.
    Result<std::unique_ptr<test::ChildProcess>> client(const Context &context, const std::string &role,
                                                       const std::string &folder,
                                                       const Json &words = {}) const;

private:
    explicit Marina(std::uint32_t tenant) : m_clients(tenant) {}

    ClientRows m_clients;
    test::Person m_person;
    std::unique_ptr<test::TestServer> m_server;
    std::unique_ptr<server::Connection> m_database;
};

// The next line that a client writes, which has this name in it; what else it says is passed over.
Result<Json> hear(test::ChildProcess &client, const std::string &name, std::chrono::seconds limit);

} // namespace nimara::bench
