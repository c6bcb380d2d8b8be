#include "server/jobs/housekeeper.h"
#include "server/jobs/housekeeping.h"
#include "tests/support/postgres.h"
#include "tests/support/server/live_server.h"
#include "tests/support/sql.h"

#include <gtest/gtest.h>

#include <map>

using namespace nimara;
using namespace nimara::server;
using namespace nimara::server::jobs;
using namespace nimara::test;

namespace {

// Five of each kind that are old enough to go, and one that is not.
constexpr const char *oldAndYoung = R"sql(
insert into users (id, email, name) values (uuid_nil(), 'anna@example.org', 'Anna');
insert into auth.sessions (token_hash, user_id, expires_at, ends_at)
    select sha256(n::text::bytea), uuid_nil(), now() - at, now() from ages;
insert into auth.one_time_tokens (token_hash, user_id, purpose, expires_at)
    select sha256(n::text::bytea), uuid_nil(), 'set_password', now() - at from ages;
insert into auth.sign_in_failures (account_hash, ip_address, failed_at) select '\x00', '192.0.2.1', now() - at from ages;
insert into sync.devices (client_id, user_id, incarnation, last_seen_at)
    select md5(n::text)::uuid, uuid_nil(), uuid_nil(), now() - at from ages;
insert into sync.events (name, scopes, created_at) select 'client:updated', '{}', now() - at from ages;
insert into sync.change_index (scope_id, table_no, op, row_id, xid, rev)
    select uuid_nil(), 7, 'D', md5(n::text)::uuid, pg_current_xact_id(),
        (extract(epoch from now() - at) * 1000000)::bigint from ages;
)sql";

class Housekeeping : public ::testing::Test
{
protected:
    std::string database = Postgres::instance().database();
    Connection admin = connectTo(database);
    Connection worker = connectTo(database, "nimara_jobs");

    void SetUp() override
    {
        run("create function uuid_nil() returns uuid language sql immutable return "
            "'00000000-0000-0000-0000-000000000001'::uuid");
        run("create table ages as select n, case when n > 1 then interval '100 days' else interval '1 hour' "
            "end at"
            " from generate_series(1, 6) n");
        run(oldAndYoung);
    }

    void run(const std::string &sql) { mustRun(admin, sql); }
    std::string count(const std::string &table) { return cellOf(admin, "select count(*) from " + table); }
    void addOutcome(const std::string &client, const std::string &age)
    {
        run("insert into sync.applied_mutation (client_id, incarnation, seq, mutation_id, created_at) values "
            "(" +
            client + ", uuid_nil(), 1, gen_random_uuid(), now() - interval '" + age + "')");
    }
    static std::map<std::string_view, std::int64_t> byName(const std::vector<Cleared> &cleared)
    {
        std::map<std::string_view, std::int64_t> counts;
        for (const auto &[what, rows] : cleared)
            counts[what] = rows;
        return counts;
    }
};

} // namespace

TEST_F(Housekeeping, takesWhatIsOldInSmallPortionsAndLeavesTheRest)
{
    addOutcome("md5('2')::uuid", "100 days");
    addOutcome("md5('3')::uuid", "1 day"); // this device may ask for it yet
    const auto cleared = clearOld(worker, {.rowsAtOnce = 2, .portions = 10});
    ASSERT_TRUE(cleared) << cleared.error().key << ' ' << cleared.error().detail;
    const std::map<std::string_view, std::int64_t> expected{{"sessions", 5},   {"links", 5},  {"failures", 5},
                                                            {"outcomes", 1},   {"events", 5}, {"devices", 4},
                                                            {"tombstones", 5}, {"holds", 0}};
    EXPECT_EQ(byName(*cleared), expected);
    for (const char *table : {"auth.sessions", "auth.one_time_tokens", "auth.sign_in_failures", "sync.events",
                              "sync.applied_mutation"})
        EXPECT_EQ(count(table), "1") << table;
    EXPECT_EQ(count("sync.devices"), "2");
    EXPECT_EQ(count("sync.change_index where op = 'D'"), "1");
}

TEST_F(Housekeeping, aCursorFromBeforeTheLostTombstonesIsOfNoUse)
{
    EXPECT_EQ(cellOf(admin, "select tombstone_horizon from sync.epoch"), "0");
    const std::string newest = cellOf(admin, "select max(xid) from sync.change_index where op = 'D'");
    ASSERT_TRUE(clearOld(worker));
    EXPECT_EQ(cellOf(admin, "select tombstone_horizon from sync.epoch"), newest);
}

TEST_F(Housekeeping, whatIsMoreThanItsShareWaitsForTheNextTime)
{
    ASSERT_TRUE(clearOld(worker, {.rowsAtOnce = 1, .portions = 2}));
    EXPECT_EQ(count("auth.sessions"), "4");
    ASSERT_TRUE(clearOld(worker, {.rowsAtOnce = 1, .portions = 2}));
    EXPECT_EQ(count("auth.sessions"), "2");
}

TEST_F(Housekeeping, aHoldThatIsOverSaysSo)
{
    run("insert into ports (id, name, slug) values (uuid_nil(), 'A', 'a');"
        "insert into clients (port_id, id, full_name) values (uuid_nil(), uuid_nil(), 'Ada');"
        "insert into berths (port_id, id, area, berth_number, length_m, beam_m)"
        " select uuid_nil(), md5(n::text)::uuid, 'North', n, 12, 4 from ages;"
        "insert into berth_holds (port_id, id, berth_id, client_id, holder_id, held_until)"
        " select uuid_nil(), md5(n::text)::uuid, md5(n::text)::uuid, uuid_nil(), uuid_nil(), now() + "
        "interval '1 day'"
        " from ages;"
        "alter table berth_holds disable trigger hold_rules;"
        "update berth_holds h set held_until = now() - at from ages where h.id = md5(n::text)::uuid and n > "
        "1;"
        "alter table berth_holds enable always trigger hold_rules");
    const auto first = clearOld(worker, {.rowsAtOnce = 2, .portions = 2});
    ASSERT_TRUE(first) << first.error().key << ' ' << first.error().detail;
    EXPECT_EQ(byName(*first).at("holds"), 4);
    EXPECT_EQ(byName(*clearOld(worker)).at("holds"), 1);
    EXPECT_EQ(count("berth_holds where state = 'active'"), "1");
    EXPECT_EQ(count("audit_logs a join berth_holds h on h.id = a.entity_id and h.held_until = a.occurred_at"
                    " where a.new_value = 'expired' and a.metadata->>'rule' = 'time'"),
              "5");
}

TEST_F(Housekeeping, oneProcessAtATime)
{
    mustRun(admin, "select pg_advisory_lock(20040, 0)"); // as another one at it has it
    const auto refused = clearOld(worker);
    ASSERT_TRUE(refused);
    EXPECT_TRUE(refused->empty());
    EXPECT_EQ(count("auth.sessions"), "6");
    mustRun(admin, "select pg_advisory_unlock(20040, 0)");
    EXPECT_EQ(clearOld(worker)->size(), 8u);
    EXPECT_EQ(clearOld(worker)->size(), 8u); // it let go of its turn
}

TEST_F(Housekeeping, theThreadKeepsHouseFromItsStart)
{
    const Housekeeper keeper(Postgres::instance().url(database, "nimara_jobs"), std::chrono::hours(1), Log());
    EXPECT_TRUE(eventually([this] { return count("sync.devices") == "1"; })); // the last of the kinds
    EXPECT_EQ(count("auth.sessions"), "1");
}
