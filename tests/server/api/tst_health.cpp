#include "tests/support/http/web_socket_client.h"
#include "tests/support/postgres.h"
#include "tests/support/server/live_server.h"

#include <gtest/gtest.h>

#include <map>
#include <thread>

using namespace nimara;
using namespace nimara::test;
using namespace std::chrono_literals;

namespace {
std::map<std::string, Json> servicesOf(const HttpReply &reply)
{
    std::map<std::string, Json> services;
    const Json body = reply.json();
    for (const Json &service : body["services"])
        services[service["name"].get<std::string>()] = service;
    return services;
}
} // namespace

TEST(Health, whatIsNotConfiguredIsDegradedWithAReason)
{
    LiveServer live;
    const HttpReply reply = live.client().get("/api/health");
    EXPECT_EQ(200, reply.status);
    EXPECT_EQ("degraded", reply.json()["status"]);
    const auto services = servicesOf(reply);
    for (const char *name : {"database", "storage", "redis", "smtp", "documenso", "jobs"})
        ASSERT_TRUE(services.contains(name)) << name;
    EXPECT_EQ("healthy", services.at("database")["status"]);
    EXPECT_EQ("healthy", services.at("jobs")["status"]);
    for (const char *name : {"storage", "redis", "smtp", "documenso"}) {
        EXPECT_EQ("degraded", services.at(name)["status"]) << name;
        EXPECT_FALSE(services.at(name)["detail"].get<std::string>().empty()) << name;
    }
    EXPECT_TRUE(services.at("database")["latencyMs"].is_number_integer());
}

TEST(Health, whatIsConfiguredAndAwayIsDegradedToo)
{
    LiveServer live({}, {{"SMTP_HOST", "127.0.0.1"},
                         {"SMTP_PORT", "1"},
                         {"SMTP_FROM", "crm@example.org"},
                         {"REDIS_URL", "redis://127.0.0.1:1"},
                         {"FILE_STORE_DIR", "/tmp"}});
    const auto services = servicesOf(live.client().get("/api/health"));
    EXPECT_EQ("degraded", services.at("smtp")["status"]);
    EXPECT_EQ("degraded", services.at("redis")["status"]);
    EXPECT_EQ("healthy", services.at("storage")["status"]);
}

TEST(Health, jobsThatWaitTooLongAreTold)
{
    LiveServer live;
    mustRun(
        live.sql(),
        "insert into jobs.jobs (queue, name, run_at) values ('email', 'x', now() - interval '6 minutes')");
    EXPECT_EQ("degraded", servicesOf(live.client().get("/api/health")).at("jobs")["status"]);
}

TEST(Health, aDatabaseThatGoesAndComesBack)
{
    LiveServer live;
    live.addUser("anna@example.org", "viewer");
    const std::string token = live.signIn("anna@example.org");
    HttpClient client = live.client();
    client.setToken(token);
    auto socket = WebSocketClient::open(live.wire(), "/api/sync", token);
    ASSERT_TRUE(socket.socket);

    Postgres::instance().stop();
    EXPECT_TRUE(eventually([&] { return client.get("/api/health").status == 503; }));
    EXPECT_EQ("down", client.get("/api/health").json()["status"]);
    const HttpReply away = client.get("/api/auth/me");
    EXPECT_EQ(503, away.status);
    EXPECT_EQ("UNAVAILABLE", away.code());
    EXPECT_TRUE(away.headers.contains("retry-after"));
    EXPECT_EQ(503, WebSocketClient::open(live.wire(), "/api/sync", token).reply.status);

    Postgres::instance().start();
    EXPECT_TRUE(eventually([&] { return client.get("/api/health").status == 200; }));
    EXPECT_TRUE(eventually([&] { return client.get("/api/auth/me").status == 200; }));
    socket.socket->sendBinary("still open");
    EXPECT_EQ("still open", socket.socket->message());
    live.sql() = connectTo(live.database());
    mustRun(live.sql(), "update auth.sessions set revoked_at = now()");
    EXPECT_EQ(4401, socket.socket->closeCode());
}

TEST(Stopping, finishesWhatRunsAndSaysGoodbye)
{
    server::app::Server::Options options;
    options.addRoutes = [](server::net::Router &router, const server::api::Context &context) {
        router.add(server::net::Method::Get, "/slow",
                   context.guard.open([](const server::net::Request &,
                                         server::Connection &connection) -> Result<server::net::Response> {
                       NIMARA_TRY(connection.run("select pg_sleep(1)"));
                       return server::net::Response::json({{"done", true}});
                   }));
    };
    LiveServer live(options);
    live.addUser("anna@example.org", "viewer");
    auto socket = WebSocketClient::open(live.wire(), "/api/sync", live.signIn("anna@example.org"));
    const WireOptions wire = live.wire();
    HttpReply slow;
    std::jthread asking([&] { slow = HttpClient(wire).get("/slow"); });
    EXPECT_TRUE(eventually([&] {
        return cellOf(live.sql(),
                      "select count(*) from pg_stat_activity where query = 'select pg_sleep(1)'") == "1";
    }));
    std::jthread stopping([&] { live.server().stop(10s); });
    EXPECT_EQ(1001, socket.socket->closeCode());
    asking.join();
    stopping.join();
    EXPECT_EQ(200, slow.status);
    EXPECT_EQ(0, HttpClient(wire).get("/api/health").status);
}
