#include "models/items/list_change.h"

#include <gtest/gtest.h>

#include <numeric>

using namespace nimara;
using Kind = ListChange::Kind;
using Numbers = std::vector<std::int64_t>;

namespace {

void expectChange(const Numbers &before, const Numbers &after, Kind kind, int first = 0, int count = 0)
{
    const ListChange change = changeBetween(before, after);
    EXPECT_EQ(change.kind, kind);
    if (kind == Kind::Insert || kind == Kind::Remove) {
        EXPECT_EQ(change.first, first);
        EXPECT_EQ(change.count, count);
    }
}

} // namespace

TEST(ListChange, TheSameListIsTold)
{
    expectChange({}, {}, Kind::Same);
    expectChange({1, 2, 3}, {1, 2, 3}, Kind::Same);
}

TEST(ListChange, RowsThatCameOrWentStandWhereTheyStand)
{
    expectChange({}, {1, 2}, Kind::Insert, 0, 2);
    expectChange({1, 2}, {0, 1, 2}, Kind::Insert, 0, 1);
    expectChange({1, 2}, {1, 5, 6, 2}, Kind::Insert, 1, 2);
    expectChange({1, 2}, {1, 2, 3}, Kind::Insert, 2, 1);
    expectChange({1, 2}, {}, Kind::Remove, 0, 2);
    expectChange({1, 2, 3}, {1, 3}, Kind::Remove, 1, 1);
    expectChange({1, 1, 1}, {1, 1}, Kind::Remove, 2, 1);
}

TEST(ListChange, AnotherOrderOfTheSameRowsIsAReorder)
{
    expectChange({1, 2, 3, 4}, {4, 3, 2, 1}, Kind::Reorder);
    expectChange({1, 2, 3, 4}, {1, 3, 2, 4}, Kind::Reorder);
}

TEST(ListChange, AnythingElseIsAReplacement)
{
    expectChange({1, 2, 3}, {1, 4, 3}, Kind::Replace);
    expectChange({1, 2, 3, 4}, {2, 5, 4}, Kind::Replace);
    expectChange({1, 2}, {3, 4, 5}, Kind::Replace);
}

TEST(ListChange, AHundredThousandRowsTurnedRoundAreStillAReorder)
{
    Numbers before(100'000);
    std::iota(before.begin(), before.end(), 1);
    const Numbers after(before.rbegin(), before.rend());
    expectChange(before, after, Kind::Reorder);
}
