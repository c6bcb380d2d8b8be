#include "tests/server/db/port_fixture.h"

using namespace nimara;
using namespace nimara::test;

namespace {

// What the database keeps of holds, whoever writes.
class HoldRules : public TwoPorts
{
protected:
    void actAs(const std::string &user) { mustRun(admin, "set \"nimara.user\" = '" + user + "'"); }
    std::string hold(const std::string &until, const std::string &holder)
    {
        return "insert into berth_holds (port_id, berth_id, client_id, holder_id, held_until) values ('" +
               portA + "', '" + berthA + "', '" + clientA + "', '" + holder + "', " + until + ")";
    }
    std::string deal(const std::string &stage)
    {
        return "insert into interests (port_id, client_id, berth_id, pipeline_stage) values ('" + portA +
               "', '" + clientA + "', '" + berthA + "', '" + stage + "')";
    }
    void expectRefused(const std::string &sql, const std::string &constraint)
    {
        const auto done = admin.run(sql);
        ASSERT_FALSE(done) << sql;
        EXPECT_EQ(done.error().field, constraint) << sql;
    }
    void expectDone(const std::string &sql) { EXPECT_EQ(faultOf(admin, sql), "") << sql; }
    // As if its moment had passed.
    void letExpire()
    {
        mustRun(admin, "alter table berth_holds disable trigger hold_rules; "
                       "update berth_holds set held_until = now() where state = 'active'; "
                       "alter table berth_holds enable always trigger hold_rules");
    }
    const std::string tomorrow = "now() + interval '1 day'";
};

} // namespace

TEST_F(HoldRules, aBerthIsTakenByItsHolderAlone)
{
    actAs(anna);
    expectDone(hold(tomorrow, anna));
    const std::vector<std::string> takes{
        "update berths set status = 'sold'",
        "update berths set status = 'reserved'",
        "update berths set status = 'under_offer'",
        "update berths set owner_client_id = '" + clientA + "'",
        "update berths set tenure_start_on = '2026-01-01'",
        "update berths set tenure_end_on = '2036-01-01'",
        "update berths set archived_at = now()",
        deal("signed_eoi_nda"),
        deal("ten_percent_deposit"),
    };
    mustRun(admin, deal("visited"));
    for (const std::string &who : {both, std::string()}) {
        actAs(who);
        for (const std::string &take : takes)
            expectRefused(take, "berth_held");
        expectRefused("update interests set pipeline_stage = 'contract'", "berth_held");
        expectDone("update berths set status = 'maintenance'; update berths set status = 'available'");
    }
    for (const std::string &take : takes) {
        actAs(anna);
        mustRun(admin, "begin");
        expectDone(take);
        mustRun(admin, "rollback");
    }
}

TEST_F(HoldRules, aHoldIsGrantedOnAFreeBerthToItsMakerWithinThirtyDays)
{
    actAs(anna);
    EXPECT_EQ(faultOf(admin, hold(tomorrow, both)), "db.forbidden");
    expectRefused(hold("now()", anna), "hold_time");
    expectRefused(hold("now() + interval '31 days'", anna), "hold_time");
    for (const char *status : {"sold", "maintenance", "reserved", "under_offer"}) {
        mustRun(admin, "begin");
        mustRun(admin, std::string("update berths set status = '") + status + "'");
        expectRefused(hold(tomorrow, anna), "hold_on_free_berth");
        mustRun(admin, "rollback");
    }
    mustRun(admin, "begin");
    mustRun(admin, deal("ten_percent_deposit"));
    expectRefused(hold(tomorrow, anna), "hold_on_free_berth");
    mustRun(admin, "rollback");
    expectDone(hold(tomorrow, anna));
    expectRefused(hold(tomorrow, anna), "berth_holds_one_active");
}

TEST_F(HoldRules, oneWhoseMomentHasPassedMakesRoomAndDoesNotComeBack)
{
    actAs(anna);
    mustRun(admin, hold(tomorrow, anna));
    expectRefused("update berth_holds set state = 'expired'", "hold_time"); // before its moment
    letExpire();
    expectRefused("update berth_holds set held_until = now() + interval '1 hour'", "hold_ended");
    actAs(both);
    expectDone("update berths set owner_client_id = '" + clientA + "'"); // nothing is kept any more
    expectDone(hold(tomorrow, both));
    EXPECT_EQ(cellOf(admin, "select string_agg(state, ' ' order by state) from berth_holds"),
              "active expired");
    actAs(anna);
    expectRefused("update berth_holds set state = 'active' where state = 'expired'", "hold_ended");
}

TEST_F(HoldRules, aHoldKeepsItsBerthAndItsHolder)
{
    actAs(anna);
    mustRun(admin, hold(tomorrow, anna));
    EXPECT_EQ(faultOf(admin, "update berth_holds set holder_id = '" + both + "'"), "db.check");
    mustRun(admin, "insert into berths (port_id, id, area, berth_number, length_m, beam_m) values ('" +
                       portA + "', '" + portA + "', 'North', '2', 12, 4)");
    EXPECT_EQ(faultOf(admin, "update berth_holds set berth_id = '" + portA + "'"), "db.check");
}

TEST_F(HoldRules, releasedOrConvertedItKeepsNobodyAway)
{
    for (const char *ended : {"released", "converted"}) {
        actAs(anna);
        mustRun(admin, hold(tomorrow, anna));
        mustRun(admin, std::string("update berth_holds set state = '") + ended + "' where state = 'active'");
        actAs(both);
        expectDone("update berths set status = 'sold'; update berths set status = 'available'");
    }
}
