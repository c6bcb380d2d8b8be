#include "server/config/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

using namespace nimara;
using namespace nimara::server::config;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {
const std::string secret(32, 's');

Values enough()
{
    return {{"DATABASE_URL", "postgresql://nimara:pw@db/nimara"}, {"SESSION_SECRET", secret}};
}

std::set<std::string> faultyNames(const Loaded &loaded)
{
    std::set<std::string> names;
    for (const Error &fault : loaded.faults)
        names.insert(fault.field);
    return names;
}
} // namespace

TEST(Config, whatServingNeedsIsEnough)
{
    const Loaded loaded = load({enough()}, Purpose::Serve);
    EXPECT_EQ("", describeFaults(loaded.faults));
    EXPECT_EQ("postgresql://nimara:pw@db/nimara", loaded.config.text(databaseUrl));
    EXPECT_EQ(8443U, loaded.config.number(listenPort));
    EXPECT_EQ("info", loaded.config.text(logLevel));
    EXPECT_FALSE(loaded.config.hasGroup("smtp"));
}

TEST(Config, everyFaultIsListedAtOnce)
{
    const Values bad = {{"DATABASE_URL", "mysql://x"},     {"SESSION_SECRET", "short"},
                        {"SMTP_HOST", "mail.example.org"}, {"SMTP_PORT", "70000"},
                        {"EMAIL_CREDENTIAL_KEY", "12"},    {"LOG_LEVEL", "loud"},
                        {"MINIO_BUCKET", "files"},         {"APP_URL", "ftp://x"},
                        {"TLS_CERT_FILE", "relative.pem"}, {"WORKER_THREADS", "1"}};
    const Loaded loaded = load({bad}, Purpose::Serve);
    EXPECT_EQ((std::set<std::string>{"DATABASE_URL", "SESSION_SECRET", "SMTP_PORT", "SMTP_FROM",
                                     "EMAIL_CREDENTIAL_KEY", "LOG_LEVEL", "MINIO_ENDPOINT",
                                     "MINIO_ACCESS_KEY", "MINIO_SECRET_KEY", "APP_URL", "TLS_CERT_FILE",
                                     "TLS_KEY_FILE", "WORKER_THREADS"}),
              faultyNames(loaded));
}

TEST(Config, aSecretStandsInNoMessage)
{
    const Loaded loaded =
        load({{{"DATABASE_URL", "oracle://me:hunter2@x"}, {"SESSION_SECRET", "hunter2"}}}, Purpose::Serve);
    ASSERT_EQ(2U, loaded.faults.size());
    EXPECT_THAT(describeFaults(loaded.faults), Not(HasSubstr("hunter2")));
}

TEST(Config, aPlainValueIsShownWithItsFault)
{
    Values values = enough();
    values["SMTP_TLS"] = "sometimes";
    const Loaded loaded = load({values}, Purpose::Serve);
    EXPECT_THAT(describeFaults(loaded.faults), HasSubstr("is \"sometimes\""));
}

TEST(Config, theEnvironmentWinsOverTheFile)
{
    const Values environment = {{"LOG_LEVEL", "debug"}, {"APP_URL", ""}};
    Values file = enough();
    file["LOG_LEVEL"] = "warn";
    file["APP_URL"] = "https://crm.example.org";
    const Loaded loaded = load({environment, file}, Purpose::Serve);
    EXPECT_TRUE(loaded.faults.empty());
    EXPECT_EQ("debug", loaded.config.text(logLevel));
    EXPECT_EQ("https://crm.example.org", loaded.config.text(appUrl));
}

TEST(Config, migratingAsksForTheOwnerOnly)
{
    EXPECT_EQ(std::set<std::string>{"DATABASE_ADMIN_URL"}, faultyNames(load({}, Purpose::Administer)));
    EXPECT_EQ((std::set<std::string>{"DATABASE_URL", "SESSION_SECRET"}),
              faultyNames(load({}, Purpose::Serve)));
    EXPECT_EQ(std::set<std::string>{}, faultyNames(load({}, Purpose::Any)));
}

TEST(Config, textThatIsNotUtf8IsRefused)
{
    Values values = enough();
    values["SUPER_ADMIN_NAME"] = "\xff\xfe";
    EXPECT_EQ(std::set<std::string>{"SUPER_ADMIN_NAME"}, faultyNames(load({values}, Purpose::Serve)));
}

TEST(Config, listsAreSplitAtCommas)
{
    Config config;
    config.set(trustedProxies, "127.0.0.1, ::1,,10.0.0.2");
    EXPECT_EQ((std::vector<std::string>{"127.0.0.1", "::1", "10.0.0.2"}), config.list(trustedProxies));
}

TEST(ConfigFile, isReadLineByLine)
{
    const FileValues read =
        parseFile("# a comment\r\n\nLOG_LEVEL = debug\r\nSUPER_ADMIN_NAME=\"Ann Lee\"\n  SMTP_HOST='m'");
    EXPECT_TRUE(read.faults.empty());
    EXPECT_EQ((Values{{"LOG_LEVEL", "debug"}, {"SUPER_ADMIN_NAME", "Ann Lee"}, {"SMTP_HOST", "m"}}),
              read.values);
}

TEST(ConfigFile, everyFaultyLineIsNamed)
{
    const FileValues read = parseFile("LOG_LEVEL=info\nnonsense\nLOG_LEVLE=info\nLOG_LEVEL=warn\n=x\n");
    ASSERT_EQ(4U, read.faults.size());
    EXPECT_EQ("line 2", read.faults[0].field);
    EXPECT_EQ("line 3", read.faults[1].field);
    EXPECT_THAT(read.faults[1].detail, HasSubstr("LOG_LEVLE"));
    EXPECT_EQ("line 4", read.faults[2].field);
    EXPECT_EQ("line 5", read.faults[3].field);
}

TEST(ConfigFile, oneThatIsMissingIsAFault)
{
    const FileValues read = readFile("/nonexistent/nimara.conf");
    ASSERT_EQ(1U, read.faults.size());
    EXPECT_EQ("/nonexistent/nimara.conf", read.faults[0].field);
}

TEST(ConfigTable, helpNamesEveryVariableOnce)
{
    std::set<std::string_view> names;
    for (const Variable *variable : variables()) {
        EXPECT_TRUE(names.insert(variable->name).second) << variable->name;
        EXPECT_FALSE(variable->help.empty()) << variable->name;
        EXPECT_THAT(describeVariables(), HasSubstr(std::string(variable->name)));
    }
    EXPECT_GT(names.size(), 30U);
}
