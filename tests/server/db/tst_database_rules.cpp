#include "tests/server/db/port_fixture.h"

using namespace nimara;
using namespace nimara::test;

namespace {

class DatabaseRules : public TwoPorts
{
protected:
    std::string interest(const std::string &stage, const std::string &more = "")
    {
        return "insert into interests (port_id, client_id, berth_id, pipeline_stage) values ('" + portA +
               "', '" + clientA + "', '" + berthA + "', '" + stage + "')" + more;
    }
    void expectNumber(const std::string &sql, const std::string &number)
    {
        EXPECT_EQ(cellOf(admin, sql), number) << sql;
    }
};

} // namespace

TEST_F(DatabaseRules, oneBerthHasOneWinner)
{
    EXPECT_EQ(faultOf(admin, interest("visited")), "");
    EXPECT_EQ(faultOf(admin, interest("ten_percent_deposit")), "");
    EXPECT_EQ(faultOf(admin, interest("contract")), "db.unique");
    EXPECT_EQ(
        faultOf(admin, "update interests set pipeline_stage = 'completed' where pipeline_stage = 'visited'"),
        "db.unique");
    const auto error = admin.run(interest("contract")).error();
    EXPECT_EQ(error.field, "interests_one_winner");
    // Lost, archived or gone back, it gives the berth free.
    for (const char *change : {"outcome = 'lost'", "archived_at = now()", "pipeline_stage = 'open'"}) {
        mustRun(admin, "begin");
        mustRun(admin, std::string("update interests set ") + change + " where occupies_berth");
        EXPECT_EQ(faultOf(admin, interest("contract")), "") << change;
        mustRun(admin, "rollback");
    }
}

TEST_F(DatabaseRules, aTenureThatHasEndedFreesTheBerth)
{
    mustRun(admin, interest("completed"));
    mustRun(admin,
            "update interests set completed_at = now() - interval '3 years', desired_tenure_years = 5");
    expectNumber("select count(*) from interests where occupies_berth", "1");
    mustRun(admin, "update interests set desired_tenure_years = 2");
    expectNumber("select count(*) from interests where occupies_berth", "0");
}

TEST_F(DatabaseRules, nobodySaysHimselfThatABerthIsTaken)
{
    mustRun(admin, interest("open"));
    mustRun(admin, "update interests set occupies_berth = true");
    expectNumber("select count(*) from interests where occupies_berth", "0");
}

TEST_F(DatabaseRules, uniquenessHoldsInAPortAmongWhatIsNotArchived)
{
    const std::string again = "insert into berths (port_id, area, berth_number, length_m, beam_m) values ('" +
                              portA + "', 'North', '1', 10, 3)";
    EXPECT_EQ(faultOf(admin, again), "db.unique");
    mustRun(admin, "insert into berths (port_id, area, berth_number, length_m, beam_m) values ('" + portB +
                       "', 'North', '1', 10, 3)");
    mustRun(admin, "update berths set archived_at = now() where port_id = '" + portA + "'");
    EXPECT_EQ(faultOf(admin, again), "");
    // Rows of the whole system are unique among themselves.
    EXPECT_EQ(faultOf(admin, "insert into roles (name) values ('sales_agent')"), "db.unique");
    EXPECT_EQ(faultOf(admin, "insert into users (email, name) values ('ANNA@example.org', 'A')"),
              "db.unique");
}

TEST_F(DatabaseRules, aDeletedBerthLeavesItsInterestsBehind)
{
    mustRun(admin, interest("open"));
    EXPECT_EQ(faultOf(admin, "delete from clients where id = '" + clientA + "'"), "db.foreign_key");
    mustRun(admin, "delete from berths where id = '" + berthA + "'");
    expectNumber("select count(*) from interests where berth_id is null and port_id is not null", "1");
    EXPECT_EQ(entry(scope(portA, "berths.view"), berthA), "D");
}

TEST_F(DatabaseRules, aPriceChangeIsKept)
{
    mustRun(admin, "update berths set price = 100, price_currency = 'EUR'");
    mustRun(admin, "update berths set has_water = true");
    mustRun(admin,
            "set \"nimara.user\" = '" + anna + "'; update berths set price = 120; reset \"nimara.user\"");
    const auto rows =
        rowsOf(admin, "select previous_price, price, changed_by from price_history order by price");
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[1], (std::vector<std::string>{"100.00", "120.00", anna}));
}

TEST_F(DatabaseRules, timesAreTheServersOwn)
{
    mustRun(admin, "update clients set created_at = '2001-01-01', updated_at = '2001-01-01'");
    expectNumber("select count(*) from clients where created_at > now() - interval '1 hour' and updated_at "
                 ">= created_at",
                 "2");
    mustRun(admin, "update berths set status = 'sold', status_changed_at = '2020-01-01'");
    expectNumber("select count(*) from berths where status_changed_at = '2020-01-01'", "1");
    mustRun(admin, "update berths set status = 'available'");
    expectNumber("select count(*) from berths where status_changed_at > now() - interval '1 hour'", "1");
}

TEST_F(DatabaseRules, aDraftInvoiceIsKnownByTheEndOfItsId)
{
    mustRun(admin, "insert into invoices (port_id, id, client_id) values ('" + portA +
                       "', '01890000-0000-7000-8000-0000abcdef12', '" + clientA + "')");
    EXPECT_EQ(cellOf(admin, "select provisional_number from invoices"), "D-ABCDEF12");
}

TEST_F(DatabaseRules, aWordThatIsNoChoiceIsRefused)
{
    EXPECT_EQ(faultOf(admin, "update berths set status = 'haunted'"), "db.check");
    EXPECT_EQ(faultOf(admin, "update berths set length_m = 12345.6"), "db.value");
    EXPECT_EQ(faultOf(admin, "update berths set area = null"), "db.not_null");
}
