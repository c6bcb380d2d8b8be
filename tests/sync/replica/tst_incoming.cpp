#include "tests/sync/replica/fixture.h"

#include "sync/protocol/codec.h"
#include "sync/protocol/row_block.h"

namespace nimara::sync::test {

using schema::ClientContacts;
using schema::Clients;
using schema::Reminders;

class Incoming : public ReplicaTest
{
protected:
    Tombstone gone(std::uint64_t client, std::int64_t rev)
    {
        return {Clients::table.number, idOf(client), rev};
    }
};

TEST_F(Incoming, PagesComeInAnyNumberAndPlacesAreKept)
{
    open();
    ASSERT_TRUE(replica->welcome(welcomeTo({clientsView})));
    EXPECT_FALSE(replica->usable());
    ASSERT_TRUE(
        replica->applyPage(pageOf(clientsView, Clients::table, {clientRow(1, 1), clientRow(2, 1)}, false)));
    const auto placeOf = [&] {
        for (const LoadItem &item : replica->loadPlan()) {
            if (item.table == Clients::table.number)
                return item.after;
        }
        return Uuid();
    };
    EXPECT_EQ(placeOf(), idOf(2));
    reopen(); // a cut, a kill: the place and the scope's cursor are in the file
    EXPECT_EQ(placeOf(), idOf(2));
    EXPECT_EQ(replica->held(), (std::vector<HeldScope>{{clientsView.id, "c1"}}));
    ASSERT_TRUE(replica->applyPage(pageOf(clientsView, Clients::table, {clientRow(3, 1)}, true, "c2")));
    finishLoad("c3");
    EXPECT_TRUE(replica->usable());
    EXPECT_EQ(replica->held()[0].cursor, "c1"); // that of the first page
    EXPECT_EQ(*replica->count(Clients::table), 3);
}

TEST_F(Incoming, AnEmptyFileShowsProgress)
{
    open();
    ASSERT_TRUE(replica->welcome(welcomeTo({clientsView})));
    EXPECT_EQ(replica->counts().totalRows, 10);
    ASSERT_TRUE(
        replica->applyPage(pageOf(clientsView, Clients::table, {clientRow(1, 1), clientRow(2, 1)}, false)));
    EXPECT_EQ(replica->counts().loadedRows, 2);
    finishLoad();
    EXPECT_EQ(replica->counts().loadedRows, replica->counts().totalRows);
}

TEST_F(Incoming, PagesOfAnEarlierLoadDoNoHarm)
{
    open();
    ASSERT_TRUE(replica->welcome(welcomeTo({clientsView})));
    const Page first = pageOf(clientsView, Clients::table, {clientRow(1, 1), clientRow(2, 1)}, false);
    ASSERT_TRUE(replica->applyPage(first));
    ASSERT_TRUE(replica->applyPage(first));
    // One that begins before our place and reaches further.
    ASSERT_TRUE(
        replica->applyPage(pageOf(clientsView, Clients::table, {clientRow(2, 1), clientRow(3, 1)}, false)));
    ASSERT_TRUE(replica->applyPage(pageOf(clientsView, Clients::table, {clientRow(4, 1)}, true)));
    ASSERT_TRUE(replica->applyPage(first));
    ASSERT_TRUE(
        replica->applyPage(pageOf(remindersAll, Reminders::table, {}, true))); // a scope we do not hold
    EXPECT_EQ(*replica->count(Clients::table), 4);
}

TEST_F(Incoming, RevisionsDecideNotTheOrder)
{
    load({clientsView});
    give(deltaOf("c2", {{clientsView, {clientRow(1, 9, "New")}}}, {clientsView}));
    give(deltaOf("c3", {{clientsView, {clientRow(1, 8, "Old")}}}, {clientsView}));
    EXPECT_EQ(nameOf(1), "New");
    give(deltaOf("c4", {{clientsView, {clientRow(1, 9, "The same again")}}}, {clientsView}));
    EXPECT_EQ(nameOf(1), "The same again");
    give(deltaOf("c5", {{clientsView, {}, {gone(1, 8)}}}, {clientsView}));
    EXPECT_EQ(nameOf(1), "The same again");
    give(deltaOf("c6", {{clientsView, {}, {gone(1, 10)}}}, {clientsView}));
    EXPECT_EQ(nameOf(1), "");
    give(deltaOf("c7", {{clientsView, {clientRow(1, 9, "A late word")}}}, {clientsView}));
    EXPECT_EQ(nameOf(1), "");
    give(deltaOf("c8", {{clientsView, {clientRow(1, 11, "Made again")}}}, {clientsView}));
    EXPECT_EQ(nameOf(1), "Made again");
}

TEST_F(Incoming, OneStepMayHoldARowSeveralTimes)
{
    load({clientsView});
    // A join: the catch-up, then older steps that were kept meanwhile.
    give(deltaOf("c2",
                 {{clientsView, {}, {gone(1, 10)}},
                  {clientsView, {clientRow(1, 9, "Kept from before")}},
                  {clientsView, {clientRow(2, 12, "Second")}, {gone(2, 11)}}},
                 {clientsView}));
    EXPECT_EQ(nameOf(1), "");
    EXPECT_EQ(nameOf(2), "Second");
}

TEST_F(Incoming, ADeltaIsWholeWithItsCursorOrNotThere)
{
    load({clientsView});
    Delta delta = deltaOf("c2", {{clientsView, {clientRow(1, 9, "New")}}}, {clientsView});
    ScopeDelta broken;
    broken.scope = clientsView.id;
    broken.upserts = {"\x07\x01"};
    delta.parts.push_back(std::make_shared<const std::string>(encodeScopeDelta(broken)));
    const auto result = replica->applyDelta(std::span(&delta, 1));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Protocol);
    EXPECT_EQ(nameOf(1), "Client 1");
    EXPECT_EQ(replica->held()[0].cursor, "c1");
    delta.parts.pop_back();
    give(delta);
    EXPECT_EQ(replica->held()[0].cursor, "c2");
}

TEST_F(Incoming, SeveralFramesAreOneStep)
{
    load({clientsView});
    Delta first = deltaOf("c2", {{clientsView, {clientRow(1, 9, "New")}}}, {});
    first.last = false;
    const std::vector<Delta> frames{first, deltaOf("c2", {{clientsView, {}, {gone(2, 9)}}}, {clientsView})};
    const auto changes = replica->applyDelta(frames);
    ASSERT_TRUE(changes);
    EXPECT_EQ(*changes, (Changes{{Clients::table.number, {idOf(1), idOf(2)}}}));
    EXPECT_EQ(nameOf(1), "New");
    EXPECT_EQ(nameOf(2), "");
}

TEST_F(Incoming, TooManyRowsToNameAreToldAsATable)
{
    load({clientsView});
    std::vector<Row> rows;
    for (std::uint64_t i = 1; i <= 1500; ++i)
        rows.push_back(clientRow(i, 2));
    ScopeDelta part{clientsView.id, {blockOf(Clients::table, rows)}, {}};
    Delta delta = deltaOf("c2", {}, {clientsView});
    delta.parts.push_back(std::make_shared<const std::string>(encodeScopeDelta(part)));
    const auto changes = replica->applyDelta(std::span(&delta, 1));
    ASSERT_TRUE(changes);
    EXPECT_EQ(*changes, (Changes{{Clients::table.number, {}}}));
}

// ---- scopes side by side

class Scopes : public Incoming
{
protected:
    void SetUp() override { load({own, remindersAll}); }
    Row mine(std::int64_t rev) { return reminderRow(5, rev, userId, userId); }
    Row others(std::int64_t rev) { return reminderRow(5, rev, idOf(9, 0xB0), idOf(9, 0xB0)); }
    Tombstone left(std::int64_t rev) { return {Reminders::table.number, idOf(5), rev}; }
    bool isThere() { return shown(Reminders::table, idOf(5)).has_value(); }
};

TEST_F(Scopes, ARowStaysAsLongAsOneScopeCoversIt)
{
    give(deltaOf("c2", {{own, {mine(3)}}, {remindersAll, {mine(3)}}}, {own, remindersAll}));
    give(deltaOf("c3", {{own, {}, {left(4)}}, {remindersAll, {others(4)}}}, {own, remindersAll}));
    EXPECT_TRUE(isThere());
    give(deltaOf("c4", {{remindersAll, {}, {left(5)}}}, {own, remindersAll}));
    EXPECT_FALSE(isThere());
}

TEST_F(Scopes, AMoveIsNeverAGapInEitherOrder)
{
    give(deltaOf("c2", {{own, {mine(3)}}}, {own, remindersAll}));
    give(deltaOf("c3", {{remindersAll, {others(4)}}, {own, {}, {left(4)}}}, {own, remindersAll}));
    EXPECT_TRUE(isThere());
    give(deltaOf("c4", {{own, {mine(6)}}, {remindersAll, {}, {left(6)}}}, {own, remindersAll}));
    EXPECT_TRUE(isThere());
    give(deltaOf("c5", {{own, {}, {left(7)}}}, {own, remindersAll}));
    EXPECT_FALSE(isThere());
}

TEST_F(Scopes, ScopesAtDifferentCursorsConverge)
{
    give(deltaOf("c2", {{own, {mine(3)}}}, {own}));
    // The other scope has seen rev 9 already; this one hears only now that the row left it at rev 4.
    give(deltaOf("c9", {{remindersAll, {others(9)}}}, {remindersAll}));
    give(deltaOf("c3", {{own, {}, {left(4)}}}, {own}));
    EXPECT_TRUE(isThere());
    EXPECT_EQ(replica->digest(all(own, Reminders::table))->count, 0u);
    EXPECT_EQ(replica->digest(all(remindersAll, Reminders::table))->count, 1u);
    give(deltaOf("c10", {{remindersAll, {}, {left(10)}}}, {remindersAll}));
    EXPECT_FALSE(isThere());
}

TEST_F(Scopes, ADroppedScopeTakesItsRowsAndLeavesTheRest)
{
    Row shared = mine(3);
    Row theirs = others(3);
    theirs.set(Reminders::id, idOf(6));
    give(deltaOf("c2", {{own, {shared}}, {remindersAll, {shared, theirs}}}, {own, remindersAll}));
    const auto effect = replica->welcome(welcomeTo({own}));
    ASSERT_TRUE(effect);
    EXPECT_TRUE(effect->dropped);
    EXPECT_TRUE(isThere());
    EXPECT_FALSE(shown(Reminders::table, idOf(6)));
    EXPECT_EQ(replica->scopes().size(), 1u);
    // Granted again, it begins from nothing.
    ASSERT_TRUE(replica->welcome(welcomeTo({own, remindersAll}, true)));
    EXPECT_FALSE(replica->loadPlan().empty());
    EXPECT_EQ(replica->digest(all(remindersAll, Reminders::table))->count, 0u);
}

TEST_F(Scopes, AnEditOfARowInTwoScopesFollowsItThroughBoth)
{
    give(deltaOf("c2", {{own, {mine(3)}}, {remindersAll, {mine(3)}}}, {own, remindersAll}));
    submit(Edit{.ops = {{Reminders::table.number,
                         idOf(5),
                         OpKind::Update,
                         {{"title", {}, std::string("Call"), std::string("Call today")}}}}});
    give(deltaOf("c3", {{own, {}, {left(4)}}, {remindersAll, {others(4)}}}, {own, remindersAll}));
    EXPECT_EQ((*shown(Reminders::table, idOf(5)))[Reminders::title], "Call today");
    EXPECT_EQ(replica->digest(all(own, Reminders::table))->count, 0u);
    EXPECT_EQ(replica->digest(all(remindersAll, Reminders::table))->count, 1u);
    const auto effect = replica->welcome(welcomeTo({own}));
    ASSERT_TRUE(effect);
    EXPECT_EQ(effect->quarantined, 1);
    EXPECT_FALSE(isThere());
    EXPECT_EQ(replica->counts().review, 1);
    EXPECT_EQ(replica->counts().waiting, 0);
    EXPECT_EQ(replica->reviews()->front().outcome.error.key, reject::forbidden);
    EXPECT_EQ(replica->reviews()->front().mutation.edit.ops[0].fields[0].now,
              Value(std::string("Call today")));
}

// ---- loading over what is there

class Again : public Incoming
{
protected:
    void SetUp() override
    {
        load({clientsView}, 6);
        ASSERT_TRUE(replica->reload(std::span(&clientsView.id, 1)));
    }
};

TEST_F(Again, RowsThatTheLoadDoesNotBringGo)
{
    EXPECT_FALSE(replica->scopes()[0].loaded);
    EXPECT_TRUE(replica->usable()); // what is there stays in sight
    ASSERT_TRUE(replica->applyPage(
        pageOf(clientsView, Clients::table, {clientRow(1, 1), clientRow(3, 7, "New")}, false)));
    EXPECT_EQ(nameOf(2), "");
    EXPECT_EQ(nameOf(3), "New");
    EXPECT_EQ(nameOf(5), "Client 5"); // not reached yet
    ASSERT_TRUE(replica->applyPage(pageOf(clientsView, Clients::table, {clientRow(5, 1)}, true)));
    EXPECT_EQ(nameOf(4), "");
    EXPECT_EQ(nameOf(5), "Client 5");
    EXPECT_EQ(nameOf(6), "");
    finishLoad("c9");
    EXPECT_TRUE(replica->scopes()[0].loaded);
}

TEST_F(Again, EditedRowsThatAreGoneStayUntilTheEditIsAnswered)
{
    const Mutation mutation = submit(rename(2, "Client 2", "Berta"));
    submit(createClient(9, "Nina"));
    ASSERT_TRUE(replica->applyPage(pageOf(clientsView, Clients::table, {clientRow(1, 1)}, true)));
    EXPECT_EQ(nameOf(2), "Berta");
    EXPECT_EQ(nameOf(9), "Nina");
    EXPECT_EQ(nameOf(3), "");
    answer(rejected(mutation, reject::deleted));
    EXPECT_EQ(nameOf(2), "");
    EXPECT_EQ(nameOf(9), "Nina");
}

TEST_F(Again, ANewEpochForgetsRevisionsAndOffersAgain)
{
    finishLoad("c9");
    Mutation mutation;
    give(deltaOf("c10", {{clientsView, {clientRow(1, 50), clientRow(2, 50)}}}, {clientsView}));
    mutation = submit(rename(1, "Client 1", "Anna"));
    answer(applied(mutation, 60));
    give(deltaOf("c11", {{clientsView, {clientRow(1, 60, "Anna")}}}, {clientsView}));
    EXPECT_EQ(replica->counts().waiting, 0);
    Welcome restored = welcomeTo({clientsView}, false);
    restored.epoch = "epoch-2";
    const auto effect = replica->welcome(restored);
    ASSERT_TRUE(effect);
    EXPECT_TRUE(effect->newEpoch);
    EXPECT_EQ(replica->counts().waiting, 1);
    EXPECT_EQ(replica->unanswered(0, 9, 1 << 20)->front().id, mutation.id);
    // Lower revisions than those held are the truth now.
    ASSERT_TRUE(replica->applyPage(pageOf(clientsView, Clients::table,
                                          {clientRow(1, 2, "Before"), clientRow(2, 2, "Two")}, true, "d1")));
    EXPECT_EQ(nameOf(1), "Anna");
    EXPECT_EQ(nameOf(2), "Two");
    EXPECT_EQ(replica->held()[0].cursor, "d1");
}

TEST_F(Again, WhatWasAcknowledgedLongAgoIsNotOfferedAgain)
{
    finishLoad("c9");
    const Mutation mutation = submit(createClient(9, "Nina"));
    answer(applied(mutation, 60));
    give(deltaOf("c11", {{clientsView, {clientRow(9, 60, "Nina")}}}, {clientsView}));
    clock.advance(std::chrono::hours(15 * 24));
    Welcome restored = welcomeTo({clientsView}, false);
    restored.epoch = "epoch-2";
    ASSERT_TRUE(replica->welcome(restored));
    EXPECT_EQ(replica->counts().waiting, 0);
}

// ---- who it belongs to

TEST_F(Incoming, AnotherUserIsRefused)
{
    load({clientsView});
    Welcome other = welcomeTo({clientsView});
    other.userId = idOf(77, 0xB0);
    EXPECT_EQ(replica->welcome(other).error().key, "replica.other_user");
    EXPECT_EQ(*replica->count(Clients::table), 3);
}

TEST_F(Incoming, AnOutboxThatTheServerKnowsBetterTakesANewName)
{
    load({clientsView});
    submit(createClient(9, "Nina"));
    const Mutation before = submit(createContact(20, 9, "+358 40 1234567"));
    const Uuid name = replica->incarnation();
    Welcome welcome = welcomeTo({clientsView});
    welcome.lastSeq = 700;
    const auto effect = replica->welcome(welcome);
    ASSERT_TRUE(effect);
    EXPECT_TRUE(effect->newIncarnation);
    EXPECT_NE(replica->incarnation(), name);
    const auto waiting = replica->waiting();
    ASSERT_EQ(waiting->size(), 2u);
    EXPECT_EQ(waiting->back().mutation.seq, 2u);
    EXPECT_EQ(waiting->back().mutation.id, before.id); // it is the same edit
    EXPECT_EQ(waiting->back().mutation.dependsOn, std::vector<std::uint64_t>{1});
    EXPECT_EQ(nameOf(9), "Nina");
    reopen();
    EXPECT_EQ(replica->lastSeq(), 2u);
}

TEST_F(Incoming, EveryClassOfThisSchemaHasItsTablesAndASlot)
{
    std::vector<TestScope> scopes{own, scopeOf("all")};
    for (const std::string &cls : scopeClasses())
        scopes.push_back(scopeOf(cls));
    EXPECT_LE(scopes.size(), 63u);
    load(scopes);
    for (const ScopeState &scope : replica->scopes())
        EXPECT_TRUE(scope.loaded) << scope.cls;
    const auto withUnknown = [&] {
        auto more = scopes;
        more.push_back(scopeOf("of.the_future"));
        return more;
    }();
    ASSERT_TRUE(replica->welcome(welcomeTo(withUnknown)));
    EXPECT_TRUE(replica->loadPlan().empty());
}

} // namespace nimara::sync::test
