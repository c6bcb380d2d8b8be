#include "server/auth/one_time.h"
#include "tests/support/server/live_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace nimara;
using namespace nimara::test;
using server::auth::OneTimePurpose;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {
constexpr const char *newPassword = "Another-Horse-8";

struct OneTimeLinks : ::testing::Test
{
    LiveServer live;
    std::string anna = live.addUser("anna@example.org", "viewer");

    std::string issue(OneTimePurpose purpose = OneTimePurpose::ResetPassword)
    {
        auto token = server::auth::issueOneTimeToken(live.sql(), *Uuid::parse(anna), purpose);
        EXPECT_TRUE(token);
        return *token;
    }
    HttpReply set(const std::string &token, const std::string &password)
    {
        return live.client().post("/api/auth/set-password", {{"token", token}, {"password", password}});
    }
    std::string cell(const std::string &sql) { return cellOf(live.sql(), sql); }
};
} // namespace

TEST_F(OneTimeLinks, setAPasswordOnceAndEndAllSessions)
{
    HttpClient before = live.clientOf("anna@example.org");
    const std::string token = issue();
    EXPECT_EQ(204, set(token, newPassword).status);
    EXPECT_EQ(401, before.get("/api/auth/me").status);
    EXPECT_EQ(401, live.trySignIn("anna@example.org", goodPassword).status);
    EXPECT_EQ(200, live.trySignIn("anna@example.org", newPassword).status);
    const HttpReply again = set(token, "Third-Horse-777");
    EXPECT_EQ(400, again.status);
    EXPECT_EQ("auth.token", again.json()["key"]);
    EXPECT_EQ("1", cell("select count(*) from audit_logs where field_changed = 'password'"));
    EXPECT_EQ("t", cell("select email_verified from users"));
}

TEST_F(OneTimeLinks, aPasswordAgainstTheRulesLeavesTheLinkGood)
{
    const std::string token = issue();
    const HttpReply weak = set(token, "too short");
    EXPECT_EQ(400, weak.status);
    EXPECT_EQ("auth.password", weak.json()["key"]);
    EXPECT_EQ(204, set(token, newPassword).status);
}

TEST_F(OneTimeLinks, anOldOneIsRefused)
{
    const std::string token = issue();
    mustRun(live.sql(), "update auth.one_time_tokens set expires_at = now() - interval '1 second'");
    EXPECT_EQ("auth.token", set(token, newPassword).json()["key"]);
}

TEST_F(OneTimeLinks, aNewerOneReplacesTheOlder)
{
    const std::string older = issue();
    const std::string newer = issue();
    EXPECT_EQ("auth.token", set(older, newPassword).json()["key"]);
    EXPECT_EQ(204, set(newer, newPassword).status);
}

TEST_F(OneTimeLinks, doNotWorkForSomeoneSwitchedOff)
{
    const std::string token = issue();
    mustRun(live.sql(), "update users set is_active = false");
    EXPECT_EQ("auth.token", set(token, newPassword).json()["key"]);
}

TEST_F(OneTimeLinks, areNotStored)
{
    const std::string token = issue();
    EXPECT_EQ("0",
              cell("select count(*) from auth.one_time_tokens where encode(token_hash, 'escape') like '%" +
                   token + "%'"));
}

TEST_F(OneTimeLinks, leadToAPageThatLeaksNothing)
{
    const std::string token = issue();
    const HttpReply page = live.client().get("/set-password?token=" + token + "%22%3E%3Cscript%3E");
    EXPECT_EQ(200, page.status);
    EXPECT_EQ("no-referrer", page.headers.at("referrer-policy"));
    EXPECT_THAT(page.headers.at("content-security-policy"), HasSubstr("default-src 'none'"));
    EXPECT_THAT(page.body, Not(HasSubstr("<script>")));
    EXPECT_THAT(page.body, HasSubstr("&lt;script&gt;"));
}

TEST_F(OneTimeLinks, thePagesFormSetsThePassword)
{
    HttpClient client = live.client();
    const std::string token = issue();
    const HttpReply weak = client.send("POST", "/set-password", "token=" + token + "&password=short");
    EXPECT_EQ(400, weak.status);
    EXPECT_THAT(weak.body, HasSubstr("rules"));
    EXPECT_EQ(200,
              client.send("POST", "/set-password", "token=" + token + "&password=Another-Horse-8%21").status);
    EXPECT_EQ(200, live.trySignIn("anna@example.org", "Another-Horse-8!").status);
    EXPECT_EQ(400,
              client.send("POST", "/set-password", "token=" + token + "&password=Another-Horse-8%21").status);
}

TEST_F(OneTimeLinks, aResetAnswersTheSameForEverybody)
{
    HttpClient client = live.client();
    const HttpReply known = client.post("/api/auth/request-reset", {{"email", "anna@example.org"}});
    const HttpReply unknown = client.post("/api/auth/request-reset", {{"email", "nobody@example.org"}});
    EXPECT_EQ(202, known.status);
    EXPECT_EQ(known.status, unknown.status);
    EXPECT_EQ(known.body, unknown.body);
    EXPECT_TRUE(eventually(
        [this] { return cell("select count(*) from jobs.jobs where name = 'password-reset'") == "1"; }));
    EXPECT_EQ(anna, cell("select payload->>'userId' from jobs.jobs"));
}

TEST_F(OneTimeLinks, resetsAreLimited)
{
    HttpClient client = live.client();
    HttpReply last;
    for (int i = 0; i < 6; ++i)
        last = client.post("/api/auth/request-reset", {{"email", "anna@example.org"}});
    EXPECT_EQ(429, last.status);
}
