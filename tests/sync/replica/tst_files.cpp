#include "tests/sync/replica/fixture.h"

#include <fstream>

namespace nimara::sync::test {

using schema::ClientContacts;
using schema::Clients;

class FilesTest : public ReplicaTest
{
protected:
    std::string bytesOf(const std::string &name) const
    {
        std::ifstream in(name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
};

TEST_F(FilesTest, ANewFileIsMadeOnlyWhereItMay)
{
    ReplicaOptions wanted = options();
    wanted.mayCreate = false;
    EXPECT_EQ(tryOpen(wanted).error().key, "replica.missing");
    open();
    EXPECT_EQ(replica->report().what, OpenReport::What::Created);
    EXPECT_FALSE(replica->clientId().isNil());
    const Uuid client = replica->clientId();
    reopen();
    EXPECT_EQ(replica->report().what, OpenReport::What::Opened);
    EXPECT_EQ(replica->clientId(), client);
    EXPECT_TRUE(replica->closedCleanly());
}

TEST_F(FilesTest, NothingOfItCanBeRead)
{
    load({everyone, clientsView});
    submit(rename(1, "Client 1", "Lighthouse keeper"));
    for (const char *suffix : {"", "-wal", ".outbox"}) {
        const std::string bytes = bytesOf(path() + suffix);
        EXPECT_GT(bytes.size(), 200u);
        EXPECT_EQ(bytes.find("SQLite format 3"), std::string::npos);
        EXPECT_EQ(bytes.find("Lighthouse"), std::string::npos);
        EXPECT_EQ(bytes.find("outbox"), std::string::npos);
    }
}

TEST_F(FilesTest, AWrongKeyIsSaidAndNothingIsTouched)
{
    load({everyone, clientsView});
    submit(rename(1, "Client 1", "Anna"));
    close();
    ReplicaOptions wrong = options();
    (*wrong.key)[0] ^= 1u;
    for (const bool mark : {true, false}) {
        if (!mark)
            std::filesystem::remove(path() + ".key");
        const auto opened = tryOpen(wrong);
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().key, "replica.key");
        EXPECT_EQ(opened.error().code, ErrorCode::Unauthenticated);
    }
    ReplicaOptions none = options();
    none.key.reset();
    EXPECT_EQ(tryOpen(none).error().key, "replica.key");
    open();
    EXPECT_EQ(nameOf(1), "Anna");
    EXPECT_EQ(replica->report().what, OpenReport::What::Opened);
}

TEST_F(FilesTest, TwoProcessesDoNotShareAFile)
{
    open();
    const auto second = tryOpen();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().key, "replica.locked");
    EXPECT_EQ(second.error().code, ErrorCode::Conflict);
    close();
    EXPECT_TRUE(tryOpen());
}

TEST_F(FilesTest, AForeignFileIsLeftAlone)
{
    {
        auto db = Database::open({.path = path(), .key = key, .vfs = {}, .create = true});
        ASSERT_TRUE(db);
        ASSERT_TRUE(db->exec("CREATE TABLE notes (text TEXT)"));
    }
    EXPECT_EQ(tryOpen().error().key, "replica.foreign");
    EXPECT_EQ(*look().integer("SELECT count(*) FROM notes"), 0);
}

TEST_F(FilesTest, AnOlderSchemaIsRebuiltAroundTheOutbox)
{
    load({everyone, clientsView});
    submit(rename(1, "Client 1", "Anna"));
    submit(createClient(9, "Nina"));
    const Mutation refused = submit(rename(2, "Client 2", "Berta"));
    answer(conflicted(refused, "full_name", std::string("Theirs")));
    const Uuid client = replica->clientId();
    const Uuid incarnation = replica->incarnation();
    close();
    ASSERT_TRUE(look().exec("PRAGMA user_version = 1"));
    open();
    EXPECT_EQ(replica->report().what, OpenReport::What::Rebuilt);
    EXPECT_EQ(replica->report().why, OpenReport::Why::OlderSchema);
    EXPECT_EQ(replica->report().editsCarried, 2);
    EXPECT_EQ(replica->report().reviewsCarried, 1);
    EXPECT_EQ(replica->clientId(), client);
    EXPECT_EQ(replica->incarnation(), incarnation);
    EXPECT_EQ(nameOf(1), "Anna"); // what is edited stays in sight
    EXPECT_EQ(nameOf(9), "Nina");
    EXPECT_EQ(nameOf(3), "");
    EXPECT_FALSE(replica->usable());
    EXPECT_TRUE(replica->scopes().empty());
    EXPECT_EQ(replica->standing().userId, userId);

    load({everyone, clientsView});
    EXPECT_EQ(nameOf(1), "Anna");
    EXPECT_EQ(nameOf(3), "Client 3");
    const auto waiting = replica->waiting();
    answer(applied(waiting->front().mutation, 7));
    give(deltaOf("c2", {{clientsView, {clientRow(1, 7, "Anna")}}}, {clientsView}));
    EXPECT_EQ(replica->counts().waiting, 1);
    EXPECT_EQ(submit(rename(3, "Client 3", "Carla")).seq, 4u);
    Changes changes;
    EXPECT_TRUE(replica->resolve(replica->reviews()->front().number, Resolution::TakeMine, changes));
}

TEST_F(FilesTest, AnEditedRowThatTheServerNoLongerHasGoesWithItsEdit)
{
    load({everyone, clientsView});
    const Mutation mutation = submit(rename(3, "Client 3", "Carla"));
    close();
    ASSERT_TRUE(look().exec("PRAGMA user_version = 1"));
    load({everyone, clientsView}, 2); // without the third
    EXPECT_EQ(nameOf(3), "Carla");
    answer(rejected(mutation, reject::deleted));
    EXPECT_EQ(nameOf(3), "");
}

TEST_F(FilesTest, DamageIsFoundAndTheOutboxCarriedOver)
{
    load({everyone, clientsView}, 500);
    submit(rename(1, "Client 1", "Anna"));
    submit(createClient(9000, "Nina"));
    const Uuid client = replica->clientId();
    close();
    spoil(rootOf("sync_scope"));
    open();
    EXPECT_EQ(replica->report().what, OpenReport::What::Rebuilt);
    EXPECT_EQ(replica->report().why, OpenReport::Why::Damaged);
    EXPECT_EQ(replica->report().editsCarried, 2);
    EXPECT_EQ(replica->report().editsLost, 0);
    EXPECT_TRUE(std::filesystem::exists(replica->report().keptAs));
    EXPECT_EQ(replica->clientId(), client);
    EXPECT_EQ(nameOf(9000), "Nina");
    EXPECT_EQ(nameOf(1), "Anna");
}

TEST_F(FilesTest, DamageMetInUseIsRebuiltOnTheNextOpen)
{
    load({everyone, clientsView}, 500);
    submit(rename(1, "Client 1", "Anna"));
    close();
    spoil(rootOf("clients_id"));
    open();
    EXPECT_EQ(replica->report().what, OpenReport::What::Opened);
    const auto changes = replica->applyDelta(
        std::vector{deltaOf("c2", {{clientsView, {clientRow(2, 9, "Changed")}}}, {clientsView})});
    ASSERT_FALSE(changes);
    EXPECT_EQ(changes.error().key, "replica.damaged");
    EXPECT_TRUE(isDamage(changes.error()));
    reopen();
    EXPECT_EQ(replica->report().what, OpenReport::What::Rebuilt);
    EXPECT_EQ(replica->report().editsCarried, 1);
    EXPECT_EQ(nameOf(1), "Anna");
    reopen();
    EXPECT_EQ(replica->report().what, OpenReport::What::Opened);
}

TEST_F(FilesTest, EditsAreSalvagedAroundDamagedPages)
{
    load({everyone, clientsView}, 3);
    // Enough for many leaves: each edit takes about a kilobyte.
    for (int i = 0; i < 60; ++i) {
        const std::string text(900, static_cast<char>('a' + i % 26));
        Edit edit = createClient(100 + static_cast<std::uint64_t>(i), "Name " + std::to_string(i));
        edit.ops[0].fields.push_back({"summary", {}, {}, text});
        submit(edit);
    }
    ASSERT_TRUE(replica->checkpoint());
    close();
    // A leaf in the middle of the outbox.
    const auto leaf = look().integer("SELECT pageno FROM dbstat WHERE name = 'outbox' AND pagetype = 'leaf'"
                                     " ORDER BY path LIMIT 1 OFFSET 3");
    ASSERT_TRUE(leaf) << leaf.error().detail;
    ASSERT_GT(*leaf, 0);
    spoil(static_cast<std::uintmax_t>(*leaf) - 1);
    std::filesystem::remove(journalPath());
    open();
    EXPECT_EQ(replica->report().what, OpenReport::What::Rebuilt);
    const int carried = replica->report().editsCarried;
    EXPECT_GT(carried, 40);
    EXPECT_LT(carried, 60);
    EXPECT_EQ(carried + replica->report().editsLost, 60);
    EXPECT_EQ(replica->counts().waiting, carried);
    EXPECT_EQ(replica->lastSeq(), 60u);
}

TEST_F(FilesTest, AnEditThatDoesNotFitItsChecksumIsNotTrusted)
{
    load({everyone, clientsView}, 3);
    submit(rename(1, "Client 1", "Anna"));
    submit(rename(2, "Client 2", "Berta"));
    close();
    ASSERT_TRUE(
        look().exec("UPDATE outbox SET checksum = checksum + 1 WHERE seq = 1; PRAGMA user_version = 1"));
    std::filesystem::remove(journalPath());
    open();
    EXPECT_EQ(replica->report().editsCarried, 1);
    EXPECT_EQ(replica->report().editsLost, 1);
    EXPECT_EQ(nameOf(2), "Berta");
}

TEST_F(FilesTest, AFileOfWhichNothingIsLeftIsSetAsideAndSaidSo)
{
    load({everyone, clientsView});
    submit(rename(1, "Client 1", "Anna"));
    close();
    spoil(0, 2000);
    std::filesystem::remove(journalPath());
    open();
    EXPECT_EQ(replica->report().what, OpenReport::What::Rebuilt);
    EXPECT_TRUE(replica->report().unreadable);
    EXPECT_TRUE(replica->report().mayHaveLost);
    EXPECT_TRUE(std::filesystem::exists(path() + ".damaged"));
    EXPECT_EQ(replica->counts().waiting, 0);
}

TEST_F(FilesTest, AHalfDoneReplacementIsFinished)
{
    load({everyone, clientsView});
    close();
    const std::string live = bytesOf(path());
    // The crash came after the new file was complete and before it took its place.
    std::filesystem::rename(path(), path() + ".next");
    open();
    EXPECT_EQ(nameOf(1), "Client 1");
    EXPECT_FALSE(std::filesystem::exists(path() + ".next"));
    close();
    // And one that was not complete counts for nothing.
    std::ofstream(path() + ".part", std::ios::binary) << live.substr(0, live.size() / 2);
    open();
    EXPECT_EQ(nameOf(1), "Client 1");
    EXPECT_FALSE(std::filesystem::exists(path() + ".part"));
}

// ---- the first load into a fresh file

class Bulk : public FilesTest
{
protected:
    void SetUp() override
    {
        ReplicaOptions wanted = options();
        wanted.bulkRows = 1;
        wanted.closeReaders = [this] { ++asked; };
        auto opened = tryOpen(wanted);
        ASSERT_TRUE(opened);
        replica = *std::move(opened);
        ASSERT_TRUE(replica->welcome(welcomeTo({everyone, clientsView})));
    }
    std::vector<Row> some(std::uint64_t from, std::uint64_t to)
    {
        std::vector<Row> rows;
        for (std::uint64_t i = from; i <= to; ++i)
            rows.push_back(clientRow(i, 1));
        return rows;
    }
    bool fill()
    {
        bool replaced = false;
        for (const LoadItem &item : replica->loadPlan()) {
            const TestScope &scope = item.scope == everyone.id ? everyone : clientsView;
            const Table &table = *schema::findTable(item.table);
            const bool clients = item.table == Clients::table.number && item.after.isNil();
            const auto effect = replica->applyPage(
                pageOf(scope, table, clients ? some(1, 50) : std::vector<Row>(), true, "c1"));
            EXPECT_TRUE(effect) << effect.error().key << " " << effect.error().detail;
            replaced = replaced || (effect && effect->replaced);
        }
        return replaced;
    }
    int asked = 0;
};

TEST_F(Bulk, NothingIsSeenBeforeItsEndThenAllIs)
{
    ASSERT_TRUE(replica->applyPage(pageOf(clientsView, Clients::table, some(1, 20), false)));
    EXPECT_TRUE(replica->bulkLoading());
    EXPECT_EQ(nameOf(1), "");
    EXPECT_EQ(replica->counts().loadedRows, 20);
    EXPECT_EQ(replica->submit(createClient(900, "Nina")).error().key, "replica.loading");
    ASSERT_TRUE(replica->applyPage(pageOf(clientsView, Clients::table, some(21, 50), true)));
    EXPECT_TRUE(fill());
    EXPECT_EQ(asked, 1);
    EXPECT_FALSE(replica->bulkLoading());
    EXPECT_TRUE(replica->usable());
    EXPECT_EQ(*replica->count(Clients::table), 50);
    EXPECT_TRUE(replica->loadPlan().empty());
    EXPECT_EQ(*look().text("PRAGMA journal_mode"), "wal");
    EXPECT_EQ(*look().text("PRAGMA integrity_check"), "ok");
    EXPECT_EQ(*look().integer("SELECT count(*) FROM sqlite_master WHERE name = 'client_contacts_client_id'"),
              1);
    submit(rename(7, "Client 7", "Gina"));
    reopen();
    EXPECT_EQ(nameOf(7), "Gina");
}

TEST_F(Bulk, ACutGoesOnAndAKillBeginsAnew)
{
    ASSERT_TRUE(replica->applyPage(pageOf(clientsView, Clients::table, some(1, 20), false)));
    replica->linkLost();
    ASSERT_TRUE(replica->welcome(welcomeTo({everyone, clientsView}, true)));
    EXPECT_TRUE(replica->bulkLoading());
    const auto items = replica->loadPlan();
    EXPECT_TRUE(
        std::any_of(items.begin(), items.end(), [](const LoadItem &item) { return item.after == idOf(20); }));

    // A cursor that is good no more, and a process that dies: from the start.
    ASSERT_TRUE(replica->welcome(welcomeTo({everyone, clientsView}, false)));
    EXPECT_FALSE(replica->bulkLoading());
    ASSERT_TRUE(replica->applyPage(pageOf(clientsView, Clients::table, some(1, 20), false)));
    ASSERT_TRUE(std::filesystem::exists(path() + ".part"));
    std::filesystem::copy_file(path() + ".part", path() + ".kept");
    close();
    std::filesystem::rename(path() + ".kept", path() + ".part");
    open();
    EXPECT_FALSE(std::filesystem::exists(path() + ".part"));
    EXPECT_EQ(nameOf(1), "");
    for (const LoadItem &item : replica->loadPlan())
        EXPECT_TRUE(item.after.isNil());
    fill();
    EXPECT_EQ(*replica->count(Clients::table), 50);
}

TEST_F(Bulk, EditsOfARebuiltFileAreFoldedOverTheLoad)
{
    fill();
    submit(rename(7, "Client 7", "Gina"));
    submit(createClient(900, "Nina"));
    submit(createContact(901, 900, "+358 40 1234567"));
    const Mutation refused = submit(rename(8, "Client 8", "Henna"));
    answer(rejected(refused, reject::rule));
    close();
    ASSERT_TRUE(look().exec("PRAGMA user_version = 1"));
    SetUp();
    EXPECT_EQ(replica->report().editsCarried, 3);
    EXPECT_TRUE(fill());
    EXPECT_EQ(nameOf(7), "Gina");
    EXPECT_EQ(nameOf(900), "Nina");
    EXPECT_TRUE(shown(ClientContacts::table, idOf(901)));
    EXPECT_EQ(replica->counts().waiting, 3);
    EXPECT_EQ(replica->counts().review, 1);
    EXPECT_EQ((*replica->confirmed(Clients::table, idOf(7)))->rev, 1);
    EXPECT_EQ((**replica->confirmed(Clients::table, idOf(7)))[Clients::fullName], "Client 7");
}

TEST_F(Bulk, ABadPageThrowsTheLoadAwayAndNothingElse)
{
    ASSERT_TRUE(replica->applyPage(pageOf(clientsView, Clients::table, some(1, 20), false)));
    Page bad = pageOf(clientsView, Clients::table, some(21, 22), false);
    bad.rows.resize(bad.rows.size() - 3);
    EXPECT_EQ(replica->applyPage(bad).error().code, ErrorCode::Protocol);
    EXPECT_FALSE(replica->bulkLoading());
    EXPECT_FALSE(std::filesystem::exists(path() + ".part"));
    EXPECT_TRUE(fill());
    EXPECT_EQ(*replica->count(Clients::table), 50);
}

TEST_F(Bulk, RightsThatChangeMeanwhileBeginAnew)
{
    ASSERT_TRUE(replica->applyPage(pageOf(clientsView, Clients::table, some(1, 20), false)));
    ASSERT_TRUE(replica->welcome(welcomeTo({everyone}), false));
    EXPECT_FALSE(replica->bulkLoading());
    fill();
    EXPECT_TRUE(replica->usable());
    EXPECT_EQ(*replica->count(Clients::table), 0);
}

} // namespace nimara::sync::test
