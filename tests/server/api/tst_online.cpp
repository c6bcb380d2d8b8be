#include "tests/support/server/live_server.h"

#include <gtest/gtest.h>

#include <set>

using namespace nimara;
using namespace nimara::test;

namespace {
struct Online : ::testing::Test
{
    LiveServer live;
    std::string dora = live.addUser("dora@example.org", "director");
    HttpClient client = live.clientOf("dora@example.org");

    std::string cell(const std::string &sql) { return cellOf(live.sql(), sql); }
    std::string path(const std::string &table, const std::string &rest = {})
    {
        return "/api/online/" + table + "?port=" + live.portId() + rest;
    }
    void fillAuditLog(int count)
    {
        mustRun(
            live.sql(),
            "insert into audit_logs (port_id, user_id, action, entity_type, entity_id, created_at) select '" +
                live.portId() + "', '" + dora +
                "', 'update', 'clients', gen_random_uuid(),"
                " now() - make_interval(secs => n / 3) from generate_series(1, " +
                std::to_string(count) + ") n");
    }
};
} // namespace

TEST_F(Online, pagesGiveEveryRowOnce)
{
    fillAuditLog(25);
    std::set<std::string> ids;
    std::string after;
    int pages = 0;
    do {
        const HttpReply reply =
            client.get(path("audit_logs", "&limit=7" + (after.empty() ? "" : "&after=" + after)));
        ASSERT_EQ(200, reply.status) << reply.body;
        const Json body = reply.json();
        for (const Json &row : body["rows"])
            EXPECT_TRUE(ids.insert(row["id"].get<std::string>()).second);
        after = body["next"].is_null() ? "" : body["next"].get<std::string>();
        ++pages;
    } while (!after.empty() && pages < 10);
    EXPECT_EQ(25U, ids.size());
    EXPECT_EQ(4, pages);
}

TEST_F(Online, columnsFilterByEquality)
{
    fillAuditLog(5);
    mustRun(live.sql(), "insert into audit_logs (port_id, action, entity_type, entity_id) values ('" +
                            live.portId() + "', 'delete', 'berths', gen_random_uuid())");
    EXPECT_EQ(5U, client.get(path("audit_logs", "&entity_type=clients")).json()["rows"].size());
    const Json rows = client.get(path("audit_logs", "&entity_type=berths&action=delete")).json()["rows"];
    ASSERT_EQ(1U, rows.size());
    EXPECT_EQ("berths", rows[0]["entity_type"]);
    EXPECT_TRUE(rows[0]["user_id"].is_null());
    EXPECT_EQ(1U, client.get(path("audit_logs", "&user_id=")).json()["rows"].size());
    EXPECT_EQ(5U, client.get(path("audit_logs", "&user_id=" + dora)).json()["rows"].size());
}

TEST_F(Online, timesFilterBySpan)
{
    mustRun(live.sql(),
            "insert into audit_logs (port_id, action, entity_type, entity_id, occurred_at) select '" +
                live.portId() +
                "', 'update', 'clients', gen_random_uuid(), timestamptz '2026-05-01 00:00Z' +"
                " make_interval(days => n) from generate_series(0, 9) n");
    const auto count = [&](const std::string &rest) {
        return client.get(path("audit_logs", rest)).json()["rows"].size();
    };
    EXPECT_EQ(7U, count("&occurred_at.from=2026-05-04T00:00:00Z"));
    EXPECT_EQ(3U, count("&occurred_at.before=2026-05-04T00:00:00Z"));
    EXPECT_EQ(2U, count("&occurred_at.from=2026-05-04T00:00:00Z&occurred_at.before=2026-05-06T00:00:00Z"));
    for (const char *wrong :
         {"&occurred_at.from=soon", "&occurred_at.from=", "&action.from=update", "&x.from=1"})
        EXPECT_EQ(400, client.get(path("audit_logs", wrong)).status) << wrong;
}

TEST_F(Online, wordsAreSearchedForInThePortAlone)
{
    const std::string other = live.addPort("second");
    const auto log = [&](const std::string &port, const std::string &field, const std::string &now) {
        mustRun(live.sql(), "insert into audit_logs (port_id, action, entity_type, entity_id, field_changed, "
                            "new_value) values ('" +
                                port + "', 'update', 'clients', gen_random_uuid(), '" + field + "', '" + now +
                                "')");
    };
    log(live.portId(), "city", "Malm\xC3\xB6 100%");
    log(live.portId(), "city", "Oslo");
    log(other, "city", "Malm\xC3\xB6");
    const auto count = [&](const std::string &words) {
        return client.get(path("audit_logs", "&q=" + words)).json()["rows"].size();
    };
    EXPECT_EQ(1U, count("MALM%C3%B6"));
    EXPECT_EQ(1U, count("city+malm"));
    EXPECT_EQ(0U, count("oslo+malm"));
    EXPECT_EQ(1U, count("0%25")); // a sign of a pattern is a sign
    EXPECT_EQ(2U, count(""));
    EXPECT_EQ(403, client.get("/api/online/audit_logs?port=" + other + "&q=malm").status);
    for (const std::string &wrong : {std::string(201, 'a'), std::string("a+b+c+d+e+f+g"), std::string("%00")})
        EXPECT_EQ(400, client.get(path("audit_logs", "&q=" + wrong)).status) << wrong;
    EXPECT_EQ(400, client.get(path("webhook_deliveries", "&q=a")).status);
}

TEST_F(Online, anotherPortsRowsAreNeverSeen)
{
    const std::string other = live.addPort("second");
    mustRun(live.sql(), "insert into audit_logs (port_id, action, entity_type, entity_id) values ('" + other +
                            "', 'delete', 'berths', gen_random_uuid())");
    EXPECT_EQ(0U, client.get(path("audit_logs", "&entity_type=berths")).json()["rows"].size());
    EXPECT_EQ(403, client.get("/api/online/audit_logs?port=" + other).status);
    EXPECT_EQ(403, client.get("/api/online/audit_logs").status);
    EXPECT_EQ(400, client.get(path("audit_logs", "&port_id=nonsense")).status);
    EXPECT_EQ(0U, client.get(path("audit_logs", "&port_id=" + other)).json()["rows"].size());
}

TEST_F(Online, eachTableAsksForItsOwnRight)
{
    live.addUser("root@example.org", "", true);
    HttpClient root = live.clientOf("root@example.org");
    live.addUser("viv@example.org", "viewer");
    HttpClient viv = live.clientOf("viv@example.org");
    for (const char *table : {"audit_logs", "webhook_deliveries", "system_settings", "users"}) {
        EXPECT_EQ(200, root.get(path(table)).status) << table;
        EXPECT_EQ(403, viv.get(path(table)).status) << table;
    }
    EXPECT_EQ(200, client.get(path("audit_logs")).status);
    EXPECT_EQ(200, client.get(path("users")).status);
    EXPECT_EQ("4", cell("select count(*) from audit_logs where action = 'permission_denied'"));
}

TEST_F(Online, whatIsReplicatedOrUnknownIsNotServed)
{
    for (const char *table :
         {"clients", "berths", "undo_log", "invoice_counters", "credentials", "nonsense", "pg_user"})
        EXPECT_EQ(404, client.get(path(table)).status) << table;
}

TEST_F(Online, usersAreThoseOfThePort)
{
    const std::string other = live.addPort("second");
    live.join(live.addUser("olga@example.org", ""), other, "viewer");
    live.addUser("sam@example.org", "sales_agent");
    const Json rows = client.get(path("users")).json()["rows"];
    std::set<std::string> emails;
    for (const Json &row : rows)
        emails.insert(row["email"].get<std::string>());
    EXPECT_EQ((std::set<std::string>{"dora@example.org", "sam@example.org"}), emails);
    EXPECT_FALSE(rows[0].contains("password_hash"));
    EXPECT_EQ(1U, client.get(path("users", "&email=SAM%40example.org")).json()["rows"].size());
}

TEST_F(Online, aSuperAdminSeesTheSystemsOwnRows)
{
    live.addUser("root@example.org", "", true);
    HttpClient root = live.clientOf("root@example.org");
    mustRun(live.sql(), "insert into system_settings (key, value) values ('a', '1')");
    mustRun(live.sql(),
            "insert into system_settings (port_id, key, value) values ('" + live.portId() + "', 'b', '2')");
    const Json system = root.get("/api/online/system_settings").json()["rows"];
    ASSERT_EQ(1U, system.size());
    EXPECT_EQ("a", system[0]["key"]);
    EXPECT_EQ("1", system[0]["value"]);
    const Json ofPort = root.get(path("system_settings")).json()["rows"];
    ASSERT_EQ(1U, ofPort.size());
    EXPECT_EQ("b", ofPort[0]["key"]);
    EXPECT_EQ(2U, root.get("/api/online/users").json()["rows"].size());
}

TEST_F(Online, secretsOfTheCalendarStayWithTheServer)
{
    live.addUser("sam@example.org", "sales_agent");
    mustRun(
        live.sql(),
        "insert into google_calendar_tokens (user_id, access_token_enc, refresh_token_enc, expires_at, scope)"
        " select id, 'secret', 'secret', now(), 'calendar' from users");
    const HttpReply reply = client.get("/api/online/google_calendar_tokens");
    ASSERT_EQ(200, reply.status) << reply.body;
    ASSERT_EQ(1U, reply.json()["rows"].size());
    EXPECT_EQ(dora, reply.json()["rows"][0]["user_id"]);
    EXPECT_EQ(std::string::npos, reply.body.find("secret"));
}

TEST_F(Online, badQuestionsAre400)
{
    for (const char *rest : {"&limit=0", "&limit=501", "&limit=x", "&after=x", "&after=1.x", "&nonsense=1",
                             "&created_at=yesterday", "&entity_id=x", "&id%20or%201=1"})
        EXPECT_EQ(400, client.get(path("audit_logs", rest)).status) << rest;
    EXPECT_EQ(400, client.get("/api/online/webhook_deliveries").status);
    EXPECT_EQ(400, client.get("/api/online/webhook_deliveries?port=x").status);
}
