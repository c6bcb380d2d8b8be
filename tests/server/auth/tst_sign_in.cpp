#include "models/domain/permissions.h"
#include "tests/support/server/live_server.h"

#include <gtest/gtest.h>

using namespace nimara;
using namespace nimara::test;

namespace {
struct SignIn : ::testing::Test
{
    LiveServer live;

    std::string cell(const std::string &sql) { return cellOf(live.sql(), sql); }
};
} // namespace

TEST_F(SignIn, aMemberGetsATokenAndHisPorts)
{
    const std::string id = live.addUser("anna@example.org", "sales_agent");
    const HttpReply reply = live.trySignIn("Anna@Example.org", goodPassword);
    ASSERT_EQ(200, reply.status) << reply.body;
    const Json body = reply.json();
    EXPECT_EQ(0U, body["token"].get<std::string>().rfind("nms_", 0));
    EXPECT_TRUE(Instant::parse(body["expiresAt"].get<std::string>()));
    EXPECT_EQ(id, body["user"]["id"]);
    EXPECT_EQ(false, body["user"]["isSuperAdmin"]);
    ASSERT_EQ(1U, body["ports"].size());
    EXPECT_EQ("port-nimara", body["ports"][0]["slug"]);
    EXPECT_EQ("USD", body["ports"][0]["currency"]);
    EXPECT_EQ("America/Anguilla", body["ports"][0]["timezone"]);
    EXPECT_EQ("sales_agent", body["ports"][0]["role"]);
    EXPECT_EQ(PermissionSet::seeded(SystemRole::SalesAgent),
              PermissionSet::fromJson(body["ports"][0]["permissions"]));
}

TEST_F(SignIn, aSuperAdminHasAllPortsAndAllRights)
{
    live.addUser("root@example.org", "", true);
    live.addPort("second");
    const Json body = live.trySignIn("root@example.org", goodPassword).json();
    ASSERT_EQ(2U, body["ports"].size());
    for (const Json &port : body["ports"])
        EXPECT_EQ(PermissionSet::all(), PermissionSet::fromJson(port["permissions"]));
}

TEST_F(SignIn, aPortsOverrideIsMergedOverTheRole)
{
    live.addUser("anna@example.org", "viewer");
    mustRun(live.sql(), "insert into port_role_overrides (port_id, role_id, permission_overrides) select '" +
                            live.portId() +
                            "', id, '{\"clients\": {\"create\": true}}' from roles where name = 'viewer'");
    const Json body = live.trySignIn("anna@example.org", goodPassword).json();
    const auto rights = PermissionSet::fromJson(body["ports"][0]["permissions"]);
    EXPECT_TRUE(rights.has("clients.create"));
    EXPECT_TRUE(rights.has("clients.view"));
    EXPECT_FALSE(rights.has("clients.delete"));
}

TEST_F(SignIn, someoneWithoutAPortSignsInAndHasNone)
{
    live.addUser("anna@example.org", "");
    const HttpReply reply = live.trySignIn("anna@example.org", goodPassword);
    EXPECT_EQ(200, reply.status);
    EXPECT_EQ(Json::array(), reply.json()["ports"]);
}

TEST_F(SignIn, aWrongPasswordAndAnUnknownAddressGetOneAnswer)
{
    live.addUser("anna@example.org", "viewer");
    const HttpReply wrong = live.trySignIn("anna@example.org", "Wrong-Horse-99");
    const HttpReply unknown = live.trySignIn("nobody@example.org", "Wrong-Horse-99");
    EXPECT_EQ(401, wrong.status);
    EXPECT_EQ("UNAUTHENTICATED", wrong.code());
    EXPECT_EQ("auth.wrong_password", wrong.json()["key"]);
    EXPECT_EQ(wrong.status, unknown.status);
    EXPECT_EQ(wrong.body, unknown.body);
}

TEST_F(SignIn, fiveFailuresLockThePairForBothKindsOfAccount)
{
    live.addUser("anna@example.org", "viewer");
    for (const char *email : {"anna@example.org", "nobody@example.org"}) {
        for (int i = 0; i < 5; ++i)
            EXPECT_EQ(401, live.trySignIn(email, "Wrong-Horse-99").status);
        const HttpReply locked = live.trySignIn(email, goodPassword);
        EXPECT_EQ(429, locked.status);
        EXPECT_EQ("RATE_LIMITED", locked.code());
        EXPECT_EQ("auth.locked", locked.json()["key"]);
        EXPECT_GT(locked.json()["retryAfter"].get<int>(), 0);
        EXPECT_EQ(std::to_string(locked.json()["retryAfter"].get<int>()), locked.headers.at("retry-after"));
    }
    EXPECT_EQ("2", cell("select count(*) from audit_logs where action = 'permission_denied' and entity_type "
                        "= 'sign_in'"));
}

TEST_F(SignIn, aLockedDoorDoesNotLockLongerByKnocking)
{
    live.addUser("anna@example.org", "viewer");
    for (int i = 0; i < 8; ++i)
        live.trySignIn("anna@example.org", "Wrong-Horse-99");
    EXPECT_EQ("5", cell("select count(*) from auth.sign_in_failures"));
    mustRun(live.sql(), "update auth.sign_in_failures set failed_at = failed_at - interval '16 minutes'");
    EXPECT_EQ(200, live.trySignIn("anna@example.org", goodPassword).status);
}

TEST_F(SignIn, successForgetsTheFailures)
{
    live.addUser("anna@example.org", "viewer");
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 4; ++i)
            EXPECT_EQ(401, live.trySignIn("anna@example.org", "Wrong-Horse-99").status);
        EXPECT_EQ(200, live.trySignIn("anna@example.org", goodPassword).status);
    }
}

TEST_F(SignIn, oneAddressCannotTryManyAccounts)
{
    mustRun(live.sql(), "insert into auth.sign_in_failures (account_hash, ip_address)"
                        " select decode(md5(n::text), 'hex'), '127.0.0.1' from generate_series(1, 60) n");
    EXPECT_EQ(429, live.trySignIn("fresh@example.org", "Wrong-Horse-99").status);
}

TEST_F(SignIn, nobodyElseShutsOutAKnownComputer)
{
    live.addUser("anna@example.org", "viewer");
    live.addUser("bert@example.org", "viewer");
    const auto from = [&](const char *email, std::string_view password, const char *device) {
        return live.client().post("/api/auth/sign-in",
                                  {{"email", email}, {"password", password}, {"deviceId", device}});
    };
    const char *annas = "01934c5e-7a1b-7c3d-8e4f-123456789abc";
    const char *unknown = "01934c5e-7a1b-7c3d-8e4f-ffffffffffff";
    EXPECT_EQ(200, from("anna@example.org", goodPassword, annas).status);
    mustRun(live.sql(), "insert into auth.sign_in_failures (account_hash, ip_address)"
                        " select decode(md5(n::text), 'hex'), '127.0.0.1' from generate_series(1, 60) n");
    // Of this address nobody is heard any more, but for the one whose computer is known.
    EXPECT_EQ(429, from("bert@example.org", goodPassword, unknown).status);
    EXPECT_EQ(429, from("anna@example.org", goodPassword, unknown).status);
    EXPECT_EQ(429, from("bert@example.org", goodPassword, annas).status);
    EXPECT_EQ(200, from("anna@example.org", goodPassword, annas).status);
    // It has five tries of its own and no more.
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(401, from("anna@example.org", "Wrong-Horse-99", annas).status);
    EXPECT_EQ("auth.locked", from("anna@example.org", goodPassword, annas).json()["key"]);
}

TEST_F(SignIn, someoneWhoWasSwitchedOffIsToldSoOnlyWithHisPassword)
{
    live.addUser("anna@example.org", "viewer");
    mustRun(live.sql(), "update users set is_active = false");
    EXPECT_EQ("auth.wrong_password", live.trySignIn("anna@example.org", "Wrong-Horse-99").json()["key"]);
    const HttpReply off = live.trySignIn("anna@example.org", goodPassword);
    EXPECT_EQ(403, off.status);
    EXPECT_EQ("auth.inactive", off.json()["key"]);
}

TEST_F(SignIn, aWeakerHashIsMadeAnew)
{
    live.addUser("anna@example.org", "viewer");
    const auto weak = server::auth::hashPassword(goodPassword, {.kibibytes = 32, .passes = 1, .lanes = 1});
    mustRun(live.sql(), "update auth.credentials set password_hash = '" + *weak + "'");
    EXPECT_EQ(200, live.trySignIn("anna@example.org", goodPassword).status);
    EXPECT_NE(std::string::npos, cell("select password_hash from auth.credentials").find("m=64,t=1"));
    EXPECT_EQ(200, live.trySignIn("anna@example.org", goodPassword).status);
}

TEST_F(SignIn, everyFaultOfTheFormIsNamed)
{
    const HttpReply reply =
        live.client().post("/api/auth/sign-in", {{"email", "no address"}, {"password", ""}});
    EXPECT_EQ(400, reply.status);
    EXPECT_EQ("VALIDATION_ERROR", reply.code());
    ASSERT_EQ(2U, reply.json()["details"].size());
    EXPECT_EQ("email", reply.json()["details"][0]["field"]);
    EXPECT_EQ("password", reply.json()["details"][1]["field"]);
}

TEST_F(SignIn, oddBodiesAre400)
{
    HttpClient client = live.client();
    for (const char *body : {"", "[]", "null", "{", "{\"email\": {}, \"password\": []}", "\"x\"",
                             "{\"email\": \"a@b.c\\u0000\", \"password\": \"x\"}",
                             "{\"email\": \"a@b.c\", \"password\": \"x\", \"device\": 7}"})
        EXPECT_EQ(400, client.send("POST", "/api/auth/sign-in", body).status) << body;
    EXPECT_EQ(400, client.send("POST", "/api/auth/sign-in", std::string(3000, '[')).status);
    EXPECT_EQ(413, client.send("POST", "/api/auth/sign-in", std::string(20000, ' ')).status);
}

TEST_F(SignIn, signingInAndOutStandsInTheAuditLog)
{
    const std::string id = live.addUser("anna@example.org", "viewer");
    HttpClient client = live.clientOf("anna@example.org");
    EXPECT_EQ(204, client.post("/api/auth/sign-out", Json::object()).status);
    EXPECT_EQ("login,logout",
              cell("select string_agg(action, ',' order by received_at) from audit_logs where user_id = '" +
                   id + "'"));
    EXPECT_EQ("127.0.0.1", cell("select distinct ip_address from audit_logs"));
    EXPECT_EQ(401, client.get("/api/auth/me").status);
}

TEST_F(SignIn, noSecretIsStored)
{
    live.addUser("anna@example.org", "viewer");
    const std::string token = live.signIn("anna@example.org");
    EXPECT_EQ("0", cell("select count(*) from auth.sessions where encode(token_hash, 'escape') like '%" +
                        token + "%'"));
    EXPECT_EQ("0", cell("select count(*) from audit_logs where metadata::text like '%nms_%'"));
}

TEST_F(SignIn, bothFormsOfTheDeviceAreUnderstood)
{
    live.addUser("anna@example.org", "viewer");
    const std::string device = "01934c5e-7a1b-7c3d-8e4f-123456789abc";
    HttpClient client = live.client();
    Json nested = {{"email", "anna@example.org"},
                   {"password", goodPassword},
                   {"device", {{"id", device}, {"name", "Nested"}, {"platform", "Linux"}}}};
    Json flat = {{"email", "anna@example.org"}, {"password", goodPassword}, {"deviceId", device},
                 {"deviceName", "Flat"},        {"platform", "Linux"},      {"appVersion", "0.1.0"}};
    EXPECT_EQ(200, client.post("/api/auth/sign-in", nested).status);
    EXPECT_EQ(200, client.post("/api/auth/sign-in", flat).status);
    EXPECT_EQ("Flat,Nested",
              cell("select string_agg(device_name, ',' order by device_name) from auth.sessions"
                   " where client_id = '" +
                   device + "'"));
}
