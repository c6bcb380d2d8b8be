#include "models/domain/holds.h"

#include "models/base/json.h"
#include "models/domain/edit.h"
#include "models/schema/tables/berths.h"
#include "models/schema/tables/interests.h"

#include <gtest/gtest.h>

using namespace nimara;
using schema::BerthHolds;
using schema::Berths;
using schema::Interests;

namespace {

const Instant now = *Instant::parse("2026-06-01T12:00:00Z");
const Uuid someBerth = *Uuid::parse("00000000-0000-7000-8000-000000000001");
const Uuid otherBerth = *Uuid::parse("00000000-0000-7000-8000-000000000002");

Row deal(PipelineStage stage, const Uuid &berth = someBerth)
{
    Row row = Row::fresh(Interests::table);
    row.set(Interests::pipelineStage, stage);
    row.set(Interests::berthId, berth);
    return row;
}

Row freeBerth()
{
    Row row = Row::fresh(Berths::table);
    row.set(Berths::status, BerthStatus::Available);
    return row;
}

} // namespace

TEST(Holds, APortSaysHowLongAHoldMayBeWithinReason)
{
    using std::chrono::hours;
    EXPECT_EQ(longestHold(Json::object()), hours(72));
    EXPECT_EQ(longestHold(Json{{"berthHoldHours", 24}}), hours(24));
    EXPECT_EQ(longestHold(Json{{"berthHoldHours", 100000}}), hours(720));
    EXPECT_EQ(longestHold(Json{{"berthHoldHours", -5}}), hours(1));
    EXPECT_EQ(longestHold(Json{{"berthHoldHours", "long"}}), hours(72));
}

TEST(Holds, AHoldEndsInTheFutureAndWithinTheLimit)
{
    const std::chrono::hours limit(72);
    EXPECT_TRUE(checkHoldTime(now + limit, now, limit));
    EXPECT_TRUE(checkHoldTime(now + std::chrono::microseconds(1), now, limit));
    for (const Instant until : {now, now - limit, now + limit + std::chrono::microseconds(1)}) {
        const auto checked = checkHoldTime(until, now, limit);
        ASSERT_FALSE(checked);
        EXPECT_EQ(checked.error().key, reject::holdTime);
        EXPECT_EQ(checked.error().field, "held_until");
    }
}

TEST(Holds, AHoldStandsUntilItsMomentWhateverItsStateSays)
{
    Row hold = Row::fresh(BerthHolds::table);
    hold.set(BerthHolds::heldUntil, now);
    EXPECT_TRUE(standsAt(hold, now - std::chrono::microseconds(1)));
    EXPECT_FALSE(standsAt(hold, now));
    for (const HoldState ended : {HoldState::Released, HoldState::Expired, HoldState::Converted}) {
        hold.set(BerthHolds::state, ended);
        EXPECT_FALSE(standsAt(hold, now - std::chrono::hours(1)));
    }
}

TEST(Holds, OfManyThatEndedTheOneThatStandsIsFound)
{
    Row over = Row::fresh(BerthHolds::table);
    over.set(BerthHolds::heldUntil, now);
    Row stands = over;
    stands.set(BerthHolds::heldUntil, now + std::chrono::hours(1));
    const std::vector holds{over, stands};
    EXPECT_EQ(standingAmong(holds, now), &holds[1]);
    EXPECT_EQ(standingAmong({}, now), nullptr);
    EXPECT_EQ(standingAmong(holds, now + std::chrono::hours(1)), nullptr);
}

TEST(Holds, ABerthIsTakenByItsStatusItsOwnerItsTenureAndTheArchive)
{
    const Row before = freeBerth();
    const auto takes = [&](const auto &column, auto value) {
        Row after = before;
        after.set(column, value);
        return takesBerth(before, after);
    };
    EXPECT_TRUE(takes(Berths::status, BerthStatus::UnderOffer));
    EXPECT_TRUE(takes(Berths::status, BerthStatus::Reserved));
    EXPECT_TRUE(takes(Berths::status, BerthStatus::Sold));
    EXPECT_FALSE(takes(Berths::status, BerthStatus::Maintenance));
    EXPECT_TRUE(takes(Berths::ownerClientId, someBerth));
    EXPECT_TRUE(takes(Berths::tenureStartOn, *Date::parse("2026-06-01")));
    EXPECT_TRUE(takes(Berths::tenureEndOn, *Date::parse("2036-06-01")));
    EXPECT_TRUE(takes(Berths::archivedAt, now));
    EXPECT_FALSE(takes(Berths::description, std::string("quiet")));

    Row sold = freeBerth();
    sold.set(Berths::status, BerthStatus::Sold);
    sold.set(Berths::ownerClientId, someBerth);
    EXPECT_FALSE(takesBerth(sold, before)); // given back
    EXPECT_FALSE(takesBerth(sold, sold));
}

TEST(Holds, ADealClaimsItsBerthStepByStep)
{
    const Row visited = deal(PipelineStage::Visited);
    const Row signedEoi = deal(PipelineStage::SignedEoiNda);
    const Row deposit = deal(PipelineStage::TenPercentDeposit);
    const Row contract = deal(PipelineStage::Contract);
    EXPECT_FALSE(claimsBerth(nullptr, visited));
    EXPECT_TRUE(claimsBerth(nullptr, signedEoi));
    EXPECT_TRUE(claimsBerth(&visited, signedEoi));
    EXPECT_TRUE(claimsBerth(&signedEoi, deposit));
    EXPECT_FALSE(claimsBerth(&deposit, contract)); // it has the berth already
    EXPECT_FALSE(claimsBerth(&deposit, signedEoi));
    EXPECT_TRUE(claimsBerth(&contract, deal(PipelineStage::Contract, otherBerth)));

    Row archived = deposit;
    archived.set(Interests::archivedAt, now);
    EXPECT_FALSE(claimsBerth(nullptr, archived));
    EXPECT_TRUE(claimsBerth(&archived, deposit)); // restored
    Row noBerth = deposit;
    noBerth.clear(Interests::berthId);
    EXPECT_FALSE(claimsBerth(nullptr, noBerth));
}

TEST(Holds, OnlyAnAvailableBerthMayBeHeld)
{
    Row berth = freeBerth();
    EXPECT_TRUE(mayBeHeld(berth));
    berth.set(Berths::archivedAt, now);
    EXPECT_FALSE(mayBeHeld(berth));
    for (const BerthStatus status :
         {BerthStatus::UnderOffer, BerthStatus::Sold, BerthStatus::Maintenance, BerthStatus::Reserved}) {
        berth = freeBerth();
        berth.set(Berths::status, status);
        EXPECT_FALSE(mayBeHeld(berth));
    }
}
