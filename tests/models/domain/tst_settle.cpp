#include "models/domain/settle.h"

#include <gtest/gtest.h>

using namespace nimara;

namespace {

constexpr std::uint16_t table = 7;

Value text(const char *words)
{
    return std::string(words);
}

Edit edit(std::vector<FieldChange> fields)
{
    return Edit{.ops = {{table, Uuid(), OpKind::Update, std::move(fields)}}, .title = "Save"};
}

FieldConflict conflict(const char *column, const Value &was, const Value &mine, const Value &theirs)
{
    return {table, Uuid(), column, was, mine, theirs, {}, {}};
}

} // namespace

TEST(Settle, ConflictingFieldsGoAndTheOthersStayAsTheyWere)
{
    const Edit whole = edit({{"name", {}, text("a"), text("b")}, {"city", {}, text("x"), text("y")}});
    const Edit left = settled(whole, {conflict("name", text("a"), text("b"), text("c"))}, {});
    EXPECT_EQ(left, edit({{"city", {}, text("x"), text("y")}}));
}

TEST(Settle, AKeptFieldGoesOverWhatIsThereNow)
{
    const Edit whole = edit({{"name", {}, text("a"), text("b")}});
    const Edit left = settled(whole, {conflict("name", text("a"), text("b"), text("c"))}, {0});
    EXPECT_EQ(left, edit({{"name", {}, text("c"), text("b")}}));
}

TEST(Settle, ARowWithNothingLeftIsNotTouchedButDeletionsAre)
{
    Edit whole = edit({{"name", {}, text("a"), text("b")}});
    const auto conflicts = {conflict("name", text("a"), text("b"), text("c"))};
    EXPECT_TRUE(settled(whole, conflicts, {}).ops.empty());
    whole.ops.push_back({table, Uuid(), OpKind::Delete, {}});
    ASSERT_EQ(settled(whole, conflicts, {}).ops.size(), 1u);
    EXPECT_EQ(settled(whole, conflicts, {}).ops[0].kind, OpKind::Delete);
}

TEST(Settle, OfTheKeysInOneColumnOnlyThoseInConflictGo)
{
    const Edit whole =
        edit({{"settings", "a", text("1"), text("2")}, {"settings", "b", text("3"), text("4")}});
    const auto conflicts = {conflict("settings", text("1"), text("2"), text(R"({"a":9,"b":3})"))};
    EXPECT_EQ(settled(whole, conflicts, {}), edit({{"settings", "b", text("3"), text("4")}}));
    EXPECT_EQ(settled(whole, conflicts, {0}),
              edit({{"settings", "a", text("9"), text("2")}, {"settings", "b", text("3"), text("4")}}));
}

TEST(Settle, ACommandIsGivenUpAsAWhole)
{
    Edit whole = edit({{"stage", {}, text("open"), text("visited")}, {"note", {}, text("x"), text("y")}});
    whole.command = Command{"interest.changeStage", "{}"};
    const auto conflicts = {conflict("stage", text("open"), text("visited"), text("contract"))};
    const Edit given = settled(whole, conflicts, {});
    EXPECT_TRUE(given.ops.empty());
    EXPECT_FALSE(given.command);
    EXPECT_EQ(settled(whole, conflicts, {0}).command, whole.command);
}
