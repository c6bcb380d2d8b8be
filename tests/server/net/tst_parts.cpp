#include "models/base/clock.h"
#include "models/domain/sign_in_errors.h"
#include "server/db/connection.h"
#include "server/net/rate_limiter.h"
#include "server/net/request_text.h"
#include "server/net/router.h"
#include "server/net/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

using namespace nimara;
using namespace nimara::server::net;
using namespace std::chrono_literals;

namespace {
class HandClock final : public Clock
{
public:
    Instant now() const override { return Instant(); }
    std::chrono::microseconds monotonic() const override { return time; }
    std::chrono::microseconds time{1'000'000'000};
};

Result<std::unique_ptr<server::Connection>> noDatabase()
{
    return Error{.code = ErrorCode::Storage, .key = "db.connection"};
}

struct Limiter : ::testing::Test
{
    HandClock clock;
    RateLimiter limiter{clock, 100};
};
} // namespace

TEST_F(Limiter, letsThroughAsManyAsTheWindowHolds)
{
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(limiter.take(window::auth, "anna").allowed);
    const RateDecision sixth = limiter.take(window::auth, "anna");
    EXPECT_FALSE(sixth.allowed);
    EXPECT_EQ(5U, sixth.limit);
    EXPECT_EQ(0U, sixth.remaining);
    EXPECT_GT(sixth.reset.count(), 0);
    EXPECT_TRUE(limiter.take(window::auth, "bert").allowed);
    EXPECT_TRUE(limiter.take(window::api, "anna").allowed);
}

TEST_F(Limiter, slidesRatherThanJumps)
{
    clock.time = 15min * 100 + 14min;
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(limiter.take(window::auth, "anna").allowed);
    clock.time += 2min; // the next span, but within the window
    EXPECT_FALSE(limiter.take(window::auth, "anna").allowed);
    clock.time += 15min;
    EXPECT_TRUE(limiter.take(window::auth, "anna").allowed);
}

TEST_F(Limiter, lookingCountsNothing)
{
    for (int i = 0; i < 100; ++i)
        EXPECT_EQ(5U, limiter.look(window::auth, "anna").remaining);
}

TEST_F(Limiter, aFloodOfKeysStaysWithinItsBound)
{
    for (int i = 0; i < 100'000; ++i)
        EXPECT_TRUE(limiter.take(window::address, std::to_string(i)).allowed);
    EXPECT_LE(limiter.size(), 100U);
}

TEST_F(Limiter, describesItselfInHeaders)
{
    Response response;
    limiter.take(window::api, "anna").describe(response);
    EXPECT_EQ((std::pair<std::string, std::string>{"X-RateLimit-Limit", "120"}), response.headers[0]);
    EXPECT_EQ((std::pair<std::string, std::string>{"X-RateLimit-Remaining", "119"}), response.headers[1]);
    const auto &[name, reset] = response.headers[2];
    EXPECT_EQ(rateLimitResetHeader, name);
    EXPECT_LE(std::stoi(reset), 60); // seconds from now, whatever the time of day
    EXPECT_GT(std::stoi(reset), 0);
}

TEST(Addresses, areCountedByWhatOnePersonHas)
{
    EXPECT_EQ("192.0.2.7", addressGroup("192.0.2.7"));
    EXPECT_EQ("192.0.2.7", addressGroup("::ffff:192.0.2.7"));
    EXPECT_EQ("2001:db8:1:2::/64", addressGroup("2001:db8:1:2:3:4:5:6"));
    EXPECT_EQ(addressGroup("2001:db8:1:2::1"), addressGroup("2001:DB8:1:2:ffff::9"));
    EXPECT_NE(addressGroup("2001:db8:1:2::1"), addressGroup("2001:db8:1:3::1"));
    EXPECT_EQ("unknown", addressGroup("unknown"));
}

TEST(RouterTest, theFirstThatFitsIsTaken)
{
    Router router;
    const Handler none = [](const Request &, Worker &) { return Response(); };
    router.add(Method::Get, "/a/b", none);
    router.add(Method::Get, "/a/{x}", none);
    EXPECT_TRUE(router.match(Method::Get, "/a/b").arguments.empty());
    EXPECT_EQ(std::vector<std::string>{"c"}, router.match(Method::Get, "/a/c").arguments);
    EXPECT_NE(nullptr, router.match(Method::Head, "/a/c").route);
    EXPECT_EQ(nullptr, router.match(Method::Post, "/a/c").route);
    EXPECT_EQ(nullptr, router.match(Method::Get, "/a").route);
    EXPECT_EQ(nullptr, router.match(Method::Get, "").route);
    EXPECT_EQ(nullptr, router.match(Method::Get, "/a/b/").route);
}

TEST(ResponseText, aHeaderCannotSmuggleAnother)
{
    Response response;
    response.with("Location", "x\r\nSet-Cookie: y");
    EXPECT_EQ(std::string::npos, responseHead(response, {}, true).find("\r\nSet-Cookie"));
}

TEST(ResponseText, theDatabasesWordsStayInside)
{
    const Response response = Response::failure({.code = ErrorCode::Conflict,
                                                 .key = "db.unique",
                                                 .field = "users_email_key",
                                                 .detail = "duplicate key"});
    EXPECT_EQ(409, response.status);
    EXPECT_EQ(std::string::npos, response.body.front()->find("users_email_key"));
    EXPECT_EQ(std::string::npos, response.body.front()->find("duplicate"));
}

TEST(ResponseText, everyErrorHasItsCode)
{
    const std::vector<std::pair<ErrorCode, int>> expected = {
        {ErrorCode::Invalid, 400},         {ErrorCode::Unauthenticated, 401}, {ErrorCode::Forbidden, 403},
        {ErrorCode::NotFound, 404},        {ErrorCode::Conflict, 409},        {ErrorCode::TooLarge, 413},
        {ErrorCode::UpgradeRequired, 426}, {ErrorCode::RateLimited, 429},     {ErrorCode::Internal, 500},
        {ErrorCode::Storage, 500},         {ErrorCode::Unavailable, 503}};
    for (const auto &[code, status] : expected)
        EXPECT_EQ(status, Response::failure({.code = code, .key = {}}).status);
}

TEST(Workers, runEveryJob)
{
    std::atomic<int> count = 0;
    {
        WorkerPool pool({.threads = 4}, noDatabase);
        for (int i = 0; i < 1000; ++i)
            pool.post(i % 2 == 0 ? Lane::Live : Lane::Bulk, [&](Worker &) { ++count; });
    }
    EXPECT_EQ(1000, count);
}

TEST(Workers, liveJobsDoNotWaitBehindBulk)
{
    WorkerPool pool({.threads = 4}, noDatabase);
    std::promise<void> release;
    auto released = release.get_future().share();
    for (int i = 0; i < 50; ++i)
        pool.post(Lane::Bulk, [released](Worker &) { released.wait(); });
    std::promise<void> ran;
    pool.post(Lane::Live, [&](Worker &) { ran.set_value(); });
    EXPECT_EQ(std::future_status::ready, ran.get_future().wait_for(60s));
    release.set_value();
}

TEST(Workers, aFullLaneSaysNo)
{
    WorkerPool pool({.threads = 2, .queueLimit = 3}, noDatabase);
    std::promise<void> release;
    auto released = release.get_future().share();
    int taken = 0;
    for (int i = 0; i < 20; ++i)
        taken += pool.tryPost(Lane::Live, [released](Worker &) { released.wait(); }) ? 1 : 0;
    EXPECT_GE(taken, 3);
    EXPECT_LE(taken, 5);
    release.set_value();
}

TEST(Workers, aThrowingJobHarmsNoOther)
{
    WorkerPool pool({.threads = 2}, noDatabase);
    std::promise<void> ran;
    for (int i = 0; i < 10; ++i)
        pool.post([](Worker &) { throw std::runtime_error("x"); });
    pool.post([&](Worker &) { ran.set_value(); });
    EXPECT_EQ(std::future_status::ready, ran.get_future().wait_for(60s));
}

TEST(Workers, aDatabaseThatIsAwayIsUnavailable)
{
    WorkerPool pool({.threads = 2}, noDatabase);
    std::promise<ErrorCode> code;
    pool.post([&](Worker &worker) { code.set_value(worker.connection().error().code); });
    EXPECT_EQ(ErrorCode::Unavailable, code.get_future().get());
}
