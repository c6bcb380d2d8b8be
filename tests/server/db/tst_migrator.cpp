#include "server/db/migrator.h"
#include "tests/support/postgres.h"

#include <gtest/gtest.h>
#include <array>
#include <mutex>
#include <thread>

using namespace nimara;
using namespace nimara::server;
using nimara::test::Postgres;

namespace {

Connection connected(const std::string &database, const std::string &role = {})
{
    auto connection = Connection::open(Postgres::instance().url(database, role));
    EXPECT_TRUE(connection) << connection.error().detail;
    return std::move(*connection);
}

constexpr Migration oneTable{1, "0001_one",
                             "create table public.one (n integer); insert into public.one values (1);"};
constexpr Migration changedTable{1, "0001_one", "create table public.one (n bigint);"};
constexpr Migration oneColumn{2, "0002_column",
                              "alter table public.one add column word text not null default 'kept';"};
constexpr Migration broken{2, "0002_column", "alter table public.one add column word text; select 1/0;"};

} // namespace

TEST(Migrator, anEmptyDatabaseBecomesCurrentAndStaysSo)
{
    auto admin = connected(Postgres::instance().emptyDatabase());
    EXPECT_EQ(checkSchema(admin).error().key, "db.schema_behind");

    const auto first = migrate(admin);
    ASSERT_TRUE(first) << first.error().field << " " << first.error().detail;
    EXPECT_EQ(first->before, 0);
    EXPECT_EQ(static_cast<std::size_t>(first->after), migrations().size());
    EXPECT_TRUE(checkSchema(admin));

    const auto again = migrate(admin);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->applied.empty());
    EXPECT_EQ(again->before, first->after);
}

TEST(Migrator, aLaterStepMeetsTheDataOfTheEarlierOnes)
{
    auto admin = connected(Postgres::instance().emptyDatabase());
    ASSERT_TRUE(migrate(admin, std::array{oneTable}));
    ASSERT_TRUE(admin.run("insert into public.one values (2)"));
    const auto upgraded = migrate(admin, std::array{oneTable, oneColumn});
    ASSERT_TRUE(upgraded) << upgraded.error().detail;
    EXPECT_EQ(upgraded->applied, std::vector<std::string>{"0002_column"});
    const auto rows = admin.exec("select count(*) from public.one where word = 'kept'");
    ASSERT_TRUE(rows);
    EXPECT_EQ(rows->integer(0, 0), 2);
}

TEST(Migrator, theLastStepMeetsTheDataOfTheStepsBefore)
{
    auto admin = connected(Postgres::instance().emptyDatabase());
    ASSERT_TRUE(migrate(admin, migrations().first(migrations().size() - 1)));
    ASSERT_TRUE(admin.run("insert into ports (name, slug) values ('A', 'a');"
                          "insert into clients (port_id, full_name) select id, 'Ada' from ports"));
    EXPECT_EQ(checkSchema(admin).error().key, "db.schema_behind");
    const auto upgraded = migrate(admin);
    ASSERT_TRUE(upgraded) << upgraded.error().detail;
    EXPECT_EQ(upgraded->applied.size(), 1u);
    const auto rows = admin.exec("select count(*) from clients");
    EXPECT_EQ(rows->integer(0, 0), 1);
}

TEST(Migrator, twoAtOnceWaitForEachOther)
{
    const std::string database = Postgres::instance().emptyDatabase();
    std::size_t applied = 0;
    std::mutex mutex;
    std::vector<std::thread> both;
    for (int i = 0; i < 2; ++i) {
        both.emplace_back([&] {
            auto admin = connected(database);
            const auto done = migrate(admin);
            ASSERT_TRUE(done) << done.error().field << " " << done.error().detail;
            const std::lock_guard lock(mutex);
            applied += done->applied.size();
        });
    }
    for (std::thread &thread : both)
        thread.join();
    EXPECT_EQ(applied, migrations().size());
}

TEST(Migrator, theAdministratorOfAManagedServerNeedsNoSuperuser)
{
    const std::string database = Postgres::instance().emptyDatabase();
    auto admin = connected(database);
    ASSERT_TRUE(admin.run("create role operator login createrole; alter database " + database +
                          " owner to operator"));
    auto operatorConnection = connected(database, "operator");
    const auto done = migrate(operatorConnection);
    ASSERT_TRUE(done) << done.error().field << " " << done.error().detail;
    // What set-up does over this connection: the first port, its roles, the first user.
    EXPECT_TRUE(operatorConnection.run("insert into ports (name, slug) values ('A', 'a');"
                                       "insert into users (email, name) values ('a@example.org', 'A');"
                                       "insert into roles (name) values ('sales_agent');"
                                       "insert into user_port_roles (port_id, user_id, role_id)"
                                       " select ports.id, users.id, roles.id from ports, users, roles"));
    const auto rows = operatorConnection.exec("select count(*) from sync.change_index where op = 'U'");
    ASSERT_TRUE(rows) << rows.error().detail;
    EXPECT_EQ(rows->integer(0, 0), 5); // port, role, membership, the user for himself and for his colleagues
}

TEST(Migrator, aStepWhoseTextChangedIsRefused)
{
    auto admin = connected(Postgres::instance().emptyDatabase());
    ASSERT_TRUE(migrate(admin, std::array{oneTable}));
    const auto refused = migrate(admin, std::array{changedTable});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().key, "db.schema_changed");
    EXPECT_EQ(refused.error().field, "0001_one");
    EXPECT_EQ(checkSchema(admin, std::array{changedTable}).error().key, "db.schema_changed");
}

TEST(Migrator, aDatabaseOfANewerProgramIsLeftAlone)
{
    auto admin = connected(Postgres::instance().emptyDatabase());
    ASSERT_TRUE(migrate(admin, std::array{oneTable, oneColumn}));
    const auto refused = migrate(admin, std::array{oneTable});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().key, "db.schema_newer");
    EXPECT_EQ(refused.error().field, "0002_column");
}

TEST(Migrator, aFailedStepLeavesNothingBehind)
{
    auto admin = connected(Postgres::instance().emptyDatabase());
    ASSERT_TRUE(migrate(admin, std::array{oneTable}));
    const auto failed = migrate(admin, std::array{oneTable, broken});
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().key, "db.schema_failed");
    EXPECT_EQ(failed.error().field, "0002_column");
    EXPECT_TRUE(migrate(admin, std::array{oneTable, oneColumn}));
}

TEST(Migrator, theServingRoleSeesWhetherTheDatabaseIsCurrent)
{
    auto server = connected(Postgres::instance().database(), "nimara_server");
    const auto current = checkSchema(server);
    EXPECT_TRUE(current) << current.error().detail;
}
