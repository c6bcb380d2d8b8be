#include "models/domain/holds.h"

#include "models/domain/pipeline.h"
#include "tests/server/sync/pg/hold_harbour.h"

namespace nimara::server::test {

namespace {

using namespace schema;
using std::chrono::hours;
using std::chrono::minutes;

class Holds : public HoldHarbour
{
protected:
    void expectHeld(const Outcome &outcome)
    {
        EXPECT_EQ(outcome.kind, OutcomeKind::Rejected);
        EXPECT_EQ(outcome.error.key, reject::held);
    }
    void expectApplied(const Outcome &outcome)
    {
        EXPECT_EQ(outcome.kind, OutcomeKind::Applied) << outcome.error.key << " " << outcome.error.field;
    }
    int denials(const Uuid &row)
    {
        return count("select count(*) from audit_logs where action = 'permission_denied' and entity_id = '" +
                     row.toString() + "'");
    }
};

constexpr int agentRole = 32;

} // namespace

// ---- granted

TEST_F(Holds, AHoldIsGrantedOnAFreeBerthToWhoeverAsks)
{
    Laptop anna = open(agent, portA);
    expectApplied(push(anna, ask(hold, berth)));
    EXPECT_EQ(stateOf(hold), "active");
    EXPECT_EQ(field("berth_holds", hold, "holder_id"), agent.toString());
    EXPECT_EQ(count("select count(*) from audit_logs where action = 'create' and entity_id = '" +
                    hold.toString() + "'"),
              1);
}

TEST_F(Holds, OfTwoWhoAskTheSecondIsToldWhoHasItUntilWhen)
{
    Laptop anna = open(agent, portA);
    Laptop carl = open(colleague, portA);
    const Instant until = in(hours(5));
    push(anna, ask(hold, berth, until));
    const Outcome second = push(carl, ask(hold2, berth));
    expectHeld(second);
    EXPECT_EQ(second.otherId, berth);
    ASSERT_EQ(second.conflicts.size(), 1u);
    EXPECT_EQ(second.conflicts[0].table, BerthHolds::table.number);
    EXPECT_EQ(second.conflicts[0].id, hold);
    EXPECT_EQ(second.conflicts[0].theirs, Value(until.micros()));
    EXPECT_EQ(second.conflicts[0].by, agent);
    EXPECT_EQ(count("select count(*) from berth_holds"), 1);
    expectApplied(push(carl, ask(hold2, berth2))); // the other berth is free
}

TEST_F(Holds, OnlyAFreeBerthIsGranted)
{
    Laptop anna = open(agent, portA);
    for (const char *status : {"under_offer", "reserved", "sold", "maintenance"}) {
        run("update berths set status = '" + std::string(status) + "' where id = '" + berth.toString() + "'");
        EXPECT_EQ(push(anna, ask(hold, berth)).error.key, reject::notFree) << status;
    }
    run("update berths set status = 'available', archived_at = now() where id = '" + berth.toString() + "'");
    EXPECT_EQ(push(anna, ask(hold, berth)).error.key, reject::notFree);
    // By the port's rule a deposit only suggests that the berth is reserved; it is taken all the same.
    push(anna, deal(id(7100), berth2, "ten_percent_deposit"));
    EXPECT_EQ(field("berths", berth2, "status"), "available");
    EXPECT_EQ(push(anna, ask(hold, berth2)).error.key, reject::notFree);
}

TEST_F(Holds, AHoldEndsInTheFutureAndWithinThePortsLimit)
{
    Laptop anna = open(agent, portA);
    for (const Instant until : {in(-minutes(1)), in(hours(72) + holdClockSlack + minutes(1))}) {
        const Outcome outcome = push(anna, ask(hold, berth, until));
        EXPECT_EQ(outcome.error.key, reject::holdTime);
        EXPECT_EQ(outcome.error.field, "held_until");
    }
    run("update ports set settings = '{\"berthHoldHours\": 1}'");
    EXPECT_EQ(push(anna, ask(hold, berth, in(hours(2)))).error.key, reject::holdTime);
    expectApplied(push(anna, ask(hold, berth, in(minutes(59)))));
    const Value was = untilOf(hold);
    const auto move = [&](Instant until) {
        return push(anna, update(BerthHolds::table, hold, {to("held_until", until.micros(), was)}));
    };
    EXPECT_EQ(move(in(hours(3))).error.key, reject::holdTime);
    EXPECT_EQ(move(in(-minutes(1))).error.key, reject::holdTime);
    expectApplied(move(in(minutes(30))));
}

// ---- kept from others

TEST_F(Holds, WhileItStandsNobodyElseTakesTheBerth)
{
    Laptop anna = open(agent, portA);
    Laptop carl = open(colleague, portA);
    Laptop dora = open(director, portA);
    push(carl, deal(id(7200), berth, "visited"));
    push(carl, deal(id(7201), berth2, "contract"));
    push(anna, ask(hold, berth));

    for (const char *status : {"sold", "reserved", "under_offer"})
        expectHeld(push(dora, update(Berths::table, berth, {to("status", word(status), word("available"))})));
    expectHeld(push(dora, update(Berths::table, berth, {to("owner_client_id", client2)})));
    expectHeld(push(dora, update(Berths::table, berth, {to("tenure_start_on", word("2026-01-01"))})));
    expectHeld(push(dora, remove(Berths::table, berth)));
    expectHeld(push(carl, update(Interests::table, id(7200),
                                 {to("pipeline_stage", word("signed_eoi_nda"), word("visited"))})));
    expectHeld(push(carl, update(Interests::table, id(7201), {to("berth_id", berth, berth2)})));
    expectHeld(push(carl, deal(id(7202), berth, "ten_percent_deposit")));
    EXPECT_EQ(field("berths", berth, "status"), "available");
    EXPECT_EQ(count("select count(*) from interests where occupies_berth and berth_id = '" +
                    berth.toString() + "'"),
              0);

    // What takes nothing is nobody's business.
    expectApplied(push(carl, deal(id(7203), berth, "visited")));
    expectApplied(
        push(dora, update(Berths::table, berth, {to("has_water", std::int64_t(1), std::int64_t(0))})));
    expectApplied(
        push(dora, update(Berths::table, berth, {to("status", word("maintenance"), word("available"))})));
}

TEST_F(Holds, AnArchivedDealDoesNotComeBackOntoAHeldBerth)
{
    Laptop dora = open(director, portA);
    Laptop anna = open(agent, portA);
    push(dora, deal(id(7250), berth, "ten_percent_deposit"));
    push(dora, remove(Interests::table, id(7250)));
    expectApplied(push(anna, ask(hold, berth)));
    expectHeld(push(dora, remove(Interests::table, id(7250), OpKind::Restore)));
    push(anna, release(hold));
    expectApplied(push(dora, remove(Interests::table, id(7250), OpKind::Restore)));
}

TEST_F(Holds, OneWhoMayNotSeeHoldsIsToldNothingOfThem)
{
    Laptop dora = open(director, portA);
    push(dora, ask(hold, berth));
    override(agentRole, "{\"berths\": {\"view\": false}}");
    Laptop anna = open(agent, portA);
    const Outcome refused = push(anna, deal(id(7260), berth, "ten_percent_deposit"));
    expectHeld(refused);
    EXPECT_TRUE(refused.conflicts.empty());
    EXPECT_TRUE(refused.otherId.isNil());
    EXPECT_EQ(push(anna, ask(hold2, berth)).error.key, reject::wrongPort);
}

// ---- the holder's own

TEST_F(Holds, TheHoldersDealTakesTheBerthAndTheHoldIsConverted)
{
    Laptop anna = open(agent, portA);
    push(anna, ask(hold, berth));
    push(anna, deal(id(7300), berth, "visited"));
    expectApplied(push(anna, update(Interests::table, id(7300),
                                    {to("pipeline_stage", word("signed_eoi_nda"), word("visited"))})));
    EXPECT_EQ(field("berths", berth, "status"), "under_offer");
    EXPECT_EQ(stateOf(hold), "active");
    expectApplied(
        push(anna, update(Interests::table, id(7300),
                          {to("pipeline_stage", word("ten_percent_deposit"), word("signed_eoi_nda"))})));
    EXPECT_EQ(stateOf(hold), "converted");
    EXPECT_EQ(field("berth_holds", hold, "interest_id"), text(7300));
    EXPECT_EQ(cell("select metadata->>'rule' from audit_logs where entity_id = '" + hold.toString() +
                   "' and new_value = 'converted'"),
              "deal");
}

TEST_F(Holds, TheHolderIsNotAskedWhatOthersDidToTheBerthMeanwhile)
{
    override(agentRole, "{\"berths\": {\"edit\": true}}");
    Laptop anna = open(agent, portA);
    Laptop carl = open(colleague, portA);
    const Edit reserve = update(Berths::table, berth, {to("status", word("reserved"), word("available"))});
    push(carl, update(Berths::table, berth, {to("status", word("maintenance"), word("available"))}));
    EXPECT_EQ(push(anna, reserve).kind, OutcomeKind::Conflict); // without a hold

    push(carl, update(Berths::table, berth, {to("status", word("available"), word("maintenance"))}));
    push(anna, ask(hold, berth));
    push(carl, update(Berths::table, berth, {to("status", word("maintenance"), word("available"))}));
    const Outcome outcome = push(anna, reserve);
    EXPECT_EQ(outcome.kind, OutcomeKind::Merged) << outcome.error.key;
    ASSERT_EQ(outcome.conflicts.size(), 1u);
    EXPECT_EQ(outcome.conflicts[0].theirs, word("maintenance"));
    EXPECT_EQ(field("berths", berth, "status"), "reserved");

    letExpire(hold);
    push(carl, update(Berths::table, berth, {to("status", word("available"), word("reserved"))}));
    push(carl, update(Berths::table, berth, {to("status", word("maintenance"), word("available"))}));
    EXPECT_EQ(push(anna, reserve).kind, OutcomeKind::Conflict); // no longer
}

TEST_F(Holds, AGuardOnTheBerthHoldsForItsHolder)
{
    Laptop anna = open(agent, portA);
    Laptop dora = open(director, portA);
    push(anna, ask(hold, berth));
    push(dora, update(Berths::table, berth, {to("status", word("maintenance"), word("available"))}));
    const auto ifFree = [&](const Uuid &dealId) {
        Edit edit = deal(dealId, berth, "ten_percent_deposit");
        edit.guards = {{Berths::table.number, berth, "status", word("available"),
                        create(Clients::table, id(7310), {to("full_name", word("Waiting"))}).ops}};
        return edit;
    };
    expectApplied(push(anna, ifFree(id(7311))));
    EXPECT_EQ(field("interests", id(7311), "occupies_berth"), "t");
    Laptop carl = open(colleague, portA);
    EXPECT_EQ(push(carl, ifFree(id(7312))).kind, OutcomeKind::Merged);
    EXPECT_EQ(count("select count(*) from interests where id = '" + text(7312) + "'"), 0);
}

// ---- ended

TEST_F(Holds, AHoldEndsAtItsMomentThoughNobodyWroteItDown)
{
    Laptop anna = open(agent, portA);
    Laptop carl = open(colleague, portA);
    push(anna, ask(hold, berth));
    letExpire(hold);
    EXPECT_EQ(stateOf(hold), "active");
    const Edit longer =
        update(BerthHolds::table, hold, {to("held_until", in(hours(5)).micros(), untilOf(hold))});
    EXPECT_EQ(push(anna, longer).error.key, reject::holdEnded);
    expectApplied(push(carl, ask(hold2, berth)));
    EXPECT_EQ(stateOf(hold), "expired");
    EXPECT_EQ(stateOf(hold2), "active");
    EXPECT_EQ(cell("select metadata->>'rule' from audit_logs where entity_id = '" + hold.toString() +
                   "' and new_value = 'expired'"),
              "time");
    expectHeld(push(anna, deal(id(7400), berth, "ten_percent_deposit")));
}

TEST_F(Holds, ALateReleaseLeavesTheHoldExpired)
{
    Laptop anna = open(agent, portA);
    Laptop carl = open(colleague, portA);
    push(anna, ask(hold, berth));
    letExpire(hold);
    expectApplied(push(anna, release(hold)));
    EXPECT_EQ(stateOf(hold), "expired");

    push(anna, ask(hold2, berth2));
    letExpire(hold2);
    push(carl, ask(id(7003), berth2));
    EXPECT_EQ(push(anna, release(hold2)).kind, OutcomeKind::Merged);
    EXPECT_EQ(stateOf(hold2), "expired");
    EXPECT_EQ(stateOf(id(7003)), "active");
}

TEST_F(Holds, ReleasedItStandsNoLongerAndDoesNotComeBack)
{
    Laptop anna = open(agent, portA);
    Laptop carl = open(colleague, portA);
    push(anna, ask(hold, berth));
    expectApplied(push(anna, release(hold)));
    EXPECT_EQ(stateOf(hold), "released");
    const Edit again = update(BerthHolds::table, hold, {to("state", word("active"), word("released"))});
    EXPECT_EQ(push(anna, again).error.key, reject::holdEnded);
    expectApplied(push(carl, deal(id(7500), berth, "ten_percent_deposit")));
}

TEST_F(Holds, ABerthIsReleasedAndHeldAnewInOneBatch)
{
    Laptop anna = open(agent, portA);
    push(anna, ask(hold, berth));
    for (const Outcome &outcome : pushAll(anna, {release(hold), ask(hold2, berth)}))
        expectApplied(outcome);
    EXPECT_EQ(stateOf(hold), "released");
    EXPECT_EQ(stateOf(hold2), "active");
}

TEST_F(Holds, HoldAndDealOfOneBatchBelongTogether)
{
    Laptop anna = open(agent, portA);
    Laptop carl = open(colleague, portA);
    for (const Outcome &outcome :
         pushAll(anna, {ask(hold, berth), deal(id(7510), berth, "ten_percent_deposit")}))
        expectApplied(outcome);
    EXPECT_EQ(stateOf(hold), "converted");
    EXPECT_EQ(push(carl, ask(hold2, berth)).error.key, reject::notFree);
}

// ---- who may

TEST_F(Holds, AColleagueDoesNotReleaseIt)
{
    Laptop anna = open(agent, portA);
    Laptop carl = open(colleague, portA);
    push(anna, ask(hold, berth));
    EXPECT_EQ(push(carl, release(hold)).error.key, reject::forbidden);
    const Edit shorter =
        update(BerthHolds::table, hold, {to("held_until", in(minutes(1)).micros(), untilOf(hold))});
    EXPECT_EQ(push(carl, shorter).error.key, reject::forbidden);
    EXPECT_EQ(push(carl, remove(BerthHolds::table, hold)).error.key, reject::forbidden);
    EXPECT_EQ(denials(hold), 3);
    EXPECT_EQ(stateOf(hold), "active");
}

TEST_F(Holds, WhoManagesTheBerthsReleasesItAndTheHolderIsTold)
{
    Laptop anna = open(agent, portA);
    Laptop dora = open(director, portA);
    push(anna, ask(hold, berth));
    Edit longer = update(BerthHolds::table, hold, {to("held_until", in(hours(70)).micros(), untilOf(hold))});
    EXPECT_EQ(push(dora, longer).error.key, reject::forbidden); // more than releasing is the holder's
    expectApplied(push(dora, release(hold)));
    EXPECT_EQ(cell("select user_id || ' ' || title from notifications where entity_id = '" +
                   berth.toString() + "'"),
              agent.toString() + " Your hold on berth North 1 was released");
    expectApplied(push(dora, update(Berths::table, berth, {to("status", word("sold"), word("available"))})));
}

TEST_F(Holds, AViewerAsksForNothing)
{
    Laptop vera = open(viewer, portA);
    EXPECT_EQ(push(vera, ask(hold, berth)).error.key, reject::forbidden);
    Laptop anna = open(agent, portA);
    push(anna, ask(hold2, berth));
    EXPECT_EQ(push(vera, release(hold2)).error.key, reject::forbidden);
    EXPECT_EQ(denials(hold) + denials(hold2), 2);
}

TEST_F(Holds, NobodyAsksInAnothersName)
{
    Laptop anna = open(agent, portA);
    const Instant until = in(hours(1));
    EXPECT_EQ(push(anna, ask(hold, berth, until, {to("holder_id", colleague)})).error.key,
              reject::serverOwned);
    EXPECT_EQ(denials(hold), 1);
    expectApplied(push(anna, ask(hold, berth, until, {to("holder_id", agent)})));
    const Edit given = update(BerthHolds::table, hold, {to("holder_id", colleague, agent)});
    EXPECT_EQ(push(anna, given).error.key, reject::serverOwned);
}

TEST_F(Holds, AnotherPortsBerthIsNeitherHeldNorFreed)
{
    Laptop sven = open(stranger, portB);
    Edit abroad = ask(hold, berth);
    abroad.ops[0].fields[1].now = foreignClient;
    EXPECT_EQ(push(sven, abroad).error.key, reject::wrongPort);
    Laptop anna = open(agent, portA);
    push(anna, ask(hold, berth));
    EXPECT_EQ(push(sven, release(hold)).error.key, reject::notFound);
    Edit forTheirs = ask(hold2, berth2);
    forTheirs.ops[0].fields[1].now = foreignClient;
    EXPECT_EQ(push(anna, forTheirs).error.key, reject::wrongPort);
    EXPECT_EQ(stateOf(hold), "active");
}

TEST_F(Holds, OnlyTheServerSaysThatAHoldExpiredOrBecameADeal)
{
    Laptop anna = open(agent, portA);
    push(anna, ask(hold, berth));
    for (const char *state : {"expired", "converted"}) {
        const Edit said = update(BerthHolds::table, hold, {to("state", word(state), word("active"))});
        EXPECT_EQ(push(anna, said).error.key, reject::serverOwned);
        EXPECT_EQ(push(anna, ask(hold2, berth2, in(hours(1)), {to("state", word(state))})).error.key,
                  reject::invalid);
    }
    EXPECT_EQ(stateOf(hold), "active");
}

} // namespace nimara::server::test
