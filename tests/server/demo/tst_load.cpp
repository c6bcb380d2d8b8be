#include "server/demo/load.h"
#include "tests/support/postgres.h"

#include <gtest/gtest.h>

namespace nimara::server::demo {
namespace {

const Instant today = *Instant::parse("2026-11-22T09:00:00Z");

class DemoLoad : public testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_TRUE(
            connection.run("set role nimara_owner;"
                           "insert into roles (name, permissions, is_system) values ('director', '{}', true),"
                           " ('sales_manager', '{}', true), ('sales_agent', '{}', true); reset role"));
    }
    std::int64_t count(const std::string &from)
    {
        const auto result = connection.exec(("select count(*) from " + from).c_str());
        EXPECT_TRUE(result) << result.error().detail;
        return result->integer(0, 0);
    }
    Plan plan() { return *makePlan(*readSources(), today); }

    Connection connection =
        *Connection::open(test::Postgres::instance().url(test::Postgres::instance().database()));
};

TEST_F(DemoLoad, putsEveryRowWhereItBelongs)
{
    const auto loaded = load(connection, plan(), "$argon2id$test");
    ASSERT_TRUE(loaded) << loaded.error().field << " " << loaded.error().detail;
    for (const LoadedTable &table : *loaded)
        EXPECT_EQ(table.added, table.inFiles) << table.port << " " << table.table;
    EXPECT_EQ(count("berths"), 2519);
    EXPECT_EQ(count("interests"), 8800);
    EXPECT_EQ(count("ports"), 2);
    // The database decided anew who holds a berth, and came to the same answer as the plan.
    EXPECT_EQ(count("interests where occupies_berth"), count("berths where status in ('sold', 'reserved')"));
    EXPECT_EQ(count("sync.change_index"), count("sync.change_index where op = 'U'"));
}

TEST_F(DemoLoad, mayBeRunAgain)
{
    ASSERT_TRUE(load(connection, plan(), "$argon2id$test"));
    const std::int64_t before = count("sync.change_index");
    const auto again = load(connection, plan(), "$argon2id$test");
    ASSERT_TRUE(again) << again.error().field << " " << again.error().detail;
    for (const LoadedTable &table : *again)
        EXPECT_EQ(table.added, 0) << table.table;
    EXPECT_EQ(count("sync.change_index"), before);
}

TEST_F(DemoLoad, givesANewPasswordToAccountsThatWereThere)
{
    ASSERT_TRUE(load(connection, plan(), "$argon2id$lost"));
    ASSERT_TRUE(setPassword(connection, plan(), "$argon2id$new"));
    EXPECT_EQ(count("auth.credentials where password_hash = '$argon2id$lost'"), 0);
    EXPECT_EQ(count("auth.credentials where password_hash = '$argon2id$new'"), 41);
}

TEST_F(DemoLoad, saysThatSetupComesFirst)
{
    ASSERT_TRUE(connection.run("delete from roles"));
    const auto loaded = load(connection, plan(), "x");
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().key, "demo.setup");
    EXPECT_EQ(count("ports"), 0);
}

} // namespace
} // namespace nimara::server::demo
