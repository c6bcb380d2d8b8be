#include "sync/protocol/codec.h"
#include "sync/replica/journal_file.h"
#include "tests/sync/replica/fixture.h"

#include <fstream>

// The second copy of outbox and inbox: what it gives back, and what it must not.
namespace nimara::sync::test {

namespace fs = std::filesystem;

class JournalTest : public ReplicaTest
{
protected:
    void SetUp() override { load({everyone, clientsView}); }

    // Noise over a part of a file.
    void spoilFile(const std::string &name, double from, double to)
    {
        const auto size = static_cast<double>(fs::file_size(name));
        std::fstream file(name, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(size * from));
        for (auto left = static_cast<std::size_t>(size * (to - from)); left > 0; --left)
            file.put(static_cast<char>(rng.next()));
    }
    JournalView journal() const { return JournalFile(systemFiles(), journalPath(), key).read(); }
    void expectNothingLost() const
    {
        EXPECT_EQ(replica->report().what, OpenReport::What::Rebuilt);
        EXPECT_EQ(replica->report().editsLost, 0);
        EXPECT_FALSE(replica->report().mayHaveLost);
    }
};

// ---- what is given back

TEST_F(JournalTest, AnEditOutlastsThePagesOfTheOutbox)
{
    submit(rename(1, "Client 1", "Anna"));
    const Mutation create = submit(createClient(9, "Nina"));
    const Mutation contact = submit(createContact(20, 9, "+358 40 1234567"));
    const Uuid client = replica->clientId();
    const Uuid incarnation = replica->incarnation();
    close();
    spoil(rootOf("outbox"));
    open();
    expectNothingLost();
    EXPECT_EQ(replica->report().editsCarried, 3);
    EXPECT_EQ(replica->clientId(), client);
    EXPECT_EQ(replica->incarnation(), incarnation);
    EXPECT_EQ(nameOf(1), "Anna");
    const auto waiting = replica->waiting();
    ASSERT_EQ(waiting->size(), 3u);
    EXPECT_EQ((*waiting)[1].mutation, create); // number, words and what it depends on
    EXPECT_EQ((*waiting)[2].mutation, contact);
    load({everyone, clientsView});
    EXPECT_EQ(nameOf(1), "Anna");
    EXPECT_EQ(nameOf(2), "Client 2");
    EXPECT_EQ(submit(rename(3, "Client 3", "Carla")).seq, 4u);
}

TEST_F(JournalTest, WithoutASecondCopyItIsAtLeastSaid)
{
    submit(rename(1, "Client 1", "Anna"));
    close();
    // The only page of the table: nothing can be read of it, which is not the same as that nothing was there.
    spoil(rootOf("outbox"));
    fs::remove(journalPath());
    open();
    EXPECT_EQ(replica->report().what, OpenReport::What::Rebuilt);
    EXPECT_EQ(replica->report().editsCarried, 0);
    EXPECT_TRUE(replica->report().mayHaveLost);
}

TEST_F(JournalTest, AnEditOutlastsTheWholeFile)
{
    const Mutation mutation = submit(rename(1, "Client 1", "Anna"));
    const Uuid client = replica->clientId();
    close();
    for (const bool gone : {false, true}) {
        if (gone)
            fs::remove(path());
        else
            spoilFile(path(), 0, 1);
        open();
        expectNothingLost();
        EXPECT_EQ(replica->report().why, gone ? OpenReport::Why::Missing : OpenReport::Why::Damaged);
        EXPECT_EQ(replica->report().keptAs.empty(), gone);
        EXPECT_EQ(replica->report().editsCarried, 1);
        EXPECT_EQ(replica->clientId(), client);
        EXPECT_EQ(replica->standing().userId, userId); // whose file it is
        EXPECT_EQ(replica->waiting()->front().mutation, mutation);
        EXPECT_TRUE(replica->journalCurrent());
        close();
    }
}

TEST_F(JournalTest, WhatIsToBeReviewedOutlastsThem)
{
    const Mutation refused = submit(rename(2, "Client 2", "Berta"));
    answer(conflicted(refused, "full_name", std::string("Theirs")));
    const ReviewItem before = replica->reviews()->front();
    close();
    spoilFile(path(), 0, 1);
    open();
    expectNothingLost();
    EXPECT_EQ(replica->report().reviewsCarried, 1);
    ASSERT_EQ(replica->counts().review, 1);
    const ReviewItem after = replica->reviews()->front();
    EXPECT_EQ(after.mutation, before.mutation);
    EXPECT_EQ(after.outcome, before.outcome);
    load({everyone, clientsView});
    Changes changes;
    ASSERT_TRUE(replica->resolve(after.number, Resolution::TakeMine, changes));
    EXPECT_EQ(nameOf(2), "Berta");
}

TEST_F(JournalTest, ALostLogIsMadeUpFor)
{
    submit(rename(1, "Client 1", "Anna"));
    reopen();
    const Mutation second = submit(rename(2, "Client 2", "Berta"));
    // The process dies before its log was folded in, and the log goes.
    fs::copy_file(path(), path() + ".kept");
    const std::string journalBefore = journalPath() + ".kept";
    fs::copy_file(journalPath(), journalBefore);
    close();
    fs::rename(path() + ".kept", path());
    fs::rename(journalBefore, journalPath());
    open();
    EXPECT_EQ(replica->report().what, OpenReport::What::Opened);
    EXPECT_EQ(replica->report().editsCarried, 1);
    ASSERT_EQ(replica->counts().waiting, 2);
    EXPECT_EQ(replica->waiting()->back().mutation, second);
    EXPECT_EQ(nameOf(2), "Berta");
    EXPECT_EQ(submit(rename(3, "Client 3", "Carla")).seq, 3u);
}

// ---- what is not

TEST_F(JournalTest, WhatWasTakenBackStaysSo)
{
    const Mutation wanted = submit(rename(1, "Client 1", "Anna"));
    const Mutation unwanted = submit(rename(2, "Client 2", "Berta"));
    ASSERT_TRUE(replica->discardWaiting(unwanted.seq));
    close();
    spoilFile(path(), 0, 1);
    open();
    expectNothingLost();
    ASSERT_EQ(replica->counts().waiting, 1);
    EXPECT_EQ(replica->waiting()->front().mutation, wanted);
    EXPECT_EQ(replica->lastSeq(), 2u); // its number is not given out again
}

TEST_F(JournalTest, ATakeBackIsInTheJournalBeforeItIsInTheFile)
{
    submit(rename(1, "Client 1", "Anna"));
    const Mutation unwanted = submit(rename(2, "Client 2", "Berta"));
    close();
    fs::copy_file(path(), path() + ".kept");
    open();
    ASSERT_TRUE(replica->discardWaiting(unwanted.seq));
    fs::copy_file(journalPath(), journalPath() + ".kept");
    close();
    // A kill in between.
    fs::rename(path() + ".kept", path());
    fs::rename(journalPath() + ".kept", journalPath());
    open();
    EXPECT_EQ(replica->counts().waiting, 1);
    EXPECT_EQ(nameOf(2), "Client 2");
}

TEST_F(JournalTest, WhatWasAnsweredIsNotSentAgain)
{
    const Mutation first = submit(rename(1, "Client 1", "Anna"));
    submit(rename(2, "Client 2", "Berta"));
    answer(applied(first, 7));
    close();
    spoilFile(path(), 0, 1);
    open();
    expectNothingLost();
    ASSERT_EQ(replica->counts().waiting, 1);
    EXPECT_EQ(replica->waiting()->front().mutation.seq, 2u);
    EXPECT_EQ(replica->lastSeq(), 2u);
}

TEST_F(JournalTest, NumbersThatAreTakenAreGivenUpHereToo)
{
    submit(rename(1, "Client 1", "Anna"));
    const Mutation second = submit(rename(2, "Client 2", "Berta"));
    answer(applied(*replica->unanswered(0, 1, 1 << 20)->begin(), 7));
    ASSERT_TRUE(replica->renewIncarnation());
    const Uuid incarnation = replica->incarnation();
    close();
    spoilFile(path(), 0, 1);
    open();
    expectNothingLost();
    EXPECT_EQ(replica->incarnation(), incarnation);
    ASSERT_EQ(replica->counts().waiting, 1);
    EXPECT_EQ(replica->waiting()->front().mutation.id, second.id);
    EXPECT_EQ(replica->waiting()->front().mutation.seq, 1u);
}

// ---- damage to the journal

TEST_F(JournalTest, ASpoiledJournalIsMadeAnewFromTheFile)
{
    submit(rename(1, "Client 1", "Anna"));
    close();
    for (const double from : {0.0, 0.5, 0.9}) {
        spoilFile(journalPath(), from, 1);
        open();
        EXPECT_EQ(replica->report().what, OpenReport::What::Opened);
        EXPECT_EQ(replica->counts().waiting, 1);
        EXPECT_FALSE(journal().spoiled());
        EXPECT_EQ(journal().entries().size(), 1u);
        close();
    }
    fs::remove(journalPath());
    open();
    EXPECT_EQ(journal().entries().size(), 1u);
}

TEST_F(JournalTest, ASpoiledRecordLeavesTheOthers)
{
    for (int i = 0; i < 40; ++i)
        submit(createClient(100 + static_cast<std::uint64_t>(i), "Name " + std::to_string(i)));
    close();
    spoilFile(journalPath(), 0.45, 0.55);
    EXPECT_GT(journal().entries().size(), 30u);
    EXPECT_LT(journal().entries().size(), 40u);
    EXPECT_EQ(journal().state()->waiting, 40);
    EXPECT_FALSE(journal().tailSpoiled());
}

TEST_F(JournalTest, WhatBothHaveLostIsSaid)
{
    for (int i = 0; i < 40; ++i)
        submit(createClient(100 + static_cast<std::uint64_t>(i), "Name " + std::to_string(i)));
    close();
    spoilFile(path(), 0, 1);
    spoilFile(journalPath(), 0.45, 0.55);
    open();
    EXPECT_GT(replica->report().editsCarried, 30);
    EXPECT_EQ(replica->report().editsCarried + replica->report().editsLost, 40);
    EXPECT_FALSE(replica->report().mayHaveLost);
    close();

    spoilFile(path(), 0, 1);
    spoilFile(journalPath(), 0, 1);
    open();
    EXPECT_EQ(replica->report().editsCarried, 0);
    EXPECT_TRUE(replica->report().mayHaveLost); // nobody knows how many
    EXPECT_TRUE(replica->report().lostFile());
}

TEST_F(JournalTest, AnotherKeyReadsNothingOfIt)
{
    submit(rename(1, "Client 1", "Anna"));
    close();
    fs::remove(path());
    fs::remove(path() + ".key");
    ReplicaOptions wrong = options();
    (*wrong.key)[0] ^= 1u;
    EXPECT_EQ(tryOpen(wrong).error().key, "replica.key");
    open();
    expectNothingLost();
    EXPECT_EQ(replica->counts().waiting, 1);
}

// ---- how it is kept

TEST_F(JournalTest, AFullDiskRefusesNoEditOnItsAccount)
{
    submit(rename(1, "Client 1", "Anna"));
    // The log has room for edits that it has had before.
    for (int i = 0; i < 20; ++i)
        submit(rename(2, "Client 2", "Berta " + std::to_string(i)));
    ASSERT_TRUE(replica->checkpoint());
    TestDisk::instance().fillUp();
    submit(rename(3, "Client 3", "Carla"));
    EXPECT_FALSE(replica->journalCurrent());
    const Mutation unwanted = submit(createClient(9, "Nina"));
    ASSERT_TRUE(replica->discardWaiting(unwanted.seq));
    TestDisk::instance().makeRoom();
    submit(rename(1, "Anna", "Annika"));
    EXPECT_TRUE(replica->journalCurrent());
    close();
    spoilFile(path(), 0, 1);
    open();
    expectNothingLost();
    load({everyone, clientsView});
    EXPECT_EQ(nameOf(3), "Carla");
    EXPECT_EQ(nameOf(1), "Annika");
    EXPECT_EQ(nameOf(9), ""); // taken back while the journal could not be written
}

TEST_F(JournalTest, ItShrinksWhenNothingWaits)
{
    for (int i = 0; i < 200; ++i) {
        Edit edit = rename(1, "Client 1", "Anna");
        edit.title = std::string(1000, 'x');
        answer(applied(submit(edit), 2 + i));
    }
    EXPECT_LT(fs::file_size(journalPath()), 100'000u);
    EXPECT_EQ(journal().state()->edits(), 0);
}

TEST_F(JournalTest, NobodyElseMayReadIt)
{
    EXPECT_EQ(fs::status(journalPath()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    submit(rename(1, "Client 1", "Anna"));
    EXPECT_EQ(fs::status(journalPath()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(JournalTest, ARightThatGoesTakesItsRowsOutOfIt)
{
    const Mutation refused = submit(rename(2, "Client 2", "Berta"));
    answer(conflicted(refused, "full_name", std::string("Theirs")));
    ASSERT_EQ(journal().entries().begin()->second.bases.size(), 1u);
    ASSERT_TRUE(replica->welcome(welcomeTo({everyone})));
    const JournalView after = journal();
    ASSERT_EQ(after.entries().size(), 1u); // the user's own edit stays
    EXPECT_TRUE(after.entries().begin()->second.bases.empty());
}

TEST_F(JournalTest, AnyBytesAreReadWithoutHarm)
{
    const Mutation first = submit(rename(1, "Client 1", "Anna"));
    const Mutation second = submit(createClient(9, "Nina"));
    close();
    std::ifstream in(journalPath(), std::ios::binary);
    const std::string good{std::istreambuf_iterator<char>(in), {}};
    const std::string file = (folder / "any").string();
    int whole = 0;
    for (int round = 0; round < 2000; ++round) {
        std::string bytes = round % 4 == 0 ? std::string(1 + rng.below(2000), '\0') : good;
        if (round % 2 == 0)
            bytes += good.substr(rng.below(good.size()));
        for (std::uint64_t changes = rng.below(round % 3 == 0 ? bytes.size() : 4); changes > 0; --changes)
            bytes[rng.below(bytes.size())] = static_cast<char>(rng.next());
        fs::remove(file);
        std::ofstream(file, std::ios::binary) << bytes;
        const JournalView view = JournalFile(systemFiles(), file, key).read();
        // What is taken for an edit is one, to the last byte.
        for (const auto &[id, entry] : view.entries()) {
            const Mutation &known = id == first.id ? first : second;
            EXPECT_EQ(entry.id, known.id);
            EXPECT_EQ(entry.mutation, encodeMutation(known));
            ++whole;
        }
    }
    EXPECT_GT(whole, 500);
}

TEST_F(JournalTest, ALengthThatIsNoneCostsNoMemory)
{
    // Marks all along, each with a length beyond what there is.
    std::string bytes;
    for (int i = 0; i < 50'000; ++i)
        bytes += std::string("NMJ1\xFF\xFF\xFF\x7F", 8) + std::string(8, 'x');
    const std::string file = (folder / "any").string();
    std::ofstream(file, std::ios::binary) << bytes;
    const JournalView view = JournalFile(systemFiles(), file, key).read();
    EXPECT_FALSE(view.state());
    EXPECT_TRUE(view.spoiled());
}

} // namespace nimara::sync::test
