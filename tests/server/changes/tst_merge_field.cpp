#include "server/changes/merge_field.h"

#include "models/base/json.h"
#include "models/schema/tables/clients.h"
#include "models/schema/tables/people.h"

#include <gtest/gtest.h>

namespace nimara::server {

namespace {

using Kind = MergedField::Kind;

constexpr ColumnSpec setSpec{.name = "c", .policy = Policy::Merge};
constexpr ColumnSpec askSpec{.name = "c"};

ColumnInfo json(Policy policy)
{
    return {0, ColumnType::JsonText, policy == Policy::Merge ? setSpec : askSpec};
}

struct Case
{
    const char *was;
    const char *now;
    const char *theirs;
    Kind kind;
    const char *value;
};

void PrintTo(const Case &item, std::ostream *out)
{
    *out << item.was << " -> " << item.now << " against " << item.theirs;
}

Value text(const char *words)
{
    return std::string_view(words) == "-" ? Value() : Value(std::string(words));
}

class MergedJson : public ::testing::TestWithParam<Case>
{};

} // namespace

TEST_P(MergedJson, KeepsBothSides)
{
    const Case &item = GetParam();
    const auto merged = mergeField(json(Policy::Merge), text(item.theirs),
                                   {.column = "c", .path = {}, .was = text(item.was), .now = text(item.now)});
    ASSERT_TRUE(merged);
    EXPECT_EQ(merged->kind, item.kind);
    if (item.kind == Kind::Conflict)
        return;
    EXPECT_EQ(Json::parse(std::get<std::string>(merged->value)), Json::parse(item.value));
}

INSTANTIATE_TEST_SUITE_P(
    SetsAndObjects, MergedJson,
    ::testing::Values(
        Case{"[]", "[1]", "[]", Kind::Set, "[1]"}, Case{"[]", "[1]", "[2]", Kind::Overruled, "[2, 1]"},
        Case{"[1, 2]", "[1]", "[1, 2, 3]", Kind::Overruled, "[1, 3]"},
        Case{"[1]", "[1, 2]", "[1, 2]", Kind::Unchanged, "[1, 2]"},
        Case{"[1]", "[]", "[1, 2]", Kind::Overruled, "[2]"},
        Case{"[{}]", "[{}, 1]", "[2]", Kind::Conflict, ""},
        Case{"{}", "{\"a\": 1}", "{\"b\": 2}", Kind::Set, "{\"a\": 1, \"b\": 2}"},
        Case{"{\"a\": 1}", "{}", "{\"a\": 1, \"b\": 2}", Kind::Set, "{\"b\": 2}"},
        Case{"{\"a\": 1}", "{\"a\": 2}", "{\"a\": 3}", Kind::Conflict, ""},
        Case{"{\"a\": 1}", "{\"a\": 2}", "{\"a\": 2, \"b\": 1}", Kind::Unchanged, "{\"a\": 2, \"b\": 1}"},
        Case{"{\"a\": 1, \"b\": 1}", "{\"a\": 1, \"b\": 2}", "{\"a\": 5, \"b\": 1}", Kind::Set,
             "{\"a\": 5, \"b\": 2}"},
        Case{"{\"t\": [1]}", "{\"t\": [1, 2]}", "{\"t\": [1, 3]}", Kind::Overruled, "{\"t\": [1, 3, 2]}"},
        Case{"-", "{\"a\": 1}", "{\"b\": 2}", Kind::Set, "{\"a\": 1, \"b\": 2}"},
        Case{"{\"a\": 1}", "-", "{\"a\": 2}", Kind::Conflict, ""}, Case{"5", "6", "7", Kind::Conflict, ""}));

TEST(MergedFields, AreComparedByValue)
{
    const FieldChange change{.column = "c",
                             .path = {},
                             .was = Value(std::string("{\"a\":1,\"b\":2}")),
                             .now = Value(std::string("{\"a\":2}"))};
    EXPECT_EQ(mergeField(json(Policy::Ask), Value(std::string("{\"b\": 2, \"a\": 1}")), change)->kind,
              Kind::Set);
}

TEST(MergedFields, APersonDecidesUnlessThePolicyDoes)
{
    const ColumnInfo &name = schema::Clients::fullName.info();
    const FieldChange change{
        .column = "full_name", .path = {}, .was = Value(std::string("a")), .now = Value(std::string("b"))};
    EXPECT_EQ(mergeField(name, Value(std::string("a")), change)->kind, Kind::Set);
    EXPECT_EQ(mergeField(name, Value(std::string("b")), change)->kind, Kind::Unchanged);
    EXPECT_EQ(mergeField(name, Value(std::string("c")), change)->kind, Kind::Conflict);
    EXPECT_EQ(mergeField(name, Value(), change)->kind, Kind::Conflict);

    const ColumnInfo &contact = schema::Clients::lastContactAt.info();
    const auto at = [&](Value theirs, std::int64_t now) {
        return mergeField(
            contact, theirs,
            {.column = "last_contact_at", .path = {}, .was = Value(std::int64_t(1)), .now = Value(now)});
    };
    EXPECT_EQ(at(Value(std::int64_t(5)), 3)->value, Value(std::int64_t(5)));
    EXPECT_EQ(at(Value(std::int64_t(5)), 7)->value, Value(std::int64_t(7)));
    EXPECT_EQ(at(Value(), 7)->value, Value(std::int64_t(7)));
}

TEST(MergedFields, PathsAreForJsonThatMerges)
{
    FieldChange change{.column = "full_name", .path = "a", .was = {}, .now = Value(std::string("1"))};
    EXPECT_FALSE(mergeField(schema::Clients::fullName.info(), Value(std::string("x")), change));
    EXPECT_FALSE(mergeField(json(Policy::Ask), Value(std::string("{}")), change));
    EXPECT_FALSE(mergeField(json(Policy::Merge), Value(std::string("[]")), change)); // no object there
    const auto set = mergeField(json(Policy::Merge), Value(std::string("{\"b\":2}")), change);
    ASSERT_TRUE(set);
    EXPECT_EQ(set->value, Value(std::string("{\"a\":1,\"b\":2}")));
    change.was = Value(std::string("1"));
    change.now = {};
    EXPECT_EQ(mergeField(json(Policy::Merge), Value(std::string("{\"a\":1}")), change)->value,
              Value(std::string("{}")));
}

// What a client says it saw is copied, and a copy goes as deep as the tree.
TEST(MergedFields, NestingWithoutEndIsNoValueAtAll)
{
    constexpr std::size_t deep = 1'000'000;
    const std::string nested = "{\"a\":" + std::string(deep, '[') + std::string(deep, ']') + "}";
    const Value was = nested;
    const auto merged = mergeField(json(Policy::Merge), text(R"({"a":1})"),
                                   {.column = "c", .path = {}, .was = was, .now = text(R"({"a":2})")});
    ASSERT_TRUE(merged);
    EXPECT_EQ(merged->kind, Kind::Conflict);
    EXPECT_FALSE(mergeField(json(Policy::Merge), text("{}"),
                            {.column = "c", .path = "a", .was = was, .now = text("2")}));
}

} // namespace nimara::server
