#include "models/base/clock.h"
#include "models/base/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>
#include <vector>

using namespace nimara;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {
class Lines final : public LogSink
{
public:
    void write(LogLevel, std::string_view line) override
    {
        const std::lock_guard lock(m_mutex);
        m_lines.emplace_back(line);
    }

    std::size_t size() const { return m_lines.size(); }
    const std::string &text(std::size_t index) const { return m_lines.at(index); }
    Json json(std::size_t index) const { return Json::parse(m_lines.at(index)); }

private:
    std::mutex m_mutex;
    std::vector<std::string> m_lines;
};

class FixedClock final : public Clock
{
public:
    Instant now() const override { return *Instant::parse("2026-11-22T10:44:03Z"); }
    std::chrono::microseconds monotonic() const override { return {}; }
};

struct LogTest : ::testing::Test
{
    FixedClock clock;
    std::shared_ptr<Lines> lines = std::make_shared<Lines>();
    Log log{lines, LogLevel::Info, clock};
};

struct Case
{
    std::string text;
    std::string expected;
};
} // namespace

TEST_F(LogTest, aLineIsOneJsonObjectWithTimeFirst)
{
    log.info("server.started", {{"port", 8443}, {"tls", true}});
    ASSERT_EQ(1U, lines->size());
    EXPECT_THAT(lines->text(0),
                ::testing::StartsWith(R"({"time":"2026-11-22T10:44:03.000000Z","level":"info")"));
    EXPECT_EQ("server.started", lines->json(0)["event"]);
    EXPECT_EQ(8443, lines->json(0)["port"]);
    EXPECT_EQ(true, lines->json(0)["tls"]);
}

TEST_F(LogTest, whatIsBelowTheLevelIsNotWritten)
{
    log.debug("noise");
    log.warn("signal");
    ASSERT_EQ(1U, lines->size());
    EXPECT_EQ("warn", lines->json(0)["level"]);
}

TEST_F(LogTest, aContextStandsInEveryLine)
{
    const Log request = log.with({{"request", "r-1"}, {"token", "abc"}});
    request.info("one");
    request.with({{"user", "u-1"}}).info("two");
    log.info("three");
    EXPECT_EQ("r-1", lines->json(0)["request"]);
    EXPECT_EQ("[hidden]", lines->json(0)["token"]);
    EXPECT_EQ("r-1", lines->json(1)["request"]);
    EXPECT_EQ("u-1", lines->json(1)["user"]);
    EXPECT_FALSE(lines->json(2).contains("request"));
}

TEST_F(LogTest, anEmptyLogSaysNothing)
{
    Log().error("unheard");
    EXPECT_FALSE(Log().says(LogLevel::Fatal));
}

TEST_F(LogTest, controlCharactersAndBadUtf8CannotBreakALine)
{
    log.info("odd", {{"text", std::string("a\n{\"level\":\"fatal\"}\xff\x00z", 23)}});
    EXPECT_THAT(lines->text(0), Not(HasSubstr("\n")));
    EXPECT_EQ("info", lines->json(0)["level"]);
}

TEST_F(LogTest, anErrorIsWrittenWithItsKeyAndRedacted)
{
    log.failure("query.failed", Error{.code = ErrorCode::Conflict,
                                      .key = "db.unique",
                                      .field = "users_email_key",
                                      .detail = "anna@example.org exists"});
    EXPECT_EQ("db.unique", lines->json(0)["key"]);
    EXPECT_EQ("users_email_key", lines->json(0)["field"]);
    EXPECT_EQ("[e-mail] exists", lines->json(0)["detail"]);
}

TEST_F(LogTest, manyThreadsMayWrite)
{
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([this, t] {
            const Log own = log.with({{"thread", t}});
            for (int i = 0; i < 200; ++i)
                own.info("tick", {{"i", i}});
        });
    }
    threads.clear();
    EXPECT_EQ(800U, lines->size());
}

TEST(Redaction, namesThatSaySecretOrPersonalAreCovered)
{
    for (const char *name :
         {"password", "SMTP_PASSWORD", "smtpPassword", "token", "refresh_token", "Authorization", "email",
          "clientEmail", "phone", "phone_number", "apiKey", "MINIO_SECRET_KEY", "cookie", "credentials_enc",
          "full_name", "clientName", "birth_date", "recipientEmail"}) {
        EXPECT_EQ(Json("[hidden]"), redacted(name, "x")) << name;
        EXPECT_EQ(Json("[hidden]"), redacted(name, 12345)) << name;
    }
    for (const char *name :
         {"key", "field", "table", "port", "user", "name", "address", "bytes", "primaryKey", "passed"})
        EXPECT_EQ(Json("x"), redacted(name, "x")) << name;
}

TEST(Redaction, reachesIntoObjectsAndLists)
{
    const Json value = {{"email", "a@b.c"}, {"rows", {{{"password", "x"}, {"id", 3}}}}};
    EXPECT_EQ((Json{{"email", "[hidden]"}, {"rows", {{{"password", "[hidden]"}, {"id", 3}}}}}),
              redacted("args", value));
}

TEST(Redaction, textsAreCoveredWhereverTheyStand)
{
    const std::vector<Case> cases = {
        {"mail to anna.lee+x@mail.example.org failed", "mail to [e-mail] failed"},
        {"a@b.c,d@e.f", "[e-mail],[e-mail]"},
        {"postgresql://nimara:s3cr!t@db:5432/x", "postgresql://[hidden]@db:5432/x"},
        {"Authorization: Bearer abc.def-123", "Authorization: Bearer [hidden]"},
        {"GET /reset?token=abc123&x=1", "GET /reset?token=[hidden]&x=1"},
        {"nms_QWxhZGRpbg", "nms_[hidden]"},
        {"call +358 40 123 4567 now", "call [number] now"},
        {"06.12.34.56.78 or 0612345678", "[number] or [number]"},
        {"IBAN 1234 5678 9012 3456", "IBAN [number]"},
    };
    for (const Case &each : cases)
        EXPECT_EQ(each.expected, redactedText(each.text)) << each.text;
}

TEST(Redaction, whatIsNeitherStays)
{
    for (const char *text :
         {"", "@", "a @ b", "berth A-12, 24.50 m", "192.168.100.200", "2026-11-22 10:44:03",
          "2026-11-22T10:44:03.120000Z", "01934c5e-7a1b-7c3d-8e4f-123456789abc", "127.0.0.1:54321",
          "1,000,000 rows in 312 ms", "https://crm.example.org/x"})
        EXPECT_EQ(text, redactedText(text));
}

TEST(Redaction, aLongTextIsCut)
{
    EXPECT_LT(redactedText(std::string(1'000'000, 'x')).size(), 5000U);
}

TEST(FileSink, turnsOverAndKeepsSome)
{
    const std::filesystem::path folder = "log-test";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
    const std::string path = (folder / "app.log").string();
    auto sink = makeFileSink(path, 100, 2);
    ASSERT_TRUE(sink);
    for (int i = 0; i < 10; ++i)
        (*sink)->write(LogLevel::Info, std::string(60, static_cast<char>('0' + i)));
    (*sink)->flush();
    std::string newest;
    std::getline(std::ifstream(path), newest);
    EXPECT_EQ(std::string(60, '9'), newest);
    EXPECT_TRUE(std::filesystem::exists(path + ".2"));
    EXPECT_FALSE(std::filesystem::exists(path + ".3"));
}

TEST(FileSink, aFolderThatIsMissingIsAnError)
{
    const auto sink = makeFileSink("no-such-folder/app.log", 100, 2);
    ASSERT_FALSE(sink);
    EXPECT_EQ("log.open", sink.error().key);
}
