#include "tests/support/server/live_server.h"

#include <gtest/gtest.h>

using namespace nimara;
using namespace nimara::test;

namespace {
struct Users : ::testing::Test
{
    LiveServer live;
    std::string director = live.addUser("dora@example.org", "director");
    HttpClient dora = live.clientOf("dora@example.org");

    std::string cell(const std::string &sql) { return cellOf(live.sql(), sql); }
    std::string role(const std::string &name)
    {
        return cell("select id from roles where port_id is null and name = '" + name + "'");
    }
    std::string path(const std::string &port, const std::string &user = {})
    {
        return "/api/admin/users" + (user.empty() ? "" : "/" + user) + "?port=" + port;
    }
    HttpReply makeLink(HttpClient &client, const std::string &user)
    {
        return client.post("/api/admin/users/" + user + "/password-link?port=" + live.portId(),
                           Json::object());
    }
    HttpReply setPassword(const HttpReply &link, const std::string &password)
    {
        const std::string address = link.json()["link"].get<std::string>();
        return live.client().post("/api/auth/set-password",
                                  {{"token", address.substr(address.find('=') + 1)}, {"password", password}});
    }
    HttpReply invite(HttpClient &client, const std::string &email, const std::string &roleName)
    {
        return client.post(path(live.portId()),
                           {{"email", email}, {"name", "New Person"}, {"roleId", role(roleName)}});
    }
};
} // namespace

TEST_F(Users, anInvitedPersonSetsAPasswordAndSignsIn)
{
    const HttpReply reply = invite(dora, "Nina@example.org", "sales_agent");
    ASSERT_EQ(201, reply.status) << reply.body;
    const std::string link = reply.json()["link"].get<std::string>();
    const std::string start = "https://crm.example.org/set-password?token=";
    ASSERT_EQ(0U, link.rfind(start, 0));
    EXPECT_EQ(204, live.client()
                       .post("/api/auth/set-password",
                             {{"token", link.substr(start.size())}, {"password", "Fresh-Anchor-22"}})
                       .status);
    const HttpReply signedIn = live.trySignIn("nina@example.org", "Fresh-Anchor-22");
    ASSERT_EQ(200, signedIn.status);
    EXPECT_EQ("sales_agent", signedIn.json()["ports"][0]["role"]);
    EXPECT_EQ("1", cell("select count(*) from audit_logs where action = 'create' and entity_id = '" +
                        reply.json()["id"].get<std::string>() + "'"));
}

TEST_F(Users, someoneKnownElsewhereJoinsAndKeepsHisPassword)
{
    const std::string other = live.addPort("second");
    const std::string olga = live.addUser("olga@example.org", "");
    live.join(olga, other, "viewer");
    const HttpReply known = invite(dora, "olga@example.org", "viewer");
    const HttpReply fresh = invite(dora, "new@example.org", "viewer");
    EXPECT_EQ(201, known.status);
    EXPECT_EQ(fresh.json().size(), known.json().size());
    const std::string token = known.json()["link"].get<std::string>().substr(43);
    EXPECT_EQ("auth.token",
              live.client()
                  .post("/api/auth/set-password", {{"token", token}, {"password", "Fresh-Anchor-22"}})
                  .json()["key"]);
    EXPECT_EQ(2U, live.trySignIn("olga@example.org", goodPassword).json()["ports"].size());
    EXPECT_EQ(409, invite(dora, "olga@example.org", "viewer").status);
}

TEST_F(Users, whoMayNotManageUsersIsDeniedAndWrittenDown)
{
    const std::string sam = live.addUser("sam@example.org", "sales_manager");
    HttpClient client = live.clientOf("sam@example.org");
    const HttpReply reply = invite(client, "x@example.org", "viewer");
    EXPECT_EQ(403, reply.status);
    EXPECT_EQ("FORBIDDEN", reply.code());
    EXPECT_EQ("1", cell("select count(*) from audit_logs where action = 'permission_denied' and user_id = '" +
                        sam + "' and port_id = '" + live.portId() +
                        "' and metadata->>'permission' = 'admin.manage_users'"));
    EXPECT_EQ("0", cell("select count(*) from users where email = 'x@example.org'"));
}

TEST_F(Users, anotherPortIsClosedAndTheAttemptStandsInItsLog)
{
    const std::string other = live.addPort("second");
    const HttpReply reply =
        dora.post(path(other), {{"email", "x@example.org"}, {"name", "X"}, {"roleId", role("viewer")}});
    EXPECT_EQ(403, reply.status);
    EXPECT_EQ("1", cell("select count(*) from audit_logs where action = 'permission_denied' and port_id = '" +
                        other + "'"));
    const std::string nowhere = "01934c5e-7a1b-7c3d-8e4f-123456789abc";
    EXPECT_EQ(403, dora.post(path(nowhere), Json::object()).status);
    EXPECT_EQ("1",
              cell("select count(*) from audit_logs where action = 'permission_denied' and port_id is null"));
}

TEST_F(Users, nobodyGrantsMoreThanHeHas)
{
    EXPECT_EQ(403, invite(dora, "x@example.org", "super_admin").status);
    live.addUser("root@example.org", "", true);
    HttpClient root = live.clientOf("root@example.org");
    EXPECT_EQ(201, invite(root, "x@example.org", "super_admin").status);
}

TEST_F(Users, aRoleIsChangedAndTakenAway)
{
    const std::string sam = live.addUser("sam@example.org", "sales_agent");
    EXPECT_EQ(204, dora.patch(path(live.portId(), sam), {{"roleId", role("viewer")}}).status);
    EXPECT_EQ("viewer", live.trySignIn("sam@example.org", goodPassword).json()["ports"][0]["role"]);
    EXPECT_EQ(204, dora.patch(path(live.portId(), sam), {{"roleId", nullptr}}).status);
    EXPECT_EQ(Json::array(), live.trySignIn("sam@example.org", goodPassword).json()["ports"]);
    EXPECT_EQ(404, dora.patch(path(live.portId(), sam), {{"roleId", role("viewer")}}).status);
}

TEST_F(Users, someoneSwitchedOffIsOutAtOnceAndCanBeLetInAgain)
{
    const std::string sam = live.addUser("sam@example.org", "sales_agent");
    HttpClient client = live.clientOf("sam@example.org");
    EXPECT_EQ(204, dora.patch(path(live.portId(), sam), {{"isActive", false}}).status);
    EXPECT_EQ("auth.inactive", client.get("/api/auth/me").json()["key"]);
    EXPECT_EQ(204, dora.patch(path(live.portId(), sam), {{"isActive", true}}).status);
    EXPECT_EQ(401, client.get("/api/auth/me").status);
    EXPECT_EQ(200, live.trySignIn("sam@example.org", goodPassword).status);
    EXPECT_EQ(409, dora.patch(path(live.portId(), director), {{"isActive", false}}).status);
}

TEST_F(Users, anAccountOfSeveralPortsIsNotSwitchedFromOne)
{
    const std::string olga = live.addUser("olga@example.org", "viewer");
    live.join(olga, live.addPort("second"), "viewer");
    EXPECT_EQ(403, dora.patch(path(live.portId(), olga), {{"isActive", false}}).status);
    live.addUser("root@example.org", "director", true);
    const std::string root = cell("select id from users where is_super_admin");
    EXPECT_EQ(403, dora.patch(path(live.portId(), root), {{"isActive", false}}).status);
    EXPECT_EQ(403, dora.patch(path(live.portId(), root), {{"roleId", role("viewer")}}).status);
    HttpClient superAdmin = live.clientOf("root@example.org");
    EXPECT_EQ(204, superAdmin.patch(path(live.portId(), olga), {{"isActive", false}}).status);
}

TEST_F(Users, whoForgotHisPasswordGetsALinkThatWorksOnce)
{
    const std::string sam = live.addUser("sam@example.org", "sales_agent");
    HttpClient client = live.clientOf("sam@example.org");
    const HttpReply older = makeLink(dora, sam);
    ASSERT_EQ(201, older.status) << older.body;
    EXPECT_EQ(3600, older.json()["seconds"]);
    const HttpReply newer = makeLink(dora, sam);
    EXPECT_EQ(200, client.get("/api/auth/me").status); // nobody is put out before it is used
    EXPECT_EQ("auth.token", setPassword(older, "Fresh-Anchor-22").json()["key"]);
    EXPECT_EQ(204, setPassword(newer, "Fresh-Anchor-22").status);
    EXPECT_EQ(401, client.get("/api/auth/me").status);
    EXPECT_EQ(200, live.trySignIn("sam@example.org", "Fresh-Anchor-22").status);
    EXPECT_EQ("auth.token", setPassword(newer, "Third-Anchor-22").json()["key"]);
    EXPECT_EQ("2",
              cell("select count(*) from audit_logs where field_changed = 'password_link' and entity_id = '" +
                   sam + "' and user_id = '" + director + "' and port_id = '" + live.portId() + "'"));
    EXPECT_EQ("[hidden]",
              cell("select distinct new_value from audit_logs where field_changed = 'password_link'"));
}

TEST_F(Users, aPasswordLinkIsNoWayToMoreRights)
{
    const std::string sam = live.addUser("sam@example.org", "sales_agent");
    HttpClient agent = live.clientOf("sam@example.org");
    EXPECT_EQ(403, makeLink(agent, director).status); // may not manage users
    EXPECT_EQ(409, makeLink(dora, director).status);  // herself

    live.addUser("root@example.org", "director", true);
    const std::string root = cell("select id from users where is_super_admin");
    EXPECT_EQ(403, makeLink(dora, root).status);

    // Somebody who manages users and may do little else.
    mustRun(live.sql(), "insert into roles (name, permissions) values ('clerk', "
                        "'{\"admin\": {\"manage_users\": true}}')");
    live.addUser("kim@example.org", "clerk");
    HttpClient clerk = live.clientOf("kim@example.org");
    EXPECT_EQ(403, makeLink(clerk, sam).status);
    EXPECT_EQ("0", cell("select count(*) from auth.one_time_tokens"));
}

TEST_F(Users, aPasswordLinkIsForThePeopleOfThePort)
{
    const std::string other = live.addPort("second");
    const std::string olga = live.addUser("olga@example.org", "");
    live.join(olga, other, "viewer");
    const std::string kept = "/api/admin/users/" + olga + "/password-link?port=";
    EXPECT_EQ(403, dora.post(kept + live.portId(), Json::object()).status); // of a port that is not hers
    EXPECT_EQ(403, dora.post(kept + other, Json::object()).status);
    const std::string alone = live.addUser("alone@example.org", "");
    EXPECT_EQ(404, makeLink(dora, alone).status);
    EXPECT_EQ(404, makeLink(dora, "01934c5e-7a1b-7c3d-8e4f-123456789abc").status);
    EXPECT_EQ(404, makeLink(dora, "nonsense").status);

    live.join(olga, live.portId(), "viewer"); // of both now: the other port's administrator has a word in it
    EXPECT_EQ(403, makeLink(dora, olga).status);
    live.addUser("root@example.org", "", true);
    HttpClient root = live.clientOf("root@example.org");
    EXPECT_EQ(201, makeLink(root, olga).status);
    mustRun(live.sql(), "update users set is_active = false where id = '" + olga + "'");
    const HttpReply inactive = makeLink(root, olga);
    EXPECT_EQ(409, inactive.status);
    EXPECT_EQ("auth.inactive", inactive.json()["key"]);
}

TEST_F(Users, badInputIsNamed)
{
    EXPECT_EQ(400, dora.post("/api/admin/users", Json::object()).status);
    EXPECT_EQ(3U, dora.post(path(live.portId()), Json::object()).json()["details"].size());
    EXPECT_EQ(400, dora.patch(path(live.portId(), director), {{"isActive", "yes"}}).status);
    EXPECT_EQ(404, dora.patch(path(live.portId(), "nonsense"), Json::object()).status);
}
