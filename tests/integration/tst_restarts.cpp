#include "tests/support/stack/people.h"
#include "tests/support/stack/test_server.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace nimara::test {
namespace {

namespace fs = std::filesystem;

// The server, killed and started again, has its port, its key and its data as before.
class Restarts : public testing::Test
{
protected:
    void SetUp() override
    {
        const fs::path folder = fs::current_path() / "server";
        fs::remove_all(folder);
        auto started =
            TestServer::start({.program = std::string(std::getenv("NIMARA_BINARY_DIR")) + "/nimara-server",
                               .folder = folder,
                               .logFile = (fs::current_path() / "server.log").string()});
        ASSERT_TRUE(started) << started.error().detail;
        server = *std::move(started);
    }

    std::int64_t ports()
    {
        auto connection = server->connect();
        if (!connection)
            return -1;
        const auto count = connection->exec("select count(*) from public.ports");
        return count ? count->integer(0, 0) : -1;
    }
    void addPortNumber(int number)
    {
        auto connection = server->connect();
        ASSERT_TRUE(connection) << connection.error().detail;
        const std::string word = "port-" + std::to_string(number);
        const auto added = addPort(*connection, Uuid::derived("port", {}, word), word, word);
        ASSERT_TRUE(added) << added.error().detail;
    }

    std::unique_ptr<TestServer> server;
};

TEST_F(Restarts, aKilledServerComesBackWithEverything)
{
    const PairingCode before = server->pairing();
    addPortNumber(1);
    for (int round = 2; round < 4; ++round) {
        server->kill();
        const auto again = server->startAgain();
        ASSERT_TRUE(again) << again.error().detail;
        EXPECT_EQ(server->pairing(), before);
        addPortNumber(round);
    }
    EXPECT_EQ(ports(), 4); // and Port Nimara
}

TEST_F(Restarts, aKilledPostgresIsStartedAgainByTheServer)
{
    addPortNumber(1);
    const auto crashed = server->crashPostgres();
    ASSERT_TRUE(crashed) << crashed.error().detail;
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (ports() != 2 && std::chrono::steady_clock::now() < until) {
    }
    EXPECT_EQ(ports(), 2);
    EXPECT_TRUE(server->isRunning());
}

TEST_F(Restarts, aServerThatIsToldToStopEndsInOrder)
{
    const auto stopped = server->stop();
    EXPECT_TRUE(stopped) << stopped.error().detail;
    const auto again = server->startAgain();
    EXPECT_TRUE(again) << again.error().detail;
}

} // namespace
} // namespace nimara::test
