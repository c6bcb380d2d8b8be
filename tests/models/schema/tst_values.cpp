#include "models/schema/value.h"

#include <gtest/gtest.h>

using namespace nimara;

TEST(Values, whatPeopleWriteComesBackAsTheyWroteIt)
{
    const std::pair<ColumnType, const char *> written[] = {
        {ColumnType::Uuid, "01890000-0000-7000-8000-0000abcdef12"},
        {ColumnType::Text, "Łódź"},
        {ColumnType::Bool, "true"},
        {ColumnType::Int, "-42"},
        {ColumnType::Money, "-1234.50"},
        {ColumnType::Length, "18.00"},
        {ColumnType::Quantity, "0.125"},
        {ColumnType::TaxRate, "7.7000"},
        {ColumnType::ExchangeRate, "0.00000001"},
        {ColumnType::Instant, "2026-11-22T10:44:03.120000Z"},
        {ColumnType::Date, "2026-02-28"},
        {ColumnType::Enum, "hot"},
        {ColumnType::JsonText, R"({"a":[1,null,"x"]})"},
    };
    for (const auto &[type, text] : written) {
        const auto value = valueFromText(type, text);
        ASSERT_TRUE(value) << text;
        EXPECT_EQ(valueToText(type, *value), text);
    }
}

TEST(Values, nothingIsNull)
{
    EXPECT_EQ(valueFromText(ColumnType::Money, ""), Value());
    EXPECT_EQ(valueToText(ColumnType::Money, Value()), "");
}

TEST(Values, whatDoesNotFitIsRefused)
{
    const std::pair<ColumnType, const char *> wrong[] = {
        {ColumnType::Uuid, "01890000"},   {ColumnType::Bool, "yes"},
        {ColumnType::Int, "12x"},         {ColumnType::Int, "99999999999999999999"},
        {ColumnType::Money, "1.005"},     {ColumnType::Money, "1000000000000.00"},
        {ColumnType::Length, "10000.00"}, {ColumnType::Instant, "2026-11-22 10:44"},
        {ColumnType::Date, "2026-02-29"}, {ColumnType::JsonText, "{"},
    };
    for (const auto &[type, text] : wrong)
        EXPECT_FALSE(valueFromText(type, text)) << text;
}

TEST(Values, jsonIsComparedAsValue)
{
    EXPECT_TRUE(sameValue(ColumnType::JsonText, std::string(R"({"a":1,"b":2})"),
                          std::string(R"({ "b": 2, "a": 1 })")));
    EXPECT_FALSE(sameValue(ColumnType::JsonText, std::string("[1,2]"), std::string("[2,1]")));
    EXPECT_FALSE(sameValue(ColumnType::JsonText, std::string("null"), Value()));
    EXPECT_FALSE(sameValue(ColumnType::Text, std::string("{}"), std::string("{ }")));
}
