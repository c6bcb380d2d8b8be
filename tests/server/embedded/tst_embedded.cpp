#include "server/db/connection.h"
#include "server/embedded/cluster.h"
#include "server/embedded/place.h"
#include "tests/server/embedded/server_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace nimara;
using namespace nimara::test;
using ::testing::HasSubstr;

namespace {
constexpr const char *password = "Fresh-Anchor-22";

std::string linkIn(const std::string &output)
{
    const std::size_t at = output.find("https://");
    return at == std::string::npos ? "" : output.substr(at, output.find('\n', at) - at);
}

// The super admin sets a password by the printed link and signs in.
std::string enter(HttpClient client, const std::string &link)
{
    const std::string token = link.substr(link.find("token=") + 6);
    EXPECT_EQ(204, client.post("/api/auth/set-password", {{"token", token}, {"password", password}}).status);
    return client.post("/api/auth/sign-in", {{"email", "root@example.org"}, {"password", password}})
        .json()
        .value("token", "");
}

int meStatus(HttpClient client, const std::string &token)
{
    client.setToken(token);
    return client.get("/api/auth/me").status;
}
} // namespace

TEST(Embedded, isMadeServesAndIsThereAgainAfterAStop)
{
    const Folder folder;
    std::string token;
    std::string spki;
    {
        ServerProcess server(folder, {});
        ASSERT_TRUE(server.ready().is_object()) << server.output();
        EXPECT_EQ(200, server.client().get("/api/health").status);
        const std::string code = server.ready()["pairingCode"].get<std::string>();
        EXPECT_THAT(code, ::testing::StartsWith("nimara-pair:1:"));
        EXPECT_THAT(server.output(), HasSubstr(code));
        spki = code.substr(code.rfind(':'));
        const Ended setup =
            runServerProgram({"setup", "--embedded", folder.data(), "--email", "root@example.org"});
        EXPECT_EQ(0, setup.code) << setup.output;
        EXPECT_THAT(setup.output,
                    HasSubstr(server.ready()["url"].get<std::string>() + "/set-password?token="));
        token = enter(server.client(), linkIn(setup.output));
        EXPECT_EQ(200, meStatus(server.client(), token));
        const Ended doctor = runServerProgram({"doctor", "--embedded", folder.data()});
        EXPECT_EQ(0, doctor.code) << doctor.output;

        const pid_t database = server.postgres();
        EXPECT_TRUE(isAlive(database));
        server.kill(SIGTERM);
        EXPECT_EQ(0, server.waitForEnd());
        EXPECT_TRUE(eventually([database] { return !isAlive(database); }));
    }
    ServerProcess again(folder);
    ASSERT_TRUE(again.ready().is_object()) << again.output();
    EXPECT_EQ(200, meStatus(again.client(), token));
    const std::string code = again.ready()["pairingCode"].get<std::string>();
    EXPECT_EQ(spki, code.substr(code.rfind(':')));
}

TEST(Embedded, aKilledServerLosesNothingAndStartsAgain)
{
    const Folder folder;
    std::string token;
    for (int round = 0; round < 3; ++round) {
        ServerProcess server(folder, {"--address", "127.0.0.1"});
        ASSERT_TRUE(server.ready().is_object()) << server.output();
        if (round == 0) {
            const Ended setup =
                runServerProgram({"setup", "--embedded", folder.data(), "--email", "root@example.org"});
            token = enter(server.client(), linkIn(setup.output));
        }
        EXPECT_EQ(200, meStatus(server.client(), token)) << round;
        // At once, with whatever PostgreSQL is doing: it is told to stop by the kernel.
        server.kill(SIGKILL);
        server.waitForEnd();
    }
}

TEST(Embedded, aPostgresThatDiesIsStartedAgain)
{
    const Folder folder;
    ServerProcess server(folder);
    ASSERT_TRUE(server.ready().is_object()) << server.output();
    for (int round = 0; round < 2; ++round) {
        const pid_t before = server.postgres();
        ASSERT_GT(before, 1);
        ::kill(before, SIGKILL);
        // What it leaves behind answers for a moment still, so the new one is awaited first.
        EXPECT_TRUE(eventually([&] {
            const pid_t now = server.postgres();
            return now > 1 && now != before;
        }));
        EXPECT_TRUE(eventually([&] { return server.client().get("/api/health").status == 200; }));
    }
}

TEST(Embedded, aFolderInUseIsRefusedInOneLine)
{
    const Folder folder;
    ServerProcess server(folder);
    ASSERT_TRUE(server.ready().is_object()) << server.output();
    const Ended second = runServerProgram({"serve", "--embedded", folder.data(), "--port", "0"});
    EXPECT_EQ(3, second.code);
    EXPECT_THAT(second.output, HasSubstr("embedded.in_use"));
    EXPECT_EQ(200, server.client().get("/api/health").status);
}

TEST(Embedded, plainTextIsSpokenOnlyOnLoopback)
{
    const Folder folder;
    const Ended refused = runServerProgram(
        {"serve", "--embedded", folder.data(), "--insecure-loopback", "--address", "0.0.0.0", "--port", "0"});
    EXPECT_EQ(3, refused.code);
    EXPECT_THAT(refused.output, HasSubstr("net.plain"));
    ServerProcess server(folder, {"--insecure-loopback"});
    ASSERT_TRUE(server.ready().is_object()) << server.output();
    EXPECT_EQ("", server.ready()["pairingCode"]);
    WireOptions wire = server.client().options();
    wire.tls = false;
    EXPECT_EQ(200, HttpClient(wire).get("/api/health").status);
}

TEST(Cluster, aLeftoverPidFileOfAnotherProcessIsNoObstacle)
{
    const Folder folder;
    {
        const auto cluster = server::embedded::Cluster::start(folder.data(), Log());
        ASSERT_TRUE(cluster) << cluster.error().detail;
    }
    std::ofstream(folder.data() + "/postgres/data/postmaster.pid") << getpid() << "\n/elsewhere\n";
    const auto cluster = server::embedded::Cluster::start(folder.data(), Log());
    EXPECT_TRUE(cluster) << cluster.error().detail;
}

TEST(Cluster, onlyItsOwnersReachIt)
{
    const Folder folder;
    const auto cluster = server::embedded::Cluster::start(folder.data(), Log());
    ASSERT_TRUE(cluster) << cluster.error().detail;
    struct stat found
    {};
    ASSERT_EQ(0, ::stat((*cluster)->place().cluster.c_str(), &found));
    EXPECT_EQ(0700U, found.st_mode & 0777U);
    EXPECT_NE(0U, found.st_uid);
    for (const char *file : {"/secrets.env", "/running.json", "/lock"}) {
        if (::stat((folder.data() + file).c_str(), &found) == 0) {
            EXPECT_EQ(0600U, found.st_mode & 0777U) << file;
        }
    }
    EXPECT_FALSE(server::Connection::open((*cluster)->url("postgres")));
}

TEST(Place, aFolderThatTheClustersUserCannotEnterKeepsItElsewhere)
{
    if (geteuid() != 0)
        GTEST_SKIP() << "only root runs PostgreSQL as somebody else";
    const Folder folder;
    const std::string closed = folder.path() + "/home";
    std::filesystem::create_directory(closed);
    ::chmod(closed.c_str(), 0700);
    const auto place = server::embedded::preparePlace(closed + "/server");
    ASSERT_TRUE(place) << place.error().detail;
    EXPECT_EQ(std::filesystem::path("/var/lib/nimara/embedded"), place->cluster.parent_path());
    // It stays there though the way were opened.
    ::chmod(closed.c_str(), 0755);
    const auto again = server::embedded::preparePlace(closed + "/server");
    ASSERT_TRUE(again);
    EXPECT_EQ(place->cluster, again->cluster);
    std::filesystem::remove_all(place->cluster);
}

TEST(Place, theSocketsFolderIsShortAndClosed)
{
    const Folder folder;
    const auto place = server::embedded::preparePlace(folder.data());
    ASSERT_TRUE(place);
    const auto socket = server::embedded::makeSocketFolder(place->user);
    ASSERT_TRUE(socket);
    EXPECT_LT(socket->string().size() + 20, 107U);
    EXPECT_TRUE(server::embedded::isSocketFolder(*socket));
    EXPECT_FALSE(server::embedded::isSocketFolder("/home"));
    struct stat found
    {};
    ASSERT_EQ(0, ::stat(socket->c_str(), &found));
    EXPECT_EQ(0700U, found.st_mode & 0777U);
    EXPECT_EQ(place->user.uid, found.st_uid);
    std::filesystem::remove_all(*socket);
}
