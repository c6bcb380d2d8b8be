#include "tests/integration/kill_fixture.h"

// An edit that was answered as saved is never lost and never taken twice, whatever is killed and when.
namespace nimara::test {
namespace {

TEST_F(KillLoop, theServerIsKilledAgainAndAgain)
{
    startEditor();
    for (int round = 0; round < rounds() && !HasFailure(); ++round) {
        awaitLive();
        awaitSaved(draw(60)); // sooner or later within a push
        killServer();
        awaitSaved(draw(30)); // into the outbox
        const auto again = server->startAgain();
        ASSERT_TRUE(again) << again.error().detail;
    }
    finishAndCheck();
}

TEST_F(KillLoop, theLaptopIsKilledAgainAndAgain)
{
    for (int round = 0; round < rounds() && !HasFailure(); ++round) {
        startEditor();
        awaitSaved(draw(80));
        killEditor();
    }
    startEditor();
    awaitSaved(1);
    finishAndCheck();
}

TEST_F(KillLoop, postgresIsKilledAgainAndAgain)
{
    startEditor();
    for (int round = 0; round < rounds() && !HasFailure(); ++round) {
        awaitLive();
        awaitSaved(draw(60));
        const auto crashed = server->crashPostgres();
        ASSERT_TRUE(crashed) << crashed.error().detail;
        awaitSaved(draw(30));
    }
    finishAndCheck();
    EXPECT_TRUE(server->isRunning());
}

TEST_F(KillLoop, everythingIsKilledAtOnce)
{
    for (int round = 0; round < rounds() / 2 && !HasFailure(); ++round) {
        startEditor();
        awaitLive();
        awaitSaved(draw(60));
        ASSERT_TRUE(server->crashPostgres());
        killServer();
        killEditor();
        const auto again = server->startAgain();
        ASSERT_TRUE(again) << again.error().detail;
    }
    startEditor();
    awaitSaved(1);
    finishAndCheck();
}

} // namespace
} // namespace nimara::test
