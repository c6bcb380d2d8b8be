#pragma once

#include "tests/integration/editor_process.h"
#include "tests/support/stack/people.h"

#include <array>
#include <cstddef>

namespace nimara::test {

// Two servers before one PostgreSQL, which neither of them started, and a port with thirty clients and three people.
class PairStage : public testing::Test
{
protected:
    static constexpr std::size_t people = 3;

    void SetUp() override;

    // On the port that it had before.
    void startServer(std::size_t which);
    // kill -9; PostgreSQL and the other one go on.
    void killServer(std::size_t which) { m_servers[which].reset(); }
    // Where that server itself answers; both have one key.
    const PairingCode &pairing(std::size_t which) const { return m_pairings[which]; }
    std::vector<std::uint16_t> ports() const;
    Result<server::Connection> connect() const;
    const Person &person(std::size_t which) const { return m_people[which]; }
    Uuid clientOf(const char *fullName) const;

    // Each person edits, and reaches the servers at 127.0.0.1:port.
    void startEditor(std::uint16_t port);
    void awaitLive(std::size_t who);
    void awaitLost(std::size_t who);
    // Until each of them, or that one, has saved so many more.
    void awaitSaved(std::size_t count);
    void awaitSavedBy(std::size_t who, std::size_t count);
    // Each of them saves one more, and PostgreSQL has it.
    void awaitThrough();
    // Nobody edits any more: what each of them sees becomes what PostgreSQL has, by the feed; then by digest; and what
    // was saved has happened once.
    void restAndCheck();

    std::filesystem::path folder;
    Uuid port;
    Editors editors;

private:
    bool haveArrived(const std::vector<std::string> &mutations) const;

    std::string m_database;
    std::vector<std::string> m_environment;
    std::array<std::unique_ptr<ChildProcess>, 2> m_servers;
    std::array<PairingCode, 2> m_pairings;
    std::array<Person, people> m_people;
};

} // namespace nimara::test
