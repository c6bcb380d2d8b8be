#include "models/domain/fitting.h"

#include "models/schema/tables/berths.h"
#include "models/schema/tables/clients.h"
#include "models/schema/tables/interests.h"

#include <gtest/gtest.h>

using namespace nimara;
using schema::Berths;
using schema::Interests;
using schema::Vessels;

namespace {

Decimal metres(const char *text)
{
    return *Decimal::parse(text, 2);
}

Row berth(const char *number, const char *length, const char *beam, const char *draft = nullptr)
{
    Row row = Row::fresh(Berths::table);
    row.set(Berths::berthNumber, std::string(number));
    row.set(Berths::lengthM, metres(length));
    row.set(Berths::beamM, metres(beam));
    if (draft)
        row.set(Berths::maxDraftM, metres(draft));
    return row;
}

const BerthNeed boat{metres("12"), metres("4"), metres("2")};

} // namespace

TEST(Fitting, ABerthMustBeLongWideAndDeepEnough)
{
    EXPECT_TRUE(fitsNeed(berth("1", "12", "4", "2"), boat));
    EXPECT_TRUE(fitsNeed(berth("2", "15", "5"), boat)); // its depth is not known
    EXPECT_FALSE(fitsNeed(berth("3", "11.99", "4", "2"), boat));
    EXPECT_FALSE(fitsNeed(berth("4", "12", "3.9", "2"), boat));
    EXPECT_FALSE(fitsNeed(berth("5", "12", "4", "1.9"), boat));
    Row shallow = berth("6", "12", "4");
    shallow.set(Berths::waterDepthM, metres("1.5"));
    EXPECT_FALSE(fitsNeed(shallow, boat));
    EXPECT_TRUE(fitsNeed(berth("7", "1", "1", "0.1"), {}));
}

TEST(Fitting, TheWishesOfADealComeBeforeTheMeasuresOfItsBoat)
{
    Row deal = Row::fresh(Interests::table);
    deal.set(Interests::desiredLengthM, metres("14"));
    Row vessel = Row::fresh(Vessels::table);
    vessel.set(Vessels::lengthM, metres("12"));
    vessel.set(Vessels::beamM, metres("4"));
    const BerthNeed need = needOf(&deal, &vessel);
    EXPECT_EQ(need.length, metres("14"));
    EXPECT_EQ(need.beam, metres("4"));
    EXPECT_FALSE(need.draft);
    EXPECT_TRUE(needOf(nullptr, nullptr).isEmpty());
    EXPECT_EQ(needOf(nullptr, &vessel).length, metres("12"));
}

TEST(Fitting, FreeBerthsComeTightestFirstAndAreFew)
{
    Row sold = berth("9", "12", "4");
    sold.set(Berths::status, BerthStatus::Sold);
    const std::vector<Row> found = fittingBerths(
        {berth("1", "20", "6"), sold, berth("2", "12", "4"), berth("3", "10", "4"), berth("4", "13", "4")},
        boat, 2);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0][Berths::berthNumber], "2");
    EXPECT_EQ(found[1][Berths::berthNumber], "4");
}

TEST(Fitting, AnEditIsMadeForAnotherBerthWhereItNamedOne)
{
    const Uuid from = *Uuid::parse("00000000-0000-7000-8000-000000000001");
    const Uuid to = *Uuid::parse("00000000-0000-7000-8000-000000000002");
    Edit edit{.ops = {{Interests::table.number,
                       from,
                       OpKind::Create,
                       {{"client_id", {}, {}, Value(from)}, {"berth_id", {}, {}, Value(from)}}}}};
    const auto other = onOtherBerth(edit, from, to);
    ASSERT_TRUE(other);
    EXPECT_EQ(other->ops[0].id, from);
    EXPECT_EQ(other->ops[0].fields[0].now, Value(from));
    EXPECT_EQ(other->ops[0].fields[1].now, Value(to));
    EXPECT_FALSE(onOtherBerth(edit, to, from));
}
