#include "tests/sync/replica/fixture.h"

#include "sync/protocol/codec.h"
#include "sync/protocol/row_block.h"

#include <fstream>

namespace nimara::sync::test {

using schema::Clients;

// What the disk does to a replica.
class StorageTest : public ReplicaTest
{
protected:
    void SetUp() override { load({everyone, clientsView}, 20); }
    Delta bigStep()
    {
        std::vector<Row> rows;
        for (std::uint64_t i = 1; i <= 3000; ++i)
            rows.push_back(clientRow(i, 9, "A longer name for client number " + std::to_string(i)));
        ScopeDelta part{clientsView.id, {blockOf(Clients::table, rows)}, {}};
        Delta delta = deltaOf("c2", {}, {everyone, clientsView});
        delta.parts.push_back(std::make_shared<const std::string>(encodeScopeDelta(part)));
        return delta;
    }
};

TEST_F(StorageTest, AnEditIsSyncedBeforeItIsCalledSafeAndADeltaIsNot)
{
    submit(rename(1, "Client 1", "Anna")); // the first one may begin a log
    TestDisk::instance().reset();
    submit(rename(2, "Client 2", "Berta"));
    EXPECT_GE(TestDisk::instance().syncs(), 1);
    TestDisk::instance().reset();
    give(deltaOf("c2", {{clientsView, {clientRow(3, 9)}}}, {clientsView}));
    EXPECT_EQ(TestDisk::instance().syncs(), 0);
}

TEST_F(StorageTest, AFullDiskIsSaidAndNothingHasChanged)
{
    submit(rename(1, "Client 1", "Anna"));
    TestDisk::instance().fillUp();
    for (std::uint64_t i = 2; i <= 4; ++i) {
        const auto stored = replica->submit(rename(i, "Client " + std::to_string(i), std::string(150, 'x')));
        ASSERT_FALSE(stored);
        EXPECT_EQ(stored.error().key, "replica.full");
        EXPECT_EQ(stored.error().code, ErrorCode::Storage);
    }
    EXPECT_EQ(replica->counts().waiting, 1);
    EXPECT_EQ(nameOf(1), "Anna");
    EXPECT_EQ(nameOf(2), "Client 2");
    EXPECT_EQ(replica->rowState(Clients::table.number, idOf(2)), RowState::Confirmed);
    const Delta step = bigStep();
    EXPECT_EQ(replica->applyDelta(std::span(&step, 1)).error().key, "replica.full");
    EXPECT_EQ(replica->held()[0].cursor, "c1");

    TestDisk::instance().makeRoom();
    EXPECT_EQ(submit(rename(2, "Client 2", "Berta")).seq, 2u);
    give(step);
    EXPECT_EQ(*replica->count(Clients::table), 3000);
    EXPECT_EQ(nameOf(1), "Anna");
    reopen();
    EXPECT_EQ(replica->counts().waiting, 2);
    EXPECT_EQ(*look().text("PRAGMA integrity_check"), "ok");
}

TEST_F(StorageTest, AFaultAtAnyWriteLeavesAllOrNothing)
{
    int failed = 0;
    for (std::int64_t writes = 0; writes < 60; ++writes) {
        const std::string before = nameOf(5);
        const int waiting = replica->counts().waiting;
        TestDisk::instance().breakAfter(writes);
        const auto stored = replica->submit(rename(5, before, "Name " + std::to_string(writes)));
        const Delta step = deltaOf("d" + std::to_string(writes), {{clientsView, {clientRow(6, 10 + writes)}}},
                                   {everyone, clientsView});
        const auto changes = replica->applyDelta(std::span(&step, 1));
        TestDisk::instance().mend();
        failed += stored && changes ? 0 : 1;
        EXPECT_EQ(nameOf(5), stored ? "Name " + std::to_string(writes) : before);
        EXPECT_EQ(replica->counts().waiting, waiting + (stored ? 1 : 0));
        EXPECT_EQ(replica->held()[0].cursor == step.to, static_cast<bool>(changes));
        EXPECT_TRUE(stored || stored.error().key == "replica.io");
    }
    EXPECT_GT(failed, 5);
    const int waiting = replica->counts().waiting;
    reopen();
    EXPECT_EQ(replica->counts().waiting, waiting);
    EXPECT_EQ(*look().text("PRAGMA integrity_check"), "ok");
}

TEST_F(StorageTest, ALoadThatDoesNotFitBeginsAnewWhenThereIsRoom)
{
    close();
    std::filesystem::remove(path());
    ReplicaOptions wanted = options();
    wanted.bulkRows = 1;
    replica = *tryOpen(wanted);
    ASSERT_TRUE(replica->welcome(welcomeTo({everyone, clientsView})));
    std::vector<Row> rows;
    for (std::uint64_t i = 1; i <= 5000; ++i)
        rows.push_back(clientRow(i, 1));
    TestDisk::instance().leaveRoom(200'000);
    Result<Replica::PageEffect> effect = Error{};
    for (std::size_t i = 0; i < 10; ++i) {
        const std::vector<Row> part(rows.begin() + static_cast<std::ptrdiff_t>(i * 500),
                                    rows.begin() + static_cast<std::ptrdiff_t>((i + 1) * 500));
        effect = replica->applyPage(pageOf(clientsView, Clients::table, part, i == 9));
        if (!effect)
            break;
    }
    // The page cache may hold it all until the end.
    for (const LoadItem &item : effect ? replica->loadPlan() : std::vector<LoadItem>()) {
        const TestScope &scope = item.scope == everyone.id ? everyone : clientsView;
        effect = replica->applyPage(pageOf(scope, *schema::findTable(item.table), {}, true));
        if (!effect)
            break;
    }
    ASSERT_FALSE(effect);
    EXPECT_EQ(effect.error().key, "replica.full");
    EXPECT_FALSE(replica->bulkLoading());
    TestDisk::instance().makeRoom();
    ASSERT_TRUE(replica->applyPage(pageOf(clientsView, Clients::table, rows, true)));
    for (const LoadItem &item : replica->loadPlan()) {
        const TestScope &scope = item.scope == everyone.id ? everyone : clientsView;
        ASSERT_TRUE(replica->applyPage(pageOf(scope, *schema::findTable(item.table), {}, true)));
    }
    EXPECT_EQ(*replica->count(Clients::table), 5000);
}

TEST_F(StorageTest, APurgeLeavesNothingOnTheDisk)
{
    close();
    std::filesystem::remove(path());
    ReplicaOptions plain = options();
    plain.key.reset();
    plain.vfs = "nimara-test";
    std::filesystem::remove(path() + ".key");
    std::filesystem::remove(journalPath());
    replica = *tryOpen(plain);
    load({everyone, clientsView}, 500);
    give(deltaOf("c2", {{clientsView, {clientRow(77, 9, "Zebedaeus Quux")}}}, {clientsView}));
    while (replica->searchPending())
        ASSERT_TRUE(replica->indexSome(100));
    const auto onDisk = [&] {
        std::string all;
        for (const char *suffix : {"", "-wal"}) {
            std::ifstream in(path() + suffix, std::ios::binary);
            all.append(std::istreambuf_iterator<char>(in), {});
        }
        return all;
    };
    ASSERT_NE(onDisk().find("Zebedaeus"), std::string::npos);
    ASSERT_TRUE(replica->checkpoint());
    const auto size = std::filesystem::file_size(path());
    const auto effect = replica->welcome(welcomeTo({everyone}));
    ASSERT_TRUE(effect);
    EXPECT_TRUE(effect->dropped);
    const auto purged = replica->purge();
    ASSERT_TRUE(purged);
    EXPECT_EQ(*purged, Replica::Purge::Done);
    EXPECT_EQ(onDisk().find("Zebedaeus"), std::string::npos);
    EXPECT_EQ(onDisk().find("zebedaeus"), std::string::npos); // in the search index
    EXPECT_LT(std::filesystem::file_size(path()), size);
}

TEST_F(StorageTest, AReaderDelaysAPurgeAndNothingElse)
{
    Database reader = look();
    ASSERT_TRUE(reader.exec("BEGIN; SELECT count(*) FROM clients"));
    ASSERT_TRUE(replica->welcome(welcomeTo({everyone})));
    const auto purged = replica->purge();
    ASSERT_TRUE(purged) << purged.error().key;
    EXPECT_EQ(*purged, Replica::Purge::Later);
    submit(Edit{.ops = {}, .command = Command{"noop", "{}"}});
    ASSERT_TRUE(reader.exec("COMMIT"));
    EXPECT_EQ(*replica->purge(), Replica::Purge::Done);
}

} // namespace nimara::sync::test
