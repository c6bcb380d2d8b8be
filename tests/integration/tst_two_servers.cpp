#include "models/base/rng.h"
#include "tests/integration/cli_run.h"
#include "tests/integration/pair_stage.h"
#include "tests/support/programs/tcp_proxy.h"

// Any server serves any laptop: nothing is kept in a process that another one lacks.
namespace nimara::test {
namespace {

using TwoServers = PairStage;

TEST_F(TwoServers, anEditThroughOneArrivesThroughTheOther)
{
    std::vector<CliUser> users;
    for (std::size_t i = 0; i < 2; ++i) {
        users.push_back({folder / ("laptop" + std::to_string(i)), person(i).password, randomPassword()});
        const Ran login = runCli(users[i], {"login", pairing(i).toString(), person(i).email});
        ASSERT_EQ(login.code, 0) << login;
    }
    const std::string client = clientOf("Client 1").toString();
    for (std::size_t writer = 0; writer < 2; ++writer) {
        const CliUser &reader = users[1 - writer];
        const auto watching =
            startCli(reader, {"watch", "--table", "clients", "--values", "--count", "1", "--timeout", "80"});
        ASSERT_TRUE(watching && watching->readLine(patience)); // it misses nothing any more
        const std::string city = "City " + std::to_string(writer);
        const Ran edit = runCli(users[writer], {"set", "clients", client, "city=" + city});
        ASSERT_EQ(edit.code, 0) << edit;
        const Ran watched = endCli(reader, *watching);
        ASSERT_EQ(watched.lines.size(), 1u) << watched;
        EXPECT_EQ(watched.lines[0]["row"]["city"], city);
    }
}

TEST_F(TwoServers, aKilledServerIsNotMissed)
{
    const auto line = TcpProxy::start(ports()); // one address in front of both, a connection to each in turn
    ASSERT_TRUE(line) << line.error().detail;
    for (std::size_t who = 0; who < people; ++who)
        startEditor((*line)->port());
    SeededRng rng(20261122);
    for (std::size_t round = 0; round < 4 && !HasFailure(); ++round) {
        const std::size_t which = round % 2;
        awaitThrough();
        awaitSaved(1 + rng.below(40)); // sooner or later within a push
        killServer(which);
        awaitThrough(); // by the other one
        startServer(which);
    }
    ASSERT_FALSE(HasFailure());
    restAndCheck();
}

} // namespace
} // namespace nimara::test
