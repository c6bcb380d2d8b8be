#include "tests/support/http/web_socket_client.h"
#include "tests/support/server/live_server.h"

#include <gtest/gtest.h>

using namespace nimara;
using namespace nimara::test;

namespace {
constexpr int sessionEnded = 4401;

struct Sessions : ::testing::Test
{
    LiveServer live;
    std::string anna = live.addUser("anna@example.org", "sales_agent");

    std::string cell(const std::string &sql) { return cellOf(live.sql(), sql); }
    OpenedSocket open(const std::string &token)
    {
        return WebSocketClient::open(live.wire(), "/api/sync", token);
    }
};
} // namespace

TEST_F(Sessions, aTokenOpensWhatItsUserMaySee)
{
    HttpClient client = live.clientOf("anna@example.org");
    const HttpReply me = client.get("/api/auth/me");
    ASSERT_EQ(200, me.status);
    EXPECT_EQ(anna, me.json()["user"]["id"]);
    EXPECT_EQ(1U, me.json()["ports"].size());
    EXPECT_EQ("120", me.headers.at("x-ratelimit-limit"));
    EXPECT_EQ("119", me.headers.at("x-ratelimit-remaining"));
    EXPECT_TRUE(me.headers.contains("x-ratelimit-reset"));
}

TEST_F(Sessions, withoutAGoodTokenNothingOpens)
{
    HttpClient client = live.client();
    EXPECT_EQ(401, client.get("/api/auth/me").status);
    for (const std::string &token :
         {std::string("nonsense"), std::string("nms_") + std::string(43, 'A'), std::string(5000, 'x')}) {
        client.setToken(token);
        const HttpReply reply = client.get("/api/auth/me");
        EXPECT_EQ(401, reply.status);
        EXPECT_EQ("UNAUTHENTICATED", reply.code());
    }
}

TEST_F(Sessions, anAddressThatKeepsGuessingIsNotHeard)
{
    HttpClient client = live.client();
    int last = 0;
    for (int i = 0; i < 1000 && last != 429; ++i) // the window slides on while we ask
        last = client.get("/api/auth/me").status;
    EXPECT_EQ(429, last);
}

TEST_F(Sessions, whoWasLetInIsHeardBesideAGuesser)
{
    HttpClient member = live.clientOf("anna@example.org");
    EXPECT_EQ(200, member.get("/api/auth/me").status);
    HttpClient guesser = live.client();
    int last = 0;
    for (int i = 0; i < 1000 && last != 429; ++i)
        last = guesser.get("/api/auth/me").status;
    EXPECT_EQ(429, last);
    EXPECT_EQ(200, member.get("/api/auth/me").status);
    mustRun(live.sql(), "update auth.sessions set revoked_at = now()");
    EXPECT_EQ(401, member.get("/api/auth/me").status);
    EXPECT_EQ(429, member.get("/api/auth/me").status); // one of the others now
}

TEST_F(Sessions, tooManyRequestsOfOneUserAreRefused)
{
    HttpClient client = live.clientOf("anna@example.org");
    HttpReply last;
    for (int i = 0; i < 1000 && last.status != 429; ++i)
        last = client.get("/api/auth/me");
    EXPECT_EQ(429, last.status);
    EXPECT_EQ("RATE_LIMITED", last.code());
    EXPECT_EQ("0", last.headers.at("x-ratelimit-remaining"));
    EXPECT_GT(last.json()["retryAfter"].get<int>(), 0);
}

TEST_F(Sessions, anExpiredOneIsRefusedByItsName)
{
    HttpClient client = live.clientOf("anna@example.org");
    mustRun(live.sql(), "update auth.sessions set expires_at = now() - interval '1 second'");
    EXPECT_EQ("auth.session_ended", client.get("/api/auth/me").json()["key"]);
    EXPECT_EQ(401, open(live.signIn("anna@example.org") + "x").reply.status);
}

TEST_F(Sessions, oneInUseIsRenewedInItsLastQuarterAndNeverBeyondItsEnd)
{
    HttpClient client = live.clientOf("anna@example.org");
    mustRun(live.sql(), "update auth.sessions set expires_at = now() + interval '7 hours'");
    client.get("/api/auth/me");
    EXPECT_EQ("t", cell("select expires_at < now() + interval '8 hours' from auth.sessions"));
    mustRun(live.sql(), "update auth.sessions set expires_at = now() + interval '5 hours'");
    client.get("/api/auth/me");
    EXPECT_EQ("t", cell("select expires_at > now() + interval '23 hours' from auth.sessions"));
    mustRun(live.sql(), "update auth.sessions set expires_at = now() + interval '5 hours',"
                        " ends_at = now() + interval '6 hours'");
    client.get("/api/auth/me");
    EXPECT_EQ("t", cell("select expires_at = ends_at from auth.sessions"));
}

TEST_F(Sessions, areListedAndEndedByDevice)
{
    HttpClient one = live.clientOf("anna@example.org");
    HttpClient two = live.clientOf("anna@example.org");
    const Json list = one.get("/api/auth/sessions").json()["sessions"];
    ASSERT_EQ(2U, list.size());
    std::string other;
    for (const Json &session : list) {
        EXPECT_EQ("Test laptop", session["deviceName"]);
        if (!session["isCurrent"].get<bool>())
            other = session["id"].get<std::string>();
    }
    EXPECT_EQ(204, one.remove("/api/auth/sessions/" + other).status);
    EXPECT_EQ(404, one.remove("/api/auth/sessions/" + other).status);
    EXPECT_EQ("auth.revoked", two.get("/api/auth/me").json()["key"]);
    EXPECT_EQ(200, one.get("/api/auth/me").status);
}

TEST_F(Sessions, nobodyEndsAnothersSession)
{
    live.addUser("bert@example.org", "director");
    HttpClient bert = live.clientOf("bert@example.org");
    live.signIn("anna@example.org");
    const std::string hers = cell("select id from auth.sessions where user_id = '" + anna + "'");
    EXPECT_EQ(404, bert.remove("/api/auth/sessions/" + hers).status);
    EXPECT_EQ(404, bert.remove("/api/auth/sessions/nonsense").status);
    EXPECT_EQ("t", cell("select revoked_at is null from auth.sessions where id = '" + hers + "'"));
}

TEST_F(Sessions, anOpenSocketSeesItsSessionRevoked)
{
    HttpClient client = live.clientOf("anna@example.org");
    auto socket = open(live.signIn("anna@example.org"));
    ASSERT_TRUE(socket.socket);
    socket.socket->sendBinary("hello");
    EXPECT_EQ("hello", socket.socket->message());
    const Json list = client.get("/api/auth/sessions").json();
    for (const Json &session : list["sessions"]) {
        if (!session["isCurrent"].get<bool>())
            client.remove("/api/auth/sessions/" + session["id"].get<std::string>());
    }
    EXPECT_EQ(sessionEnded, socket.socket->closeCode());
}

TEST_F(Sessions, anOpenSocketSeesItsSessionExpire)
{
    const std::string token = live.signIn("anna@example.org");
    mustRun(live.sql(), "update auth.sessions set expires_at = now() + interval '1 second', ends_at = now() "
                        "+ interval '1 second'");
    auto socket = open(token);
    ASSERT_TRUE(socket.socket);
    EXPECT_EQ(sessionEnded, socket.socket->closeCode());
    EXPECT_FALSE(open(token).socket);
}

TEST_F(Sessions, anOpenSocketKeepsItsSessionAlive)
{
    const std::string token = live.signIn("anna@example.org");
    auto socket = open(token);
    mustRun(live.sql(), "update auth.sessions set expires_at = now() + interval '1 hour'");
    live.restart();
    auto again = open(token); // a new watcher reads the session in its first round
    ASSERT_TRUE(again.socket);
    EXPECT_TRUE(eventually([this] {
        return cell("select expires_at > now() + interval '23 hours' from auth.sessions") == "t";
    }));
}

TEST_F(Sessions, anOpenSocketSeesItsUserSwitchedOff)
{
    auto socket = open(live.signIn("anna@example.org"));
    ASSERT_TRUE(socket.socket);
    mustRun(live.sql(), "update users set is_active = false");
    auto frame = socket.socket->receive();
    while (frame && frame->opcode != WebSocketClient::Opcode::Close)
        frame = socket.socket->receive();
    ASSERT_TRUE(frame);
    EXPECT_EQ(sessionEnded, frame->closeCode());
    EXPECT_EQ("auth.inactive", frame->payload.substr(2));
    EXPECT_EQ("t", cell("select bool_and(revoked_at is not null) from auth.sessions"));
}

TEST_F(Sessions, signingOutEndsTheSocketsOfThatSessionOnly)
{
    const std::string first = live.signIn("anna@example.org");
    auto one = open(first);
    auto two = open(live.signIn("anna@example.org"));
    HttpClient client = live.client();
    client.setToken(first);
    EXPECT_EQ(204, client.post("/api/auth/sign-out", Json::object()).status);
    EXPECT_EQ(sessionEnded, one.socket->closeCode());
    two.socket->sendBinary("still here");
    EXPECT_EQ("still here", two.socket->message());
}

TEST_F(Sessions, theEleventhSocketOfAUserIsRefused)
{
    const std::string token = live.signIn("anna@example.org");
    std::vector<OpenedSocket> sockets;
    for (int i = 0; i < 10; ++i) {
        sockets.push_back(open(token));
        ASSERT_TRUE(sockets.back().socket);
    }
    EXPECT_EQ(429, open(token).reply.status);
    live.addUser("bert@example.org", "viewer");
    EXPECT_TRUE(open(live.signIn("bert@example.org")).socket);
}

TEST_F(Sessions, surviveARestartOfTheServer)
{
    const std::string token = live.signIn("anna@example.org");
    live.restart();
    HttpClient client = live.client();
    client.setToken(token);
    EXPECT_EQ(200, client.get("/api/auth/me").status);
}
