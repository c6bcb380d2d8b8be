#pragma once

#include "models/base/clock.h"
#include "models/base/json.h"
#include "models/base/rng.h"
#include "models/domain/edit.h"
#include "models/domain/scopes.h"
#include "models/schema/registry.h"
#include "models/schema/tables/all.h"
#include "sync/protocol/messages.h"

#include <string>
#include <vector>

// Rows, scopes and messages in a word, for the tests of sync.
namespace nimara::sync::test {

class FakeClock final : public Clock
{
public:
    Instant now() const override { return m_now; }
    std::chrono::microseconds monotonic() const override { return m_monotonic; }
    void advance(std::chrono::microseconds by)
    {
        m_now = m_now + by;
        m_monotonic += by;
    }
    // Somebody sets the wall clock.
    void setWall(Instant to) { m_now = to; }

private:
    Instant m_now = *Instant::parse("2026-11-22T08:00:00Z");
    std::chrono::microseconds m_monotonic{1'000'000};
};

// Ids that sort by their number.
Uuid idOf(std::uint64_t number, std::uint8_t kind = 0);
inline const Uuid portId = idOf(1, 0xA0);
inline const Uuid userId = idOf(1, 0xB0);

Row clientRow(std::uint64_t number, std::int64_t rev, const std::string &name = {});
Row reminderRow(std::uint64_t number, std::int64_t rev, const Uuid &assignee, const Uuid &maker);

RowBlock blockOf(const Table &table, const std::vector<Row> &rows);
// As a scope sends it: only its columns.
RowBlock blockOf(const Table &table, const std::vector<Row> &rows, const std::vector<int> &columns);

struct TestScope
{
    ScopeId id;
    std::string cls;
};
TestScope scopeOf(const std::string &cls);
inline const TestScope everyone = scopeOf("");
inline const TestScope clientsView = scopeOf("clients.view");
inline const TestScope remindersAll = scopeOf("reminders.view_all");
inline const TestScope own = scopeOf("user");

Welcome welcomeTo(const std::vector<TestScope> &scopes, bool resume = true);
Page pageOf(const TestScope &scope, const Table &table, const std::vector<Row> &rows, bool done,
            const Cursor &cursor = "c1");

// One part of a step.
struct Change
{
    TestScope scope;
    std::vector<Row> upserts = {};
    std::vector<Tombstone> deletes = {};
};
Delta deltaOf(const Cursor &to, const std::vector<Change> &changes, const std::vector<TestScope> &advanced);

Edit rename(std::uint64_t client, const std::string &was, const std::string &now);
Edit createClient(std::uint64_t client, const std::string &name);
Edit createContact(std::uint64_t contact, std::uint64_t client, const std::string &value);
Edit removeContact(std::uint64_t contact);

Outcome applied(const Mutation &mutation, std::int64_t rev);
Outcome rejected(const Mutation &mutation, std::string_view key);
Outcome conflicted(const Mutation &mutation, const std::string &column, const Value &theirs);

} // namespace nimara::sync::test
