#include "models/base/json.h"
#include "models/domain/pairing.h"
#include "models/domain/permissions.h"
#include "server/app/arguments.h"
#include "server/app/commands.h"
#include "server/app/conninfo.h"
#include "server/app/workplace.h"
#include "tests/support/postgres.h"
#include "tests/support/sql.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

using namespace nimara;
using namespace nimara::server;
using namespace nimara::server::app;
using namespace nimara::test;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {
struct Outcome
{
    int code = 0;
    std::string out;
    std::string err;
};

Outcome run(std::vector<std::string_view> words, const config::Values &environment = {})
{
    const SystemClock clock;
    std::ostringstream out;
    std::ostringstream err;
    const int code =
        runCommandLine(words, {.environment = environment, .out = out, .err = err, .clock = clock});
    return {code, out.str(), err.str()};
}

std::string url(const std::string &database, const std::string &role = "postgres")
{
    const std::string conninfo = Postgres::instance().url(database);
    const std::size_t host = conninfo.find("host=") + 5;
    return "postgresql:///" + database + "?host=" + conninfo.substr(host, conninfo.find(' ', host) - host) +
           "&user=" + role;
}

config::Values configured(const std::string &database)
{
    return {{"DATABASE_URL", url(database, "nimara_server")},
            {"DATABASE_ADMIN_URL", url(database)},
            {"SESSION_SECRET", std::string(32, 's')},
            {"STATE_DIR", "/tmp"},
            {"FILE_STORE_DIR", "/tmp"},
            {"LOG_LEVEL", "fatal"}};
}
} // namespace

TEST(CommandLine, helpNamesEverything)
{
    const Outcome help = run({"--help"});
    EXPECT_EQ(exitDone, help.code);
    for (const char *word : {"serve", "migrate", "setup", "doctor", "DATABASE_URL", "Exit codes"})
        EXPECT_THAT(help.out, HasSubstr(word));
    EXPECT_THAT(run({"serve", "--help"}).out, HasSubstr("--embedded DIR"));
    EXPECT_THAT(run({"--version"}).out, HasSubstr("nimara-server "));
    for (const Command &command : commands())
        EXPECT_THAT(run({command.name, "-h"}).out, HasSubstr(std::string(command.summary)));
}

TEST(CommandLine, eachMistakeIsOneLine)
{
    const std::vector<std::pair<std::vector<std::string_view>, std::string>> mistakes = {
        {{}, "a command is missing"},
        {{"swim"}, "there is no command swim"},
        {{"serve", "--swim"}, "there is no option --swim"},
        {{"serve", "pool"}, "not understood: pool"},
        {{"serve", "--port"}, "--port needs a value: PORT"},
        {{"serve", "--port="}, "--port needs a value: PORT"},
        {{"serve", "--insecure-loopback=yes"}, "--insecure-loopback takes no value"},
        {{"serve", "--port", "1", "--port", "2"}, "--port is given twice"}};
    for (const auto &[words, what] : mistakes) {
        const Outcome outcome = run(words);
        EXPECT_EQ(exitUsage, outcome.code) << what;
        EXPECT_THAT(outcome.err, HasSubstr(what));
        EXPECT_EQ(1, std::count(outcome.err.begin(), outcome.err.end(), '\n')) << outcome.err;
    }
}

TEST(CommandLine, everyConfigurationFaultIsListedAtOnce)
{
    const Outcome outcome =
        run({"serve", "--port", "x"}, {{"SESSION_SECRET", "short"}, {"LOG_LEVEL", "loud"}});
    EXPECT_EQ(exitConfiguration, outcome.code);
    for (const char *name : {"DATABASE_URL", "SESSION_SECRET", "LOG_LEVEL", "LISTEN_PORT", "STATE_DIR"})
        EXPECT_THAT(outcome.err, HasSubstr(name));
    EXPECT_THAT(outcome.err, Not(HasSubstr("short")));
    // Without TLS, or with the operator's certificate, no STATE_DIR is needed.
    EXPECT_THAT(run({"serve", "--insecure-loopback"}).err, Not(HasSubstr("STATE_DIR")));
    EXPECT_THAT(run({"serve"}, {{"TLS_CERT_FILE", "/c"}, {"TLS_KEY_FILE", "/k"}}).err,
                Not(HasSubstr("STATE_DIR")));
    EXPECT_THAT(run({"migrate", "--config", "/nonexistent"}).err, HasSubstr("/nonexistent"));
}

TEST(CommandLine, aFileIsReadAndItsFaultsAreListed)
{
    std::ofstream("server.env") << "LOG_LEVEL=loud\nnonsense\nDATABASE_ADMIN_URL=postgresql://x/y\n";
    const Outcome outcome = run({"migrate", "--config", "server.env"});
    EXPECT_EQ(exitConfiguration, outcome.code);
    EXPECT_THAT(outcome.err, HasSubstr("line 2"));
    EXPECT_THAT(outcome.err, HasSubstr("LOG_LEVEL"));
    EXPECT_THAT(outcome.err, Not(HasSubstr("DATABASE_ADMIN_URL: is missing")));
}

TEST(CommandLine, aDatabaseThatIsAwayIsOneLine)
{
    config::Values values = configured("x");
    values["DATABASE_ADMIN_URL"] = "postgresql://me:hunter2@127.0.0.1:1/x";
    for (const char *command : {"migrate", "setup"}) {
        const Outcome outcome = run({command}, values);
        EXPECT_EQ(exitFailed, outcome.code);
        EXPECT_THAT(outcome.err, HasSubstr("db.connection"));
        EXPECT_THAT(outcome.err, Not(HasSubstr("hunter2")));
    }
}

TEST(Migrate, bringsAnEmptyDatabaseUpAndThenDoesNothing)
{
    const std::string database = Postgres::instance().emptyDatabase();
    const Outcome first = run({"migrate"}, configured(database));
    EXPECT_EQ(exitDone, first.code) << first.err;
    EXPECT_THAT(first.out, HasSubstr("applied 0001"));
    const Outcome second = run({"migrate"}, configured(database));
    EXPECT_EQ(exitDone, second.code);
    EXPECT_THAT(second.out, Not(HasSubstr("applied")));
}

TEST(Setup, makesPortRolesAndOneSuperAdminWithALink)
{
    const std::string database = Postgres::instance().emptyDatabase();
    const Outcome first =
        run({"setup", "--email", "root@example.org", "--name", "Ro Ot", "--public", "crm.example.org:9443"},
            configured(database));
    ASSERT_EQ(exitDone, first.code) << first.err;
    EXPECT_THAT(first.out, HasSubstr("https://crm.example.org:9443/set-password?token=nmo_"));
    auto sql = connectTo(database);
    EXPECT_EQ("5", cellOf(sql, "select count(*) from roles where is_system and port_id is null"));
    EXPECT_EQ(
        "Port Nimara|USD|America/Anguilla",
        cellOf(
            sql,
            "select concat_ws('|', name, default_currency, timezone) from ports where slug = 'port-nimara'"));
    EXPECT_EQ("Ro Ot", cellOf(sql, "select name from users where is_super_admin"));
    EXPECT_EQ("0", cellOf(sql, "select count(*) from auth.credentials"));
    const Json seeded = PermissionSet::seeded(SystemRole::SalesAgent).toJson();
    EXPECT_EQ(seeded, Json::parse(cellOf(sql, "select permissions from roles where name = 'sales_agent'")));
}

TEST(Setup, twiceChangesNothingAndSaysSoKindly)
{
    const std::string database = Postgres::instance().database();
    ASSERT_EQ(exitDone, run({"setup", "--email", "root@example.org"}, configured(database)).code);
    auto sql = connectTo(database);
    // Not let in yet: whoever lost the link gets another.
    EXPECT_THAT(run({"setup", "--email", "root@example.org"}, configured(database)).out,
                HasSubstr("token=nmo_"));
    mustRun(sql, "insert into auth.credentials (user_id, password_hash) select id, 'x' from users");
    const Outcome again = run({"setup", "--email", "root@example.org"}, configured(database));
    EXPECT_EQ(exitDone, again.code);
    EXPECT_THAT(again.out, HasSubstr("nothing was changed"));
    EXPECT_THAT(again.out, Not(HasSubstr("token=")));
    const Outcome other = run({"setup", "--email", "other@example.org"}, configured(database));
    EXPECT_EQ(exitDone, other.code);
    EXPECT_THAT(other.out, HasSubstr("There is a super admin already"));
    EXPECT_EQ("1", cellOf(sql, "select count(*) from users"));
}

TEST(Setup, aRightThatIsNewIsAddedAndAChangedOneStays)
{
    const std::string database = Postgres::instance().database();
    run({"setup"}, configured(database));
    auto sql = connectTo(database);
    mustRun(sql, "update roles set permissions = jsonb_set(permissions #- '{clients,merge}', "
                 "'{clients,delete}', 'true')"
                 " where name = 'viewer'");
    EXPECT_THAT(run({"setup"}, configured(database)).out, HasSubstr("new rights of role viewer"));
    EXPECT_EQ("false|true",
              cellOf(sql, "select concat_ws('|', permissions #>> '{clients,merge}',"
                          " permissions #>> '{clients,delete}') from roles where name = 'viewer'"));
}

TEST(Setup, anAccountThatIsThereIsNotRaised)
{
    const std::string database = Postgres::instance().database();
    auto sql = connectTo(database);
    mustRun(sql, "insert into users (email, name) values ('root@example.org', 'Somebody')");
    const Outcome outcome = run({"setup", "--email", "root@example.org"}, configured(database));
    EXPECT_EQ(exitFailed, outcome.code);
    EXPECT_EQ("0", cellOf(sql, "select count(*) from users where is_super_admin"));
}

TEST(Doctor, findsAHealthyServerHealthy)
{
    const std::string database = Postgres::instance().database();
    run({"setup", "--email", "root@example.org"}, configured(database));
    auto sql = connectTo(database);
    mustRun(sql, "insert into auth.credentials (user_id, password_hash) select id, 'x' from users");
    const Outcome outcome = run({"doctor"}, configured(database));
    EXPECT_EQ(exitDone, outcome.code) << outcome.out << outcome.err;
    for (const char *what :
         {"database", "serving role", "clock", "migrations", "owner", "set-up", "certificate", "disk"})
        EXPECT_THAT(outcome.out, HasSubstr(what));
    EXPECT_THAT(outcome.out, Not(HasSubstr("FAULT")));
}

TEST(Doctor, needsWhatServingNeeds)
{
    const std::string database = Postgres::instance().database();
    config::Values values = configured(database);
    values.erase("DATABASE_ADMIN_URL");
    const Outcome serving = run({"doctor"}, values);
    EXPECT_EQ(exitDone, serving.code) << serving.out << serving.err;
    EXPECT_THAT(serving.out, HasSubstr("note   owner"));
    values.erase("SESSION_SECRET");
    const Outcome incomplete = run({"doctor"}, values);
    EXPECT_EQ(exitConfiguration, incomplete.code);
    EXPECT_THAT(incomplete.err, HasSubstr("SESSION_SECRET"));
}

TEST(Doctor, saysWhatIsWrongInWords)
{
    const std::string database = Postgres::instance().emptyDatabase();
    config::Values values = configured(database);
    values["DATABASE_URL"] = url(database);
    const Outcome outcome = run({"doctor"}, values);
    EXPECT_EQ(exitUnhealthy, outcome.code);
    EXPECT_THAT(outcome.out, HasSubstr("FAULT"));
    EXPECT_THAT(outcome.out, HasSubstr("superuser"));
}

TEST(Conninfo, namesAnotherRoleOfTheSameDatabase)
{
    const auto named =
        conninfoAs("postgresql://me:it's@db.example.org:5433/nimara?sslmode=require", "nimara_feed");
    ASSERT_TRUE(named);
    EXPECT_THAT(*named, HasSubstr("user='nimara_feed'"));
    EXPECT_THAT(*named, HasSubstr("host='db.example.org'"));
    EXPECT_THAT(*named, HasSubstr("password='it\\'s'"));
    EXPECT_THAT(*named, HasSubstr("sslmode='require'"));
    EXPECT_THAT(*named, Not(HasSubstr("user='me'")));
    EXPECT_FALSE(conninfoAs("nonsense nonsense", "nimara_feed"));
}

TEST(PublicAddress, isWhatClientsAreTold)
{
    struct Case
    {
        std::vector<std::string_view> words;
        config::Values values;
        std::string expected;
    };
    const std::vector<Case> cases = {
        {{}, {{"LISTEN_ADDRESS", "127.0.0.1"}}, "https://127.0.0.1:5000"},
        {{"--public", "crm.example.org"}, {}, "https://crm.example.org:5000"},
        {{"--public", "crm.example.org:9000"}, {}, "https://crm.example.org:9000"},
        {{"--public", "[2001:db8::1]"}, {}, "https://[2001:db8::1]:5000"},
        {{}, {{"APP_URL", "https://crm.example.org"}}, "https://crm.example.org:443"},
        {{}, {{"APP_URL", "https://crm.example.org:8443/"}}, "https://crm.example.org:8443"},
    };
    const auto options = std::find_if(commands().begin(), commands().end(), [](const Command &command) {
                             return command.name == "serve";
                         })->options;
    for (const Case &each : cases) {
        const auto arguments = Arguments::parse(each.words, options);
        const config::Config loaded = config::load({each.values}, config::Purpose::Any).config;
        const auto address = publicAddress(*arguments, loaded, 5000);
        ASSERT_TRUE(address);
        const ServerAddress shown{.host = address->host, .port = address->port};
        EXPECT_EQ(each.expected, "https://" + shown.toString());
    }
}
