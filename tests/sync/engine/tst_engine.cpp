#include "tests/sync/engine/device.h"

namespace nimara::sync::test {

using namespace std::chrono_literals;
using schema::ClientContacts;
using schema::Clients;

class EngineTest : public testing::Test
{
protected:
    EngineTest()
    {
        for (std::uint64_t i = 1; i <= 7; ++i)
            server.put(clientRow(i, 0));
        device.plugInto(server);
    }
    void goLive()
    {
        device.start();
        device.settle();
        ASSERT_EQ(device.status().link, LinkState::Live);
    }

    ScriptedServer server;
    Device device{"a"};
};

TEST_F(EngineTest, ItLoadsSubscribesAndIsLive)
{
    goLive();
    for (std::uint64_t i = 1; i <= 7; ++i)
        EXPECT_EQ(device.nameOf(i), "Client " + std::to_string(i));
    EXPECT_TRUE(device.status().allSaved());
    EXPECT_TRUE(device.status().usable);
    EXPECT_EQ(device.status().lastSyncedAt, device.clock.now());
    EXPECT_EQ(device.engine->rights(Device::channel).userId, userId);
    ASSERT_EQ(server.all<Hello>().size(), 1u);
    EXPECT_EQ(server.all<Hello>()[0].port, portId);
    EXPECT_EQ(server.all<Hello>()[0].appVersion, "test");
}

TEST_F(EngineTest, WhatChangesThereIsSeenHere)
{
    goLive();
    device.seen.clear();
    server.put(clientRow(3, 0, "Changed"));
    server.remove(Clients::table, idOf(4));
    device.settle();
    EXPECT_EQ(device.nameOf(3), "Changed");
    EXPECT_EQ(device.nameOf(4), "");
    const auto changes = device.happened<RowsChanged>();
    ASSERT_FALSE(changes.empty());
    EXPECT_EQ(changes[0].change, (TableChange{Clients::table.number, {idOf(3)}}));
}

TEST_F(EngineTest, AnEditReachesTheServerAndIsConfirmed)
{
    goLive();
    device.submit(rename(1, "Client 1", "Anna"));
    EXPECT_EQ(device.nameOf(1), "Anna");
    EXPECT_EQ(device.status().waiting, 1);
    EXPECT_FALSE(device.status().allSaved());
    device.settle();
    EXPECT_EQ(server.nameOf(1), "Anna");
    EXPECT_TRUE(device.status().allSaved());
    EXPECT_EQ(device.happened<EditAnswered>(), (std::vector<EditAnswered>{{Device::channel, 1, false}}));
}

TEST_F(EngineTest, EditsMadeOfflineFollowInOrder)
{
    goLive();
    device.cut();
    EXPECT_EQ(device.status().link, LinkState::Disconnected);
    device.submit(createClient(20, "Nina"));
    device.submit(createContact(30, 20, "+358 40 1234567"));
    for (std::uint64_t i = 1; i <= 5; ++i)
        device.submit(rename(i, "Client " + std::to_string(i), "Renamed " + std::to_string(i)));
    EXPECT_EQ(device.status().waiting, 7);
    EXPECT_FALSE(device.status().allSaved());
    device.mend();
    device.wait(6s);
    EXPECT_TRUE(device.status().allSaved());
    EXPECT_EQ(server.nameOf(20), "Nina");
    EXPECT_EQ(server.nameOf(5), "Renamed 5");
    std::size_t most = 0;
    for (const Push &push : server.all<Push>())
        most = std::max(most, push.mutations.size());
    EXPECT_EQ(most, 2u);
    for (std::uint64_t seq = 1; seq <= 7; ++seq)
        EXPECT_EQ(server.appliedTimes(seq), 1);
}

TEST_F(EngineTest, TheWindowBoundsWhatIsUnderWay)
{
    goLive();
    server.answersPushes = false;
    for (std::uint64_t i = 1; i <= 7; ++i)
        device.submit(rename(i, "Client " + std::to_string(i), "x"));
    device.settle();
    std::size_t sent = 0;
    for (const Push &push : server.all<Push>())
        sent += push.mutations.size();
    EXPECT_EQ(sent, 3u);
    EXPECT_EQ(device.engine->rowState(Device::channel, Clients::table.number, idOf(1)), RowState::Sent);
    EXPECT_EQ(device.engine->rowState(Device::channel, Clients::table.number, idOf(7)), RowState::Waiting);
    EXPECT_EQ(device.engine->discardWaiting(Device::channel, 1).error().key, "replica.sent");
    EXPECT_TRUE(device.engine->discardWaiting(Device::channel, 7));
    EXPECT_EQ(device.nameOf(7), "Client 7");
    const auto waiting = device.engine->waiting(Device::channel);
    EXPECT_TRUE(waiting->front().sent);
    EXPECT_FALSE(waiting->back().sent);
}

TEST_F(EngineTest, ALostAnswerIsAskedForAgainAndNothingHappensTwice)
{
    goLive();
    server.answersPushes = false;
    device.submit(rename(1, "Client 1", "Anna"));
    device.settle();
    EXPECT_EQ(server.nameOf(1), "Anna"); // done there, and we do not know
    device.cut();
    server.answersPushes = true;
    device.mend();
    device.wait(6s);
    EXPECT_EQ(device.status().waiting, 0);
    EXPECT_EQ(server.appliedTimes(1), 1);
}

TEST_F(EngineTest, EditsSurviveTheDeathOfTheProcess)
{
    goLive();
    device.cut();
    device.submit(rename(1, "Client 1", "Anna"));
    device.kill();
    EXPECT_EQ(device.nameOf(1), "Anna");
    device.mend();
    device.wait(6s);
    EXPECT_EQ(server.nameOf(1), "Anna");
    EXPECT_TRUE(device.status().allSaved());
}

TEST_F(EngineTest, ACutLoadGoesOnWhereItWas)
{
    device.tuning.pageCredit = 1;
    device.start();
    device.replica->linkLost();
    ASSERT_EQ(device.status().link, LinkState::Live);
    // A second device whose line breaks after each page.
    ScriptedServer other;
    for (std::uint64_t i = 1; i <= 7; ++i)
        other.put(clientRow(i, 0));
    Device broken("b");
    broken.tuning.pageCredit = 1;
    broken.plugInto(other);
    broken.deliversFrames = false;
    broken.start();
    for (int round = 0; round < 200 && broken.status().link != LinkState::Live; ++round) {
        for (int i = 0; i < 3; ++i) {
            if (const auto frame = other.next())
                broken.engine->frame(*frame);
            broken.settle();
        }
        broken.cut();
        broken.mend();
        broken.wait(6s);
    }
    broken.deliversFrames = true;
    broken.wait(6s);
    EXPECT_EQ(broken.status().link, LinkState::Live);
    EXPECT_EQ(broken.nameOf(7), "Client 7");
    std::size_t fromTheStart = 0;
    for (const Load &load : other.all<Load>()) {
        for (const LoadItem &item : load.items)
            fromTheStart += item.table == Clients::table.number && item.after.isNil() ? 1 : 0;
    }
    EXPECT_GE(fromTheStart, 1u);
    EXPECT_LT(fromTheStart, other.all<Load>().size());
}

TEST_F(EngineTest, AConflictIsShownAndCanBeTaken)
{
    goLive();
    device.cut();
    device.submit(rename(1, "Client 1", "Mine"));
    server.put(clientRow(1, 0, "Theirs"));
    device.mend();
    device.wait(6s);
    EXPECT_EQ(device.nameOf(1), "Theirs");
    EXPECT_EQ(device.status().review, 1);
    EXPECT_FALSE(device.status().allSaved());
    EXPECT_EQ(device.happened<EditAnswered>().back().refused, true);
    const auto items = device.engine->reviews(Device::channel);
    ASSERT_EQ(items->size(), 1u);
    ASSERT_TRUE(device.engine->resolve(Device::channel, items->front().number, Resolution::TakeMine));
    device.settle();
    EXPECT_EQ(server.nameOf(1), "Mine");
    EXPECT_TRUE(device.status().allSaved());
}

TEST_F(EngineTest, ARefusalTakesOnlyItsDependentsWithIt)
{
    goLive();
    server.refusedSeqs[1] = reject::forbidden;
    device.cut();
    device.submit(createClient(20, "Nina"));
    device.submit(createContact(30, 20, "+358 40 1234567"));
    device.submit(rename(1, "Client 1", "Anna"));
    device.mend();
    device.wait(6s);
    EXPECT_EQ(device.status().review, 2);
    EXPECT_EQ(device.status().waiting, 0);
    EXPECT_EQ(server.nameOf(1), "Anna");
    EXPECT_EQ(device.nameOf(20), "");
}

TEST_F(EngineTest, SilenceIsADeadLinkAndNeverShownAsSynced)
{
    goLive();
    device.wait(15s);
    EXPECT_EQ(device.status().link, LinkState::Live);
    device.deliversFrames = false; // half open: what we send arrives, nothing comes back
    const Instant last = *device.status().lastSyncedAt;
    device.wait(16s);
    EXPECT_NE(device.status().link, LinkState::Live);
    device.online = false;
    device.wait(10s);
    EXPECT_EQ(device.status().link, LinkState::Disconnected);
    EXPECT_EQ(device.status().problem.key, "net.unreachable");
    EXPECT_LE(*device.status().lastSyncedAt - last, 10s);
    device.online = true;
    device.deliversFrames = true;
    device.wait(5s); // work resumes within 5 s of the link's return
    EXPECT_EQ(device.status().link, LinkState::Live);
}

TEST_F(EngineTest, TriesAreSpreadAndBounded)
{
    device.online = false;
    device.openError = {ErrorCode::Unavailable, "net.refused"};
    device.start();
    std::vector<std::chrono::microseconds> tries;
    for (int i = 0; i < 40; ++i) {
        ASSERT_TRUE(device.timer);
        const auto at = *device.timer;
        tries.push_back(at - device.clock.monotonic());
        device.wait(at - device.clock.monotonic());
    }
    EXPECT_GE(*std::min_element(tries.begin(), tries.end()), 499ms);
    EXPECT_LE(*std::max_element(tries.begin(), tries.end()), 60s);
    EXPECT_GT(*std::max_element(tries.begin(), tries.end()), 30s);
    EXPECT_LE(tries.front(), 1s);
}

TEST_F(EngineTest, TheServersTimeToRetryIsKept)
{
    device.online = false;
    device.openError = {ErrorCode::Unavailable, "net.busy"};
    device.openRetryAfter = 20s;
    device.start();
    device.online = true;
    device.wait(19s);
    EXPECT_EQ(device.status().link, LinkState::Disconnected);
    device.wait(7s);
    EXPECT_EQ(device.status().link, LinkState::Live);
}

TEST_F(EngineTest, AsSignedOutItIsNotTriedAgain)
{
    goLive();
    device.submit(rename(1, "Client 1", "Anna"));
    device.settle();
    server.send(Bye{{ErrorCode::Unauthenticated, "auth.session_ended"}, 0});
    device.settle();
    EXPECT_EQ(device.status().link, LinkState::Refused);
    EXPECT_EQ(device.status().problem.key, "auth.session_ended");
    device.submit(rename(2, "Client 2", "Berta"));
    device.wait(10min);
    EXPECT_EQ(device.status().link, LinkState::Refused);
    EXPECT_EQ(server.nameOf(2), "Client 2");
    device.engine->start();
    device.settle();
    EXPECT_EQ(device.status().link, LinkState::Live);
    EXPECT_EQ(server.nameOf(2), "Berta");
}

TEST_F(EngineTest, ATooOldClientKeepsItsQueue)
{
    goLive();
    server.answersPushes = false;
    device.submit(rename(1, "Client 1", "Anna"));
    device.settle();
    server.send(Bye{{ErrorCode::UpgradeRequired, "auth.client_too_old"}, 0});
    device.settle();
    EXPECT_EQ(device.status().link, LinkState::Refused);
    EXPECT_EQ(device.status().waiting, 1);
    EXPECT_EQ(device.nameOf(1), "Anna");
}

TEST_F(EngineTest, AByeWithATimeIsAPauseOfTheChannel)
{
    goLive();
    server.send(Bye{{ErrorCode::Unavailable, "sync.busy"}, 3000});
    server.linkUp();
    device.settle();
    EXPECT_EQ(device.status().link, LinkState::Disconnected);
    EXPECT_EQ(device.status().problem.key, "sync.busy");
    device.wait(2s);
    EXPECT_EQ(device.status().link, LinkState::Disconnected);
    device.wait(2s);
    EXPECT_EQ(device.status().link, LinkState::Live);
    EXPECT_EQ(device.status().problem.key, "");
}

TEST_F(EngineTest, WorkingOfflineIsKept)
{
    goLive();
    device.engine->setOffline(true);
    device.settle();
    EXPECT_EQ(device.status().link, LinkState::WorkingOffline);
    device.submit(rename(1, "Client 1", "Anna"));
    device.wait(5min);
    EXPECT_EQ(server.nameOf(1), "Client 1");
    device.engine->setOffline(false);
    device.settle();
    EXPECT_EQ(server.nameOf(1), "Anna");
    device.engine->stop();
    device.settle();
    EXPECT_EQ(device.status().link, LinkState::SignedOut);
}

TEST_F(EngineTest, WorkBegunOfflineGoesOnlineWhenAsked)
{
    device.start(true);
    EXPECT_EQ(device.status().link, LinkState::WorkingOffline);
    device.wait(5min);
    EXPECT_EQ(device.status().link, LinkState::WorkingOffline);
    device.engine->setOffline(false);
    device.settle();
    EXPECT_EQ(device.status().link, LinkState::Live);
}

TEST_F(EngineTest, SyncNowDoesNotWait)
{
    device.online = false;
    device.openError = {ErrorCode::Unavailable, "net.refused"};
    device.start();
    device.wait(10min);
    device.online = true;
    device.engine->syncNow();
    device.settle();
    EXPECT_EQ(device.status().link, LinkState::Live);
}

TEST_F(EngineTest, ARightThatIsTakenAwayTakesItsRows)
{
    goLive();
    server.answersPushes = false;
    device.submit(rename(1, "Client 1", "Anna"));
    device.settle();
    server.grant({everyone});
    server.sendWelcome();
    device.settle();
    EXPECT_EQ(*device.replica->count(Clients::table), 0);
    EXPECT_EQ(device.status().review, 1); // the unsent edit is shown, not purged
    EXPECT_EQ(device.status().link, LinkState::Live);
    EXPECT_FALSE(device.happened<RightsChanged>().empty());

    server.grant({everyone, clientsView});
    server.sendWelcome();
    device.settle();
    EXPECT_EQ(*device.replica->count(Clients::table), 7);
    EXPECT_EQ(device.status().link, LinkState::Live);
}

TEST_F(EngineTest, AMemberNoMoreHasNothingLeft)
{
    goLive();
    server.send(Bye{{ErrorCode::Forbidden, "sync.not_a_member"}, 0});
    device.settle();
    EXPECT_EQ(*device.replica->count(Clients::table), 0);
    EXPECT_EQ(device.status().link, LinkState::Refused);
    EXPECT_TRUE(device.replica->scopes().empty());
}

TEST_F(EngineTest, AMemberTakenBackIsServedAtTheNextLink)
{
    goLive();
    server.send(Bye{{ErrorCode::Forbidden, "sync.not_a_member"}, 0});
    device.settle();
    device.cut();
    EXPECT_EQ(device.status().link, LinkState::Refused);
    device.mend();
    device.wait(6s);
    EXPECT_EQ(device.status().link, LinkState::Live);
    EXPECT_EQ(device.nameOf(1), "Client 1");
}

TEST_F(EngineTest, AnOldCursorIsLoadedOverAndSwept)
{
    goLive();
    device.cut();
    server.remove(Clients::table, idOf(2));
    server.put(clientRow(3, 0, "Changed"));
    server.put(clientRow(9, 0));
    server.forgetCursors();
    device.submit(rename(1, "Client 1", "Anna"));
    device.mend();
    device.wait(6s);
    EXPECT_EQ(device.status().link, LinkState::Live);
    EXPECT_EQ(device.nameOf(2), "");
    EXPECT_EQ(device.nameOf(3), "Changed");
    EXPECT_EQ(device.nameOf(9), "Client 9");
    EXPECT_EQ(server.nameOf(1), "Anna");
}

TEST_F(EngineTest, AReloadIsTheSameWithoutAReconnect)
{
    goLive();
    server.feedsAtOnce = false;
    server.remove(Clients::table, idOf(2));
    server.feedsAtOnce = true;
    server.send(Reload{{clientsView.id}});
    device.settle();
    EXPECT_EQ(device.nameOf(2), "");
    EXPECT_EQ(device.status().link, LinkState::Live);
    EXPECT_EQ(server.all<Load>().size(), 2u);
}

TEST_F(EngineTest, AfterARestoreEverythingIsLoadedAndOfferedAgain)
{
    goLive();
    device.submit(rename(1, "Client 1", "Anna"));
    device.settle();
    server.put(clientRow(2, 0, "Lost by the restore"));
    device.settle();
    device.cut();
    server.restoreTo(7, "epoch-2");
    EXPECT_EQ(server.nameOf(1), "Client 1");
    device.mend();
    device.wait(6s);
    EXPECT_EQ(device.status().link, LinkState::Live);
    EXPECT_EQ(server.nameOf(1), "Anna");
    EXPECT_EQ(device.nameOf(1), "Anna");
    EXPECT_EQ(device.nameOf(2), "Client 2");
    EXPECT_TRUE(device.status().allSaved());
}

TEST_F(EngineTest, ACopyFromABackupTakesANewName)
{
    goLive();
    const Uuid before = device.replica->incarnation();
    device.cut();
    device.submit(rename(1, "Client 1", "Anna"));
    server.lastSeq = 40; // the server has had more of this outbox than it knows itself
    device.mend();
    device.wait(6s);
    EXPECT_NE(device.replica->incarnation(), before);
    server.lastSeq = 0;
    device.wait(6s);
    EXPECT_EQ(server.all<Hello>().back().incarnation, device.replica->incarnation());
}

TEST_F(EngineTest, StepsOfSeveralFramesAreWholeOrNothing)
{
    goLive();
    Delta first = deltaOf("epoch-1:8", {{clientsView, {clientRow(1, 50, "Half")}}}, {});
    first.last = false;
    server.send(first);
    device.settle();
    EXPECT_EQ(device.nameOf(1), "Client 1");
    EXPECT_NE(device.status().link, LinkState::Live); // it knows of something that it has not got
    device.cut();
    EXPECT_EQ(device.nameOf(1), "Client 1");
    device.mend();
    device.wait(6s);
    EXPECT_EQ(device.nameOf(1), "Client 1");
    server.send(first);
    server.send(deltaOf("epoch-1:9", {{clientsView, {clientRow(2, 51, "Whole")}}}, {everyone, clientsView}));
    device.settle();
    EXPECT_EQ(device.nameOf(1), "Half");
    EXPECT_EQ(device.nameOf(2), "Whole");
}

TEST_F(EngineTest, ADamagedRowIsFoundByDigestAndRepaired)
{
    goLive();
    Row wrong = clientRow(5, 100, "Wrong");
    wrong.rev = server.row(Clients::table, idOf(5))->rev;
    server.send(deltaOf("epoch-1:7", {{clientsView, {wrong}}}, {clientsView}));
    server.send(
        deltaOf("epoch-1:7", {{clientsView, {}, {{Clients::table.number, idOf(6), 99}}}}, {clientsView}));
    server.send(deltaOf("epoch-1:7", {{clientsView, {clientRow(77, 1, "Ghost")}}}, {clientsView}));
    device.settle();
    ASSERT_EQ(device.nameOf(5), "Wrong");
    device.cut(); // departures are remembered for one connection
    device.mend();
    device.wait(6s);
    device.engine->checkDigest(Device::channel);
    EXPECT_TRUE(device.happened<DigestsEqual>().empty());
    device.settle();
    EXPECT_FALSE(device.happened<DigestsEqual>().empty());
    EXPECT_EQ(device.nameOf(5), "Client 5");
    EXPECT_EQ(device.nameOf(6), "Client 6");
    EXPECT_EQ(device.nameOf(77), "");
    EXPECT_EQ(device.status().link, LinkState::Live);
    std::size_t fetched = 0;
    for (const RowsRequest &request : server.all<RowsRequest>())
        fetched += request.range.table == Clients::table.number ? 1 : 0;
    EXPECT_GE(fetched, 1u);
    EXPECT_EQ(server.all<Load>().size(), 1u); // without a full download
}

TEST_F(EngineTest, TheDigestIsTakenOnceADayAtIdle)
{
    goLive();
    device.wait(23h);
    EXPECT_TRUE(server.all<DigestRequest>().empty());
    device.wait(2h);
    EXPECT_FALSE(server.all<DigestRequest>().empty());
}

TEST_F(EngineTest, GarbageEndsTheLinkAndNothingElse)
{
    goLive();
    device.engine->frame("not a frame");
    device.settle();
    EXPECT_EQ(device.status().link, LinkState::Disconnected);
    device.wait(6s);
    EXPECT_EQ(device.status().link, LinkState::Live);
    Page page = pageOf(clientsView, Clients::table, {}, true);
    page.rows = "\x01\x02\x03";
    server.send(deltaOf("epoch-1:7", {}, {clientsView}));
    Rows rows;
    rows.range = {clientsView.id, Clients::table.number, Uuid(), idOf(99)};
    rows.rows = "\xFF\xFF";
    server.send(rows);
    device.settle();
    EXPECT_EQ(device.status().link, LinkState::Disconnected);
    device.wait(6s);
    EXPECT_EQ(device.nameOf(1), "Client 1");
}

TEST_F(EngineTest, TheLeaseEndsAndTurningTheClockBackDoesNotHelp)
{
    goLive();
    device.cut();
    device.wait(71h);
    EXPECT_FALSE(device.status().locked);
    device.wait(2h);
    EXPECT_TRUE(device.status().locked);
    EXPECT_EQ(device.engine->submit(Device::channel, rename(1, "Client 1", "Anna")).error().key,
              "lease.ended");
    device.clock.setWall(*Instant::parse("2026-11-22T09:00:00Z"));
    device.wait(2min);
    EXPECT_TRUE(device.status().locked);
    device.kill();
    EXPECT_TRUE(device.status().locked);
    device.mend();
    device.wait(6s);
    EXPECT_FALSE(device.status().locked);
}

TEST_F(EngineTest, EventsAreHandedOn)
{
    goLive();
    server.send(Event{"berth:status_changed", "{\"id\":1}"});
    device.settle();
    ASSERT_EQ(device.happened<EventReceived>().size(), 1u);
    EXPECT_EQ(device.happened<EventReceived>()[0].name, "berth:status_changed");
}

TEST_F(EngineTest, TheDiagnosticsHoldNoPersonalData)
{
    goLive();
    device.submit(rename(1, "Client 1", "Anna Andersson"));
    device.settle();
    const auto steps = device.engine->recentSteps();
    EXPECT_GT(steps.size(), 5u);
    bool pushed = false;
    for (const std::string &step : steps) {
        EXPECT_EQ(step.find("Anna"), std::string::npos);
        pushed = pushed || step.find("push 1 (seq 1..1)") != std::string::npos;
    }
    EXPECT_TRUE(pushed);
}

TEST_F(EngineTest, RowsAreIndexedForSearchInSteps)
{
    device.tuning.searchRows = 3;
    goLive();
    int steps = 0;
    while (!device.happened<SearchPending>().empty() && steps < 20) {
        device.seen.clear();
        device.engine->indexSearch(Device::channel);
        device.settle();
        ++steps;
    }
    EXPECT_GE(steps, 3);
    EXPECT_EQ(device.replica->search("client 3", 5)->size(), 1u);
}

TEST_F(EngineTest, WhatAFirstLoadBroughtBesideTheLiveFileIsIndexed)
{
    device.options.bulkRows = 1;
    device.online = false;
    device.start();
    device.engine->indexSearch(Device::channel); // nothing is there yet
    device.seen.clear();
    device.mend();
    device.wait(std::chrono::minutes(1));
    ASSERT_EQ(device.happened<ReplicaReplaced>().size(), 1u);
    EXPECT_FALSE(device.happened<SearchPending>().empty());
}

} // namespace nimara::sync::test
