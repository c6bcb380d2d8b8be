#pragma once

#include "sync/replica/replica.h"
#include "sync/replica/sqlite.h"
#include "tests/sync/support/sync_words.h"
#include "tests/sync/support/test_vfs.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace nimara::sync::test {

// A folder of its own, a replica in it, and what the server says of three scopes.
class ReplicaTest : public testing::Test
{
protected:
    ReplicaTest();
    ~ReplicaTest() override;

    ReplicaOptions options() const;
    Result<std::unique_ptr<Replica>> tryOpen();
    Result<std::unique_ptr<Replica>> tryOpen(ReplicaOptions options);
    void open();
    void close() { replica.reset(); }
    void reopen()
    {
        close();
        open();
    }

    // Everything of these scopes is loaded: clients 1 to `clients`, the rest empty.
    void load(const std::vector<TestScope> &scopes, std::uint64_t clients = 3);
    void finishLoad(const Cursor &cursor = "c1");
    void give(const Delta &delta);
    Mutation submit(const Edit &edit);
    OutcomeEffect answer(const Outcome &outcome);

    std::string nameOf(std::uint64_t client); // "" where there is no row
    std::optional<Row> shown(const Table &table, const Uuid &id);
    DigestRange all(const TestScope &scope, const Table &table) const;
    std::string path() const { return (folder / "port.db").string(); }
    std::string journalPath() const { return path() + ".outbox"; }
    // Spoils `count` bytes in the middle of a page.
    void spoil(std::uintmax_t page, std::size_t count = 64) const;
    // The page that holds this table's only leaf.
    std::uintmax_t rootOf(const std::string &table) const;
    // A second look at the file, by the key.
    Database look() const;

    std::filesystem::path folder;
    FakeClock clock;
    SeededRng rng{7};
    ReplicaKey key{};
    std::unique_ptr<Replica> replica;
};

} // namespace nimara::sync::test
