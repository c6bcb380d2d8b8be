#include "tests/server/sync/session_rig.h"

#include "models/domain/sign_in_errors.h"
#include "models/schema/registry.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/delta_frame.h"

#include <gtest/gtest.h>

namespace nimara::server::test {

namespace {

const Uuid scopeA = FakeDoor::id(0xA);
const Uuid scopeB = FakeDoor::id(0xB);

Uuid row(std::uint64_t number)
{
    return FakeDoor::id(1000 + number);
}

Mutation mutation(std::uint64_t seq)
{
    Mutation one;
    one.seq = seq;
    one.id = FakeDoor::id(seq);
    return one;
}

void fill(FakeDoor &door, const sync::ScopeId &scope, std::uint64_t count)
{
    for (std::uint64_t i = 0; i < count; ++i)
        door.write(scope, row(i), "row " + std::to_string(i));
}

// A client that has loaded the scopes and hears their changes.
Rig::Client &live(Rig &rig, const std::vector<sync::ScopeId> &scopes)
{
    for (const sync::ScopeId &scope : scopes)
        rig.door.grant(scope);
    Rig::Client &client = rig.connect();
    rig.hello(client);
    rig.settle();
    rig.load(client, scopes);
    rig.pass();
    EXPECT_EQ(client.live.size(), scopes.size());
    return client;
}

Error byeOf(const Rig::Client &client)
{
    const auto all = Rig::heard<sync::Bye>(client);
    return all.empty() ? Error{} : all.front().error;
}

} // namespace

TEST(Session, WelcomesWithRightsAndScopes)
{
    Rig rig;
    rig.door.grant(scopeA);
    Rig::Client &client = rig.connect();
    rig.hello(client);
    rig.settle();
    const auto welcomes = Rig::heard<sync::Welcome>(client);
    ASSERT_EQ(welcomes.size(), 1u);
    ASSERT_EQ(welcomes[0].scopes.size(), 1u);
    EXPECT_EQ(welcomes[0].scopes[0].id, scopeA);
    EXPECT_FALSE(welcomes[0].scopes[0].resume);
    EXPECT_EQ(welcomes[0].userId, FakeDoor::id(7));
    EXPECT_TRUE(client.session->isOpen());
}

TEST(Session, RefusesWhatComesBeforeHello)
{
    Rig rig;
    Rig::Client &client = rig.connect();
    rig.send(client, sync::Push{{mutation(1)}});
    rig.settle();
    EXPECT_EQ(byeOf(client).code, ErrorCode::Protocol);
    EXPECT_TRUE(client.closed);
    EXPECT_TRUE(rig.door.applied.empty());
}

TEST(Session, RefusesAMessageBetweenHelloAndWelcome)
{
    Rig rig;
    Rig::Client &client = rig.connect();
    rig.hello(client);
    rig.send(client, sync::Push{{mutation(1)}});
    rig.settle();
    EXPECT_EQ(byeOf(client).code, ErrorCode::Protocol);
    EXPECT_TRUE(rig.door.applied.empty());
}

TEST(Session, EndsAtBytesThatAreNoFrame)
{
    Rig rig;
    Rig::Client &client = rig.connect();
    rig.give(client, Session::BadFrame{Error{ErrorCode::Protocol, "protocol.frame"}});
    rig.settle();
    EXPECT_EQ(byeOf(client).key, "protocol.frame");
    EXPECT_TRUE(client.closed);
}

TEST(Session, TellsOldAndNewClientsWhatToDo)
{
    Rig rig;
    Rig::Client &old = rig.connect();
    sync::Hello hello;
    hello.clientId = hello.incarnation = FakeDoor::id(1);
    hello.generation = 0;
    rig.send(old, hello);
    Rig::Client &young = rig.connect();
    hello.generation = static_cast<std::uint32_t>(schema::generation) + 1;
    rig.send(young, hello);
    rig.settle();
    EXPECT_EQ(byeOf(old).key, signin::clientTooOld);
    EXPECT_EQ(byeOf(young).key, signin::serverTooOld);
}

TEST(Session, SendsPagesWithinTheCredit)
{
    Rig rig;
    rig.door.grant(scopeA);
    fill(rig.door, scopeA, 10);
    Rig::Client &client = rig.connect();
    rig.hello(client);
    rig.settle();
    client.reading = false;
    rig.load(client, {scopeA}, 3);
    rig.settle();
    EXPECT_EQ(client.sent.size(), 2u); // the credit of the load
    client.reading = true;
    rig.pass();
    EXPECT_EQ(Rig::heard<sync::Page>(client).size(), 4u);
    EXPECT_EQ(client.rows[scopeA], rig.door.state(scopeA));
    EXPECT_TRUE(client.live.contains(scopeA));
}

TEST(Session, BeginsNoPageWhileTheReaderIsBehind)
{
    Session::Limits limits;
    limits.pagesBuffered = 10;
    Rig rig(limits);
    rig.door.grant(scopeA);
    fill(rig.door, scopeA, 10);
    Rig::Client &client = rig.connect();
    rig.hello(client);
    rig.settle();
    client.reading = false;
    rig.load(client, {scopeA}, 3);
    rig.settle();
    EXPECT_EQ(client.sent.size(), 1u);
    client.reading = true;
    rig.pass();
    EXPECT_EQ(client.rows[scopeA], rig.door.state(scopeA));
}

TEST(Session, PushesDoNotWaitForPages)
{
    Rig rig;
    rig.door.grant(scopeA);
    Rig::Client &client = rig.connect();
    rig.hello(client);
    rig.settle();
    rig.load(client, {scopeA});
    rig.send(client, sync::Push{{mutation(1), mutation(2)}});
    ASSERT_EQ(rig.works.size(), 2u);    // both at once
    rig.works.erase(rig.works.begin()); // the page never comes back
    rig.settle();
    ASSERT_EQ(Rig::heard<sync::Outcomes>(client).size(), 1u);
    EXPECT_EQ(rig.door.applied.size(), 2u);
}

TEST(Session, AppliesOneBatchAfterTheOtherInOrder)
{
    Rig rig;
    Rig::Client &client = rig.connect();
    rig.hello(client);
    rig.settle();
    for (std::uint64_t seq = 1; seq <= 5; ++seq)
        rig.send(client, sync::Push{{mutation(seq)}});
    EXPECT_EQ(rig.works.size(), 1u);
    rig.settle();
    ASSERT_EQ(rig.door.applied.size(), 5u);
    for (std::uint64_t seq = 1; seq <= 5; ++seq)
        EXPECT_EQ(rig.door.applied[seq - 1].seq, seq);
    EXPECT_EQ(Rig::heard<sync::Outcomes>(client).size(), 2u); // what waited went as one
}

TEST(Session, RefusesAPushOutOfOrderOrBeyondTheWindow)
{
    Rig rig;
    Rig::Client &client = rig.connect();
    rig.hello(client);
    rig.settle();
    rig.send(client, sync::Push{{mutation(2), mutation(2)}});
    rig.settle();
    EXPECT_TRUE(client.closed);

    Session::Limits limits;
    limits.mutationsWaiting = 3;
    Rig narrow(limits);
    Rig::Client &other = narrow.connect();
    narrow.hello(other);
    narrow.settle();
    narrow.send(other, sync::Push{{mutation(1), mutation(2), mutation(3), mutation(4)}});
    narrow.settle();
    EXPECT_TRUE(other.closed);
    EXPECT_TRUE(narrow.door.applied.empty());
}

// Mutations wait for the one batch that is in work: few of them may be large.
TEST(Session, PushesWaitOnlyWithinTheirBytes)
{
    Session::Limits limits;
    limits.bytesWaiting = 1000;
    Rig rig(limits);
    Rig::Client &client = rig.connect();
    rig.hello(client);
    rig.settle();
    for (std::uint64_t seq = 1; seq <= 3; ++seq) {
        rig.send(client, sync::Push{{mutation(seq)}}, 900);
        rig.settle(); // taken, so nothing waits
    }
    EXPECT_FALSE(client.closed);
    rig.send(client, sync::Push{{mutation(4)}}, 900);
    rig.send(client, sync::Push{{mutation(5)}}, 900);
    EXPECT_FALSE(client.closed);
    rig.send(client, sync::Push{{mutation(6)}}, 900);
    rig.settle();
    EXPECT_TRUE(client.closed);
}

TEST(Session, EndsWhenThePushFailsSoThatTheClientSendsItAgain)
{
    Rig rig;
    Rig::Client &client = rig.connect();
    rig.hello(client);
    rig.settle();
    rig.door.failure = Error{ErrorCode::Unavailable, "db.connection"};
    rig.send(client, sync::Push{{mutation(1)}});
    rig.settle();
    ASSERT_EQ(Rig::heard<sync::Bye>(client).size(), 1u);
    EXPECT_GT(Rig::heard<sync::Bye>(client)[0].retryAfterMs, 0u);
}

TEST(Session, BringsChangesToEverySubscriberWithTheSameBytes)
{
    Rig rig;
    fill(rig.door, scopeA, 3);
    Rig::Client &first = live(rig, {scopeA, scopeB});
    Rig::Client &second = live(rig, {scopeA});
    rig.door.write(scopeA, row(1), "changed");
    rig.door.remove(scopeA, row(2));
    rig.pass();
    EXPECT_EQ(first.rows[scopeA], rig.door.state(scopeA));
    EXPECT_EQ(second.rows[scopeA], rig.door.state(scopeA));
}

TEST(Session, PollsAtOnceAfterALocalCommit)
{
    Rig rig;
    Rig::Client &client = live(rig, {scopeA});
    rig.door.write(scopeA, row(1), "new");
    rig.send(client, sync::Push{{mutation(1)}});
    rig.settle(); // no time passes
    EXPECT_EQ(client.rows[scopeA].size(), 1u);
}

TEST(Session, TakesRowsAwayWithTheRightAndSendsNoMore)
{
    Rig rig;
    fill(rig.door, scopeA, 4);
    fill(rig.door, scopeB, 40);
    rig.door.grant(scopeB);
    Rig::Client &client = live(rig, {scopeA});
    rig.load(client, {scopeB}, 1);
    for (int i = 0; i < 5; ++i)
        rig.turn();
    rig.door.revoke(scopeB);
    rig.give(client, Session::AccessRead{rig.door.access(client.session->actor(), {})});
    const std::size_t heard = client.heard.size();
    rig.door.write(scopeA, row(9), "goes on");
    rig.door.write(scopeB, row(9), "secret");
    rig.pass();
    EXPECT_FALSE(client.rows.contains(scopeB));
    EXPECT_EQ(client.rows[scopeA], rig.door.state(scopeA));
    bool told = false;
    for (std::size_t i = heard; i < client.heard.size(); ++i) {
        told = told || std::holds_alternative<sync::Welcome>(client.heard[i]);
        const auto *page = std::get_if<sync::Page>(&client.heard[i]);
        EXPECT_FALSE(told && page && page->scope == scopeB);
    }
    EXPECT_TRUE(told);
}

TEST(Session, WelcomesAgainWithWhatIsNewToLoad)
{
    Rig rig;
    Rig::Client &client = live(rig, {scopeA});
    rig.door.grant(scopeB);
    rig.give(client, Session::AccessRead{rig.door.access(client.session->actor(), {})});
    rig.settle();
    const auto welcomes = Rig::heard<sync::Welcome>(client);
    ASSERT_EQ(welcomes.size(), 2u);
    for (const sync::GrantedScope &scope : welcomes[1].scopes)
        EXPECT_EQ(scope.resume, scope.id == scopeA);
}

TEST(Session, EndsWhenTheUserIsNoLongerAMember)
{
    Rig rig;
    Rig::Client &client = live(rig, {scopeA});
    rig.give(client, Session::AccessRead{Error{ErrorCode::Unavailable, "db.connection"}});
    EXPECT_FALSE(client.closed); // the database is away: not the user's fault
    rig.give(client, Session::AccessRead{Error{ErrorCode::Forbidden, "sync.member"}});
    rig.settle();
    EXPECT_TRUE(client.closed);
    EXPECT_EQ(byeOf(client).key, "sync.member");
    EXPECT_EQ(rig.hub.subscribers(), 0u);
}

TEST(Session, GivesASlowReaderOneStepForAllItMissed)
{
    Session::Limits limits;
    limits.slow = 300;
    limits.drained = 10;
    Rig rig(limits);
    Rig::Client &client = live(rig, {scopeA});
    client.reading = false;
    for (std::uint64_t i = 0; i < 100; ++i) {
        rig.door.write(scopeA, row(i % 7), "version " + std::to_string(i));
        rig.pass(std::chrono::milliseconds(50));
    }
    EXPECT_LT(client.sent.size(), 10u);
    EXPECT_LT(client.buffered, 1000u);
    client.reading = true;
    rig.pass();
    EXPECT_EQ(client.rows[scopeA], rig.door.state(scopeA));
}

TEST(Session, ASlowReaderDoesNotHoldUpAnother)
{
    Session::Limits limits;
    limits.slow = 100;
    limits.drained = 10;
    Rig rig(limits);
    Rig::Client &slow = live(rig, {scopeA});
    Rig::Client &quick = live(rig, {scopeA});
    slow.reading = false;
    for (std::uint64_t i = 0; i < 20; ++i) {
        rig.door.write(scopeA, row(i), "x");
        rig.pass(std::chrono::milliseconds(50));
        EXPECT_EQ(quick.rows[scopeA], rig.door.state(scopeA));
    }
}

TEST(Session, ResumesFromAGoodCursorWithoutLoading)
{
    Rig rig;
    fill(rig.door, scopeA, 5);
    Rig::Client &before = live(rig, {scopeA});
    rig.give(before, Session::End{Error{ErrorCode::Unavailable, "server.stopping"}});
    rig.settle();
    rig.door.write(scopeA, row(2), "while away");
    rig.door.remove(scopeA, row(3));
    Rig::Client &after = rig.connect();
    after.rows = before.rows;
    after.cursors = before.cursors;
    rig.hello(after);
    rig.settle();
    ASSERT_TRUE(Rig::heard<sync::Welcome>(after)[0].scopes[0].resume);
    rig.send(after, sync::Subscribe{{{scopeA, after.cursors[scopeA]}}});
    rig.pass();
    EXPECT_TRUE(Rig::heard<sync::Page>(after).empty());
    EXPECT_EQ(after.rows[scopeA], rig.door.state(scopeA));
}

TEST(Session, AsksForAReloadWhenTheStepIsTooLarge)
{
    Rig rig;
    rig.door.stepLimit = 200;
    Rig::Client &client = live(rig, {scopeA, scopeB});
    rig.door.write(scopeB, row(1), "small");
    for (std::uint64_t i = 0; i < 50; ++i)
        rig.door.write(scopeA, row(i), "much, and each with other words " + std::to_string(i * 7919));
    rig.pass();
    EXPECT_EQ(Rig::heard<sync::Reload>(client).size(), 1u);
    EXPECT_TRUE(client.live.contains(scopeA));
    EXPECT_EQ(client.rows[scopeA], rig.door.state(scopeA));
    EXPECT_EQ(client.rows[scopeB], rig.door.state(scopeB));
}

TEST(Session, AReadableFaultOfTheCursorLeadsToAReload)
{
    Rig rig;
    rig.door.grant(scopeA);
    fill(rig.door, scopeA, 3);
    Rig::Client &client = rig.connect();
    rig.hello(client);
    rig.settle();
    rig.send(client, sync::Subscribe{{{scopeA, "a:nonsense"}}});
    rig.pass();
    EXPECT_EQ(Rig::heard<sync::Reload>(client).size(), 1u);
    EXPECT_EQ(client.rows[scopeA], rig.door.state(scopeA));
}

TEST(Session, EndsAllChannelsWhenTheEpochChanges)
{
    Rig rig;
    Rig::Client &client = live(rig, {scopeA});
    rig.door.m_epoch = "b:";
    rig.pass();
    EXPECT_TRUE(client.closed);
    EXPECT_EQ(byeOf(client).key, staleEpochKey);
}

TEST(Session, ADigestSpeaksOfTheStateOfItsDelta)
{
    Rig rig;
    fill(rig.door, scopeA, 6);
    Rig::Client &client = live(rig, {scopeA, scopeB});
    rig.door.write(scopeA, row(1), "not yet polled");
    rig.send(client, sync::DigestRequest{{{scopeA, FakeDoor::table().number, {}, row(100)}}});
    rig.pass();
    const auto digests = Rig::heard<sync::Digest>(client);
    ASSERT_EQ(digests.size(), 1u);
    EXPECT_EQ(digests[0].ranges[0].count, 6u);
    EXPECT_EQ(client.rows[scopeA], rig.door.state(scopeA));
    rig.door.write(scopeA, row(2), "after");
    rig.door.write(scopeB, row(2), "after");
    rig.pass();
    EXPECT_EQ(client.rows[scopeA], rig.door.state(scopeA));
    EXPECT_EQ(client.rows[scopeB], rig.door.state(scopeB));
}

TEST(Session, SendsTheRowsOfARange)
{
    Rig rig;
    fill(rig.door, scopeA, 6);
    Rig::Client &client = live(rig, {scopeA});
    rig.send(client, sync::RowsRequest{{scopeA, FakeDoor::table().number, row(2), row(4)}});
    rig.send(client, sync::RowsRequest{{scopeB, FakeDoor::table().number, row(2), row(4)}});
    rig.pass();
    EXPECT_EQ(Rig::heard<sync::Rows>(client).size(), 1u); // none of a scope without the right
}

TEST(Session, TellsEventsOnceToThoseWhoHoldAnyOfTheirScopes)
{
    Rig rig;
    Rig::Client &both = live(rig, {scopeA, scopeB});
    rig.door.announce({scopeA, scopeB}, "reminder:created");
    rig.door.announce({FakeDoor::id(0xC)}, "client:created");
    rig.pass();
    const auto events = Rig::heard<sync::Event>(both);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].name, "reminder:created");
}

TEST(Session, ClosesAfterSilence)
{
    Rig rig;
    Rig::Client &client = live(rig, {scopeA});
    rig.now += std::chrono::seconds(20);
    rig.send(client, sync::Ping{5});
    rig.now += std::chrono::seconds(20);
    rig.give(client, Session::Tick{});
    EXPECT_FALSE(client.closed);
    rig.now += std::chrono::seconds(6);
    rig.give(client, Session::Tick{});
    EXPECT_TRUE(client.closed);
    rig.settle();
    EXPECT_EQ(Rig::heard<sync::Pong>(client)[0].token, 5u);
}

TEST(Session, KeepsAnIdleCursorFresh)
{
    FeedHub::Limits limits;
    limits.refresh = std::chrono::seconds(1);
    Rig rig({}, limits);
    Rig::Client &client = live(rig, {scopeA});
    const sync::Cursor before = client.cursors[scopeA];
    rig.door.write(scopeB, row(1), "elsewhere");
    rig.pass(std::chrono::milliseconds(1500));
    EXPECT_NE(client.cursors[scopeA], before);
}

TEST(Session, SplitsALargeStepIntoFrames)
{
    Session::Limits limits;
    limits.deltaFrame = 10;
    Rig rig(limits);
    Rig::Client &client = live(rig, {scopeA, scopeB});
    rig.door.write(scopeA, row(1), "one");
    rig.door.write(scopeB, row(1), "two");
    rig.pass();
    const auto deltas = Rig::heard<sync::Delta>(client);
    ASSERT_GE(deltas.size(), 2u);
    EXPECT_FALSE(deltas[deltas.size() - 2].last);
    EXPECT_TRUE(deltas[deltas.size() - 2].advanced.empty());
    EXPECT_TRUE(deltas.back().last);
    EXPECT_EQ(client.rows[scopeA], rig.door.state(scopeA));
}

TEST(DeltaFrame, IsTheBytesOfTheWholeFrame)
{
    sync::Delta delta{"cursor", {scopeA, scopeB}, {}, true};
    for (std::size_t parts = 0; parts < 4; ++parts) {
        std::string joined;
        for (const auto &piece : sync::encodeDelta(3, delta))
            joined += *piece;
        EXPECT_EQ(joined, sync::encode(3, sync::ServerMessage(delta)));
        delta.parts.push_back(std::make_shared<const std::string>(100 * parts, 'x'));
        delta.last = !delta.last;
    }
}

// Readers that stop and start, joins and digests among commits in any order: at each Delta a client's scopes are just
// what they were at its cursor (checked by the rig), and in the end all are equal.
TEST(Session, AnyInterleavingEndsEqual)
{
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Session::Limits limits;
        limits.slow = 400;
        limits.drained = 50;
        limits.deltaFrame = 60;
        limits.checksWaiting = 300;
        FeedHub::Limits hubLimits;
        hubLimits.catchUps = 1 + seed % 3;
        hubLimits.keptBytes = 200;
        Rig rig(limits, hubLimits, seed);
        SeededRng rng(seed);
        rig.door.grant(scopeA);
        rig.door.grant(scopeB);
        fill(rig.door, scopeA, 5);
        for (int i = 0; i < 3; ++i) {
            rig.hello(rig.connect(static_cast<std::uint8_t>(i)));
            rig.settle();
        }
        for (int step = 0; step < 300; ++step) {
            Rig::Client &client = *rig.clients[rng.below(3)];
            const sync::ScopeId scope = rng.oneIn(2) ? scopeA : scopeB;
            switch (rng.below(8)) {
            case 0:
                if (!client.cursors.contains(scope))
                    rig.load(client, {scope}, 1 + static_cast<std::uint32_t>(rng.below(3)));
                break;
            case 1:
                client.reading = !rng.oneIn(3);
                break;
            case 2:
                rig.send(client, sync::DigestRequest{{{scope, FakeDoor::table().number, {}, row(100)}}});
                break;
            case 3:
                rig.now += std::chrono::milliseconds(30);
                rig.hub.tick(rig.now);
                rig.give(client, Session::Tick{});
                break;
            case 4:
                rig.door.remove(scope, row(rng.below(8)));
                break;
            case 5:
                rig.door.write(scope, row(rng.below(8)), "step " + std::to_string(step));
                rig.hub.poke();
                break;
            default:
                rig.turn();
            }
        }
        for (auto &client : rig.clients)
            client->reading = true;
        rig.pass(std::chrono::milliseconds(500));
        for (auto &client : rig.clients) {
            ASSERT_FALSE(client->closed);
            for (const auto &[scope, cursor] : client->cursors)
                EXPECT_EQ(client->rows[scope], rig.door.state(scope));
        }
        if (HasFailure())
            return;
    }
}

} // namespace nimara::server::test
