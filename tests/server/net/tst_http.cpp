#include "tests/server/net/net_server.h"
#include "tests/support/http/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

using namespace nimara;
using namespace nimara::server::net;
using namespace nimara::test;
using namespace std::chrono_literals;
using ::testing::HasSubstr;

namespace {
Response echo(const Request &request, Worker &)
{
    Json headers = Json::object();
    for (const auto &[name, value] : request.headers)
        headers[name] = value;
    Json query = Json::object();
    for (const auto &[name, value] : request.query)
        query[name] = value;
    return Response::json({{"path", request.path},
                           {"query", query},
                           {"arguments", request.arguments},
                           {"body", request.body},
                           {"id", request.id},
                           {"address", request.address},
                           {"headers", headers}});
}

Router echoing()
{
    Router router;
    router.add(Method::Get, "/echo", echo);
    router.add(Method::Post, "/echo", echo, {.bodyLimit = 1000});
    router.add(Method::Get, "/things/{id}/parts/{part}", echo);
    router.add(Method::Get, "/throws",
               [](const Request &, Worker &) -> Response { throw std::runtime_error("secret inside"); });
    router.add(Method::Get, "/large", [](const Request &, Worker &) {
        Response response;
        const auto part = std::make_shared<const std::string>(1024 * 1024, 'x');
        response.body.assign(5, part);
        return response;
    });
    return router;
}

struct Http : ::testing::Test
{
    ServerLimits limits = [] {
        ServerLimits small;
        small.headerBytes = 2048;
        small.headerTime = 300ms;
        small.handshakeTime = 300ms;
        small.idleTime = 600ms;
        small.bodyTime = 300ms;
        small.lingerTime = 2000ms;
        return small;
    }();
    NetServer server{echoing(), limits};
    HttpClient client{server.wire()};

    // One exchange of raw bytes.
    HttpReply raw(std::string_view bytes)
    {
        auto wire = Wire::connect(server.wire());
        EXPECT_TRUE(wire && wire->send(bytes));
        std::string rest;
        return readReply(*wire, rest);
    }
};
} // namespace

TEST_F(Http, aRequestReachesItsHandlerWhole)
{
    const HttpReply reply = client.get("/echo?a=1&b=x%20y+z");
    ASSERT_EQ(200, reply.status);
    EXPECT_EQ("/echo", reply.json()["path"]);
    EXPECT_EQ((Json{{"a", "1"}, {"b", "x y z"}}), reply.json()["query"]);
    EXPECT_EQ("127.0.0.1", reply.json()["address"]);
    EXPECT_EQ(reply.headers.at("x-request-id"), reply.json()["id"]);
    EXPECT_EQ("no-store", reply.headers.at("cache-control"));
}

TEST_F(Http, partsOfThePathAreArguments)
{
    EXPECT_EQ(404, client.get("/things/a%20b/parts/c/d").status);
    EXPECT_EQ((Json{"a b", "7"}), client.get("/things/a%20b/parts/7").json()["arguments"]);
}

TEST_F(Http, whatIsNotThereIs404)
{
    const HttpReply reply = client.get("/nowhere");
    EXPECT_EQ(404, reply.status);
    EXPECT_EQ("NOT_FOUND", reply.code());
    EXPECT_EQ(404, client.send("DELETE", "/echo", {}).status);
    EXPECT_EQ(404, client.get("/echo/").status);
    EXPECT_EQ(404, client.get("//echo").status);
}

TEST_F(Http, oneConnectionServesManyRequests)
{
    auto wire = Wire::connect(server.wire());
    ASSERT_TRUE(wire);
    std::string rest;
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(
            wire->send(client.head("POST", "/echo", "n" + std::to_string(i)) + "n" + std::to_string(i)));
        EXPECT_EQ("n" + std::to_string(i), readReply(*wire, rest).json()["body"]);
    }
}

TEST_F(Http, requestsSentTogetherAreAnsweredInOrder)
{
    auto wire = Wire::connect(server.wire());
    ASSERT_TRUE(wire);
    std::string both =
        client.head("POST", "/echo", "one") + "one" + client.head("POST", "/echo", "two") + "two";
    ASSERT_TRUE(wire->send(both));
    std::string rest;
    EXPECT_EQ("one", readReply(*wire, rest).json()["body"]);
    EXPECT_EQ("two", readReply(*wire, rest).json()["body"]);
}

TEST_F(Http, headAnswersWithoutABody)
{
    auto wire = Wire::connect(server.wire());
    ASSERT_TRUE(wire->send("HEAD /echo HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n"));
    std::string text;
    for (std::string more = wire->receive(); !more.empty(); more = wire->receive())
        text += more;
    EXPECT_THAT(text, HasSubstr("200 OK"));
    EXPECT_TRUE(text.ends_with("\r\n\r\n"));
}

TEST_F(Http, aLargeAnswerArrivesWhole)
{
    EXPECT_EQ(5U * 1024 * 1024, client.get("/large").body.size());
}

TEST_F(Http, anExceptionIs500AndTellsNothing)
{
    const HttpReply reply = client.get("/throws");
    EXPECT_EQ(500, reply.status);
    EXPECT_EQ("INTERNAL", reply.code());
    EXPECT_EQ(std::string::npos, reply.body.find("secret"));
    EXPECT_EQ(200, client.get("/echo").status);
}

TEST_F(Http, aBodyThatIsAnnouncedTooLargeIsRefusedUnread)
{
    const HttpReply reply = raw("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 300000000\r\n\r\n");
    EXPECT_EQ(413, reply.status);
    EXPECT_EQ("TOO_LARGE", reply.code());
}

TEST_F(Http, aSenderWhoGoesOnSendingStillReadsWhy)
{
    auto wire = Wire::connect(server.wire());
    ASSERT_TRUE(wire->send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 300000000\r\n\r\n"));
    const std::string block(256 * 1024, 'x');
    for (int i = 0; i < 16; ++i)
        wire->send(block);
    std::string rest;
    EXPECT_EQ(413, readReply(*wire, rest).status);
}

TEST_F(Http, aChunkedBodyThatGrowsTooLargeIsRefused)
{
    std::string bytes = "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 20; ++i)
        bytes += "64\r\n" + std::string(100, 'x') + "\r\n";
    EXPECT_EQ(413, raw(bytes + "0\r\n\r\n").status);
}

TEST_F(Http, aChunkedBodyWithinTheBoundIsRead)
{
    EXPECT_EQ("abcde", raw("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
                           .json()["body"]);
}

TEST_F(Http, aSenderThatAsksFirstIsToldToGoOn)
{
    auto wire = Wire::connect(server.wire());
    ASSERT_TRUE(
        wire->send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"));
    std::string rest;
    EXPECT_EQ(100, readReply(*wire, rest).status);
    ASSERT_TRUE(wire->send("abc"));
    EXPECT_EQ("abc", readReply(*wire, rest).json()["body"]);
}

TEST_F(Http, malformedRequestsAre400)
{
    const std::vector<std::string> requests = {
        "NONSENSE\r\n\r\n",
        "GET /echo HTTP/9.9\r\nHost: t\r\n\r\n",
        "GET echo HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET /echo%zz HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET /echo%00 HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET /%ff%fe HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET http://elsewhere/echo HTTP/1.1\r\nHost: t\r\n\r\n",
        "BREW /echo HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET /echo HTTP/1.1\r\nbad header\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: -5\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    };
    for (const std::string &request : requests) {
        const HttpReply reply = raw(request);
        EXPECT_EQ(400, reply.status) << request;
        EXPECT_EQ("VALIDATION_ERROR", reply.code()) << request;
    }
    EXPECT_EQ(200, client.get("/echo").status);
}

TEST_F(Http, headersThatAreTooLargeAreRefused)
{
    EXPECT_EQ(413,
              raw("GET /echo HTTP/1.1\r\nHost: t\r\nX-Long: " + std::string(5000, 'x') + "\r\n\r\n").status);
}

TEST_F(Http, tooManyParametersAreRefused)
{
    std::string target = "/echo?";
    for (int i = 0; i < 100; ++i)
        target += "a=1&";
    EXPECT_EQ(400, client.get(target).status);
}

TEST_F(Http, aSlowHeaderIsNotWaitedFor)
{
    auto wire = Wire::connect(server.wire());
    ASSERT_TRUE(wire->send("GET /echo HTTP/1.1\r\nHo"));
    EXPECT_TRUE(wire->isClosedByPeer());
}

TEST_F(Http, aSlowBodyIsNotWaitedFor)
{
    auto wire = Wire::connect(server.wire());
    ASSERT_TRUE(wire->send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nabc"));
    EXPECT_TRUE(wire->isClosedByPeer());
}

TEST_F(Http, anIdleConnectionIsClosed)
{
    auto wire = Wire::connect(server.wire());
    EXPECT_TRUE(wire->isClosedByPeer());
}

TEST_F(Http, aHandshakeThatNeverEndsIsClosed)
{
    WireOptions plain = server.wire();
    plain.tls = false;
    auto wire = Wire::connect(plain);
    EXPECT_TRUE(wire->isClosedByPeer());
}

TEST_F(Http, plainTextIsNotAnsweredWhereTlsIsSpoken)
{
    WireOptions plain = server.wire();
    plain.tls = false;
    EXPECT_EQ(0, HttpClient(plain).get("/echo").status);
    EXPECT_EQ(200, client.get("/echo").status);
}

TEST_F(Http, aTrustedProxyNamesTheClient)
{
    EXPECT_EQ(
        "203.0.113.9",
        raw("GET /echo HTTP/1.1\r\nHost: t\r\nX-Forwarded-For: 198.51.100.1, 203.0.113.9, 127.0.0.1\r\n\r\n")
            .json()["address"]);
    EXPECT_EQ("127.0.0.1",
              raw("GET /echo HTTP/1.1\r\nHost: t\r\nX-Forwarded-For: <script>\r\n\r\n").json()["address"]);
}

TEST(HttpLimits, aFullServerClosesWhatComesBeyond)
{
    ServerLimits limits;
    limits.connections = 2;
    NetServer server(echoing(), limits);
    auto one = Wire::connect(server.wire());
    auto two = Wire::connect(server.wire());
    ASSERT_TRUE(one && two);
    EXPECT_FALSE(Wire::connect(server.wire()));
    one.reset();
    HttpReply reply;
    for (int i = 0; i < 200 && reply.status != 200; ++i) {
        reply = HttpClient(server.wire()).get("/echo");
        std::this_thread::yield();
    }
    EXPECT_EQ(200, reply.status);
}

TEST(HttpLimits, oneAddressDoesNotTakeEveryPlace)
{
    ServerLimits limits;
    limits.connectionsPerAddress = 2;
    NetServer server(echoing(), limits);
    const auto from = [&](const char *address) {
        WireOptions wire = server.wire();
        wire.from = address;
        return wire;
    };
    auto one = Wire::connect(from("127.0.0.2"));
    const auto two = Wire::connect(from("127.0.0.2"));
    ASSERT_TRUE(one && two);
    EXPECT_FALSE(Wire::connect(from("127.0.0.2")));
    EXPECT_EQ(200, HttpClient(from("127.0.0.3")).get("/echo").status);
    // Behind the trusted proxy are many people.
    std::vector<std::optional<Wire>> proxied;
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(proxied.emplace_back(Wire::connect(from("127.0.0.1"))));
    one.reset();
    HttpReply reply;
    for (int i = 0; i < 200 && reply.status != 200; ++i) {
        reply = HttpClient(from("127.0.0.2")).get("/echo");
        std::this_thread::yield();
    }
    EXPECT_EQ(200, reply.status);
}

TEST(HttpStop, aRunningRequestIsFinishedAndNewOnesAreRefused)
{
    std::promise<void> begun;
    std::promise<void> mayEnd;
    Router router = echoing();
    router.add(Method::Get, "/slow", [&](const Request &, Worker &) {
        begun.set_value();
        mayEnd.get_future().wait();
        return Response::json({{"done", true}});
    });
    NetServer server(std::move(router));
    const WireOptions options = server.wire();
    auto slow = std::async(std::launch::async, [options] { return HttpClient(options).get("/slow"); });
    begun.get_future().wait();
    auto idle = Wire::connect(options);
    auto stopping = std::async(std::launch::async, [&] { server.http().stop(10s); });
    EXPECT_TRUE(idle->isClosedByPeer());
    while (Wire::connect(options)) {
    }
    mayEnd.set_value();
    EXPECT_EQ(200, slow.get().status);
    stopping.get();
    EXPECT_EQ(0U, server.http().connections());
}

TEST(HttpStop, aPeerThatDoesNotReadCannotHoldTheServerUp)
{
    NetServer server(echoing());
    auto wire = Wire::connect(server.wire());
    ASSERT_TRUE(wire->send("GET /large HTTP/1.1\r\nHost: t\r\n\r\nGET /large HTTP/1.1\r\nHost: t\r\n\r\n"));
    server.http().stop(100ms);
    EXPECT_EQ(0U, server.http().connections());
}

TEST(HttpPlain, isSpokenOnLoopbackWhenAskedFor)
{
    NetServer server(echoing(), {}, false);
    EXPECT_EQ(200, HttpClient(server.wire()).get("/echo").status);
}

TEST(HttpPlain, isRefusedElsewhere)
{
    SystemClock clock;
    WorkerPool workers({.threads = 2}, {});
    for (const char *address : {"0.0.0.0", "::", "192.0.2.1"}) {
        const auto server =
            HttpServer::start({.address = address, .tls = nullptr}, Router(), workers, clock, Log());
        ASSERT_FALSE(server) << address;
        EXPECT_EQ("net.plain", server.error().key);
    }
}

TEST(HttpStart, aPortThatIsTakenIsAnError)
{
    NetServer first(echoing());
    SystemClock clock;
    WorkerPool workers({.threads = 2}, {});
    const auto second =
        HttpServer::start({.port = first.http().port(), .tls = nullptr}, Router(), workers, clock, Log());
    ASSERT_FALSE(second);
    EXPECT_EQ("net.listen", second.error().key);
}
