#include "tests/sync/replica/fixture.h"

#include <fstream>

namespace nimara::sync::test {

using schema::Clients;

ReplicaTest::ReplicaTest()
{
    const auto *info = testing::UnitTest::GetInstance()->current_test_info();
    folder = std::filesystem::current_path() / (std::string(info->test_suite_name()) + "." + info->name());
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    TestDisk::instance().reset();
    for (std::size_t i = 0; i < key.size(); ++i)
        key[i] = static_cast<std::uint8_t>(i * 7 + 1);
}

ReplicaTest::~ReplicaTest()
{
    replica.reset();
    std::filesystem::remove_all(folder);
}

ReplicaOptions ReplicaTest::options() const
{
    ReplicaOptions options;
    options.path = path();
    options.key = key;
    options.port = portId;
    options.vfs = TestDisk::vfs();
    options.files = &quickFiles();
    return options;
}

Result<std::unique_ptr<Replica>> ReplicaTest::tryOpen(ReplicaOptions options)
{
    return Replica::open(std::move(options), clock, rng);
}

Result<std::unique_ptr<Replica>> ReplicaTest::tryOpen()
{
    return tryOpen(options());
}

void ReplicaTest::open()
{
    auto opened = tryOpen();
    ASSERT_TRUE(opened) << opened.error().key << " " << opened.error().detail;
    replica = *std::move(opened);
}

void ReplicaTest::load(const std::vector<TestScope> &scopes, std::uint64_t clients)
{
    if (!replica)
        open();
    const auto effect = replica->welcome(welcomeTo(scopes));
    ASSERT_TRUE(effect) << effect.error().key << " " << effect.error().detail;
    std::vector<Row> rows;
    for (std::uint64_t i = 1; i <= clients; ++i)
        rows.push_back(clientRow(i, 1));
    for (const TestScope &scope : scopes) {
        if (scope.cls == "clients.view") {
            const auto page = replica->applyPage(pageOf(scope, Clients::table, rows, true));
            ASSERT_TRUE(page) << page.error().key << " " << page.error().detail;
        }
    }
    finishLoad();
}

void ReplicaTest::finishLoad(const Cursor &cursor)
{
    for (const LoadItem &item : replica->loadPlan()) {
        const Table &table = *schema::findTable(item.table);
        Page page;
        page.scope = item.scope;
        page.table = item.table;
        page.cursor = cursor;
        page.rows = blockOf(table, {});
        page.done = true;
        const auto effect = replica->applyPage(page);
        ASSERT_TRUE(effect) << effect.error().key << " " << effect.error().detail;
    }
    ASSERT_TRUE(replica->loadPlan().empty());
}

void ReplicaTest::give(const Delta &delta)
{
    const auto changes = replica->applyDelta(std::span(&delta, 1));
    ASSERT_TRUE(changes) << changes.error().key << " " << changes.error().detail;
}

Mutation ReplicaTest::submit(const Edit &edit)
{
    const auto stored = replica->submit(edit);
    EXPECT_TRUE(stored) << stored.error().key << " " << stored.error().field;
    if (!stored)
        return {};
    const auto waiting = replica->unanswered(stored->seq - 1, 1, 1 << 20);
    EXPECT_TRUE(waiting);
    return waiting->front();
}

OutcomeEffect ReplicaTest::answer(const Outcome &outcome)
{
    auto effect = replica->answer(std::span(&outcome, 1));
    EXPECT_TRUE(effect) << effect.error().key << " " << effect.error().detail;
    return effect ? *std::move(effect) : OutcomeEffect{};
}

std::optional<Row> ReplicaTest::shown(const Table &table, const Uuid &id)
{
    auto row = replica->row(table, id);
    EXPECT_TRUE(row);
    return row ? *std::move(row) : std::nullopt;
}

std::string ReplicaTest::nameOf(std::uint64_t client)
{
    const auto row = shown(Clients::table, idOf(client));
    return row ? (*row)[Clients::fullName].value_or("") : "";
}

DigestRange ReplicaTest::all(const TestScope &scope, const Table &table) const
{
    Uuid::Bytes last;
    last.fill(0xFF);
    return {scope.id, table.number, Uuid(), Uuid(last)};
}

void ReplicaTest::spoil(std::uintmax_t page, std::size_t count) const
{
    std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(page * 8192 + 3000));
    for (std::size_t i = 0; i < count; ++i)
        file.put(static_cast<char>(0x5A + i));
}

std::uintmax_t ReplicaTest::rootOf(const std::string &table) const
{
    return static_cast<std::uintmax_t>(
               *look().integer("SELECT rootpage FROM sqlite_master WHERE name = '" + table + "'")) -
           1;
}

Database ReplicaTest::look() const
{
    auto db = Database::open({path(), key, TestDisk::vfs()});
    EXPECT_TRUE(db);
    return *std::move(db);
}

} // namespace nimara::sync::test
