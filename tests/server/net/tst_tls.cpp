#include "tests/server/net/net_server.h"
#include "tests/support/http/http_client.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

using namespace nimara;
using namespace nimara::server::net;
using namespace nimara::test;

namespace {
const Instant now = SystemClock().now();

Router nothing()
{
    Router router;
    router.add(Method::Get, "/", [](const Request &, Worker &) { return Response::empty(); });
    return router;
}

std::string contents(const std::string &path)
{
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}
} // namespace

TEST(Tls, onlyVersion13IsSpoken)
{
    NetServer server(nothing());
    const auto wire = Wire::connect(server.wire());
    ASSERT_TRUE(wire);
    EXPECT_EQ("TLSv1.3", wire->tlsVersion());
    WireOptions old = server.wire();
    old.onlyTls12 = true;
    EXPECT_FALSE(Wire::connect(old));
}

TEST(Tls, theClientSeesTheKeyThatThePairingNames)
{
    NetServer server(nothing());
    const auto wire = Wire::connect(server.wire());
    ASSERT_TRUE(wire);
    EXPECT_EQ(server.pin(), wire->pin());
}

TEST(OwnIdentity, isMadeOnceAndKept)
{
    const std::string folder = freshFolder("own");
    const auto first = ownIdentity(folder, now);
    ASSERT_TRUE(first) << first.error().key;
    const auto second = ownIdentity(folder, now);
    ASSERT_TRUE(second);
    EXPECT_EQ(first->pin, second->pin);
    EXPECT_EQ(first->certificate, second->certificate);
    const auto mode = std::filesystem::status(folder + "/key.pem").permissions();
    EXPECT_EQ(std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, mode);
}

TEST(OwnIdentity, aRenewedCertificateKeepsTheKey)
{
    const std::string folder = freshFolder("renewed");
    const auto first = ownIdentity(folder, now);
    const auto later = ownIdentity(folder, now + std::chrono::hours(24 * 300));
    ASSERT_TRUE(first && later);
    EXPECT_EQ(first->pin, later->pin);
    EXPECT_NE(first->certificate, later->certificate);
    EXPECT_GT(later->notAfter, first->notAfter);
}

TEST(OwnIdentity, aLostCertificateIsMadeAnewOverTheSameKey)
{
    const std::string folder = freshFolder("lost");
    const auto first = ownIdentity(folder, now);
    std::filesystem::remove(folder + "/certificate.pem");
    const auto second = ownIdentity(folder, now);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->pin, second->pin);
}

TEST(OwnIdentity, aDamagedKeyIsNeverReplaced)
{
    const std::string folder = freshFolder("damaged");
    ASSERT_TRUE(ownIdentity(folder, now));
    std::ofstream(folder + "/key.pem") << "nonsense";
    const auto again = ownIdentity(folder, now);
    ASSERT_FALSE(again);
    EXPECT_EQ("tls.key", again.error().key);
    EXPECT_EQ("nonsense", contents(folder + "/key.pem"));
}

TEST(LoadedIdentity, aForeignKeyIsAMismatch)
{
    const std::string one = freshFolder("one");
    const std::string two = freshFolder("two");
    ASSERT_TRUE(ownIdentity(one, now) && ownIdentity(two, now));
    const auto mixed = loadIdentity(one + "/certificate.pem", two + "/key.pem");
    ASSERT_FALSE(mixed);
    EXPECT_EQ("tls.mismatch", mixed.error().key);
    EXPECT_EQ("tls.read", loadIdentity(one + "/none.pem", two + "/key.pem").error().key);
}
