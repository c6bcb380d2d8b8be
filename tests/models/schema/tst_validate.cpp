#include "models/schema/validate.h"

#include "models/schema/tables/all.h"

#include <gtest/gtest.h>

using namespace nimara;
using namespace nimara::schema;

namespace {

template <typename T>
std::string faultOf(const Column<T> &column, Value value)
{
    const auto done = validated(column.info(), std::move(value));
    if (done)
        return {};
    EXPECT_EQ(done.error().field, column.name());
    return done.error().key;
}

template <typename T>
Value formOf(const Column<T> &column, Value value)
{
    const auto done = validated(column.info(), std::move(value));
    EXPECT_TRUE(done) << done.error().key;
    return done ? *done : Value();
}

Value text(std::string words)
{
    return words;
}

} // namespace

TEST(Validate, textIsNormalisedAndTrimmed)
{
    EXPECT_EQ(formOf(Clients::fullName, text("  Zoe\xCC\x88 \n")), text("Zo\xC3\xAB")); // NFC
    EXPECT_EQ(formOf(Clients::city, text(" \t ")), Value());                            // empty is null
}

TEST(Validate, textThatCannotBeKeptIsRefused)
{
    EXPECT_EQ(faultOf(Clients::fullName, text(std::string("a\0b", 3))), "text.nul");
    EXPECT_EQ(faultOf(Clients::fullName, text("\xFF")), "text.utf8");
    EXPECT_EQ(faultOf(Clients::fullName, text(std::string(201, 'a'))), "value.too_long");
    std::string long200;
    for (int i = 0; i < 200; ++i)
        long200 += "\xC3\xAB"; // characters are counted, not bytes
    EXPECT_EQ(faultOf(Clients::fullName, text(long200)), "");
}

TEST(Validate, whatIsRequiredMustBeThereUnlessTheServerSetsIt)
{
    EXPECT_EQ(faultOf(Clients::fullName, Value()), "value.required");
    EXPECT_EQ(faultOf(Clients::fullName, text("  ")), "value.required");
    EXPECT_EQ(faultOf(Clients::createdAt, Value()), "");
    EXPECT_EQ(faultOf(Reminders::createdBy, Value()), "");
    EXPECT_EQ(faultOf(Clients::city, Value()), "");
}

TEST(Validate, aValueHasItsColumnsShape)
{
    EXPECT_EQ(faultOf(Clients::fullName, std::int64_t(1)), "value.type");
    EXPECT_EQ(faultOf(Berths::price, text("100.00")), "value.type");
    EXPECT_EQ(faultOf(Clients::assignedTo, text("01890000-0000-7000-8000-0000abcdef12")), "value.type");
    EXPECT_EQ(faultOf(Clients::birthDate, Uuid()), "value.type");
}

TEST(Validate, limitsOfNumbersHold)
{
    EXPECT_EQ(faultOf(Berths::hasWater, std::int64_t(2)), "value.range");
    EXPECT_EQ(faultOf(Berths::lengthM, std::int64_t(1'000'000)), "value.range");
    EXPECT_EQ(faultOf(Berths::lengthM, std::int64_t(999'999)), "");
    EXPECT_EQ(faultOf(BerthRecommendations::matchScore, std::int64_t(101)), "value.range");
    EXPECT_EQ(faultOf(BerthRecommendations::matchScore, std::int64_t(100)), "");
    EXPECT_EQ(faultOf(Reminders::dueAt, std::numeric_limits<std::int64_t>::max()), "value.range");
}

TEST(Validate, wordsDaysAndJsonAreChecked)
{
    EXPECT_EQ(faultOf(Berths::status, text("haunted")), "value.choice");
    EXPECT_EQ(faultOf(Berths::status, text("sold")), "");
    EXPECT_EQ(faultOf(Clients::birthDate, text("2026-02-30")), "value.date");
    EXPECT_EQ(faultOf(Ports::settings, text("{")), "json.syntax");
    EXPECT_EQ(faultOf(Ports::settings, text(R"({"a":"\u0000"})")), "text.nul");
    EXPECT_EQ(faultOf(Ports::settings, text(R"({"a\u0000":1})")), "text.nul");
    EXPECT_EQ(faultOf(Ports::settings, text(std::string(100, '[') + std::string(100, ']'))), "json.depth");
    EXPECT_EQ(formOf(Ports::settings, text(R"({ "b": 1, "a": 2 })")), text(R"({"a":2,"b":1})"));
}

TEST(Validate, aRowIsBroughtToItsFormInPlace)
{
    Row row = Row::fresh(Clients::table);
    EXPECT_EQ(validateRow(row).error().field, "id");
    row.set(Clients::id, Uuid(Uuid::Bytes{1}));
    row.set(Clients::portId, Uuid(Uuid::Bytes{2}));
    EXPECT_EQ(validateRow(row).error().field, "full_name");
    row.set(Clients::fullName, "  Ada ");
    row.set(Clients::city, "");
    EXPECT_TRUE(validateRow(row));
    EXPECT_EQ(row[Clients::fullName], "Ada");
    EXPECT_EQ(row[Clients::city], std::nullopt);
}
