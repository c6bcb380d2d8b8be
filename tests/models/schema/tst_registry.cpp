#include "models/schema/registry.h"

#include "models/domain/permissions.h"
#include "models/schema/tables/all.h"
#include "models/schema/validate.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <cctype>
#include <set>

using namespace nimara;
using namespace nimara::schema;

namespace {

bool isPermission(std::string_view key)
{
    const auto known = permissions();
    return std::any_of(known.begin(), known.end(),
                       [&](const Permission &permission) { return permission.key == key; });
}

} // namespace

TEST(Registry, everyTableIsFoundByNameAndByNumber)
{
    for (const Table *table : tables()) {
        EXPECT_EQ(findTable(table->name), table);
        EXPECT_EQ(findTable(table->number), table);
    }
    EXPECT_EQ(findTable("no_such_table"), nullptr);
    EXPECT_EQ(findTable(std::uint16_t(0)), nullptr);
    EXPECT_EQ(findTable(std::uint16_t(9999)), nullptr);
}

TEST(Registry, theWireNumbersAreTheOnesThatWereGiven)
{
    // A few of them, as laptops in the field know them.
    EXPECT_EQ(Ports::table.number, 1);
    EXPECT_EQ(Clients::table.number, 7);
    EXPECT_EQ(Berths::table.number, 14);
    EXPECT_EQ(Interests::table.number, 20);
    EXPECT_EQ(Reminders::table.number, 44);
    EXPECT_EQ(UndoLog::table.number, 59);
}

TEST(Registry, rightsAndScopesNamePermissionsThatExist)
{
    const auto expectKnown = [](std::string_view key, const Table &table) {
        if (!key.empty() && key != "*" && key != "@entity") {
            EXPECT_TRUE(isPermission(key)) << table.name << ": " << key;
        }
    };
    for (const Table *table : tables()) {
        for (const ScopeRule &rule : table->scopes)
            expectKnown(rule.permission, *table);
        for (const std::string_view key :
             {table->rights.create, table->rights.edit, table->rights.remove, table->rights.own})
            expectKnown(key, *table);
        for (const ColumnInfo &column : table->columns)
            expectKnown(column.spec.permission, *table);
    }
}

TEST(Registry, everyEntityOfAScopeHasAViewRight)
{
    for (const Table *table : tables()) {
        for (const ScopeRule &rule : table->scopes) {
            if (rule.entityColumn.empty())
                continue;
            for (const Choice &choice : table->find(rule.entityColumn)->spec.choices) {
                if (choice.value != "general") {
                    EXPECT_TRUE(isPermission(std::string(choice.value) + ".view"))
                        << table->name << ": " << choice.value;
                }
            }
        }
    }
}

TEST(Registry, aNewRowHasItsInitialValuesAndTheyAreValid)
{
    for (const Table *table : tables()) {
        const Row row = Row::fresh(*table);
        for (const ColumnInfo &column : table->columns) {
            EXPECT_EQ(isNull(row.value(column.index)), column.spec.initial.empty())
                << table->name << "." << column.spec.name;
            if (!column.spec.initial.empty()) {
                EXPECT_TRUE(validated(column, row.value(column.index)))
                    << table->name << "." << column.spec.name;
            }
        }
    }
}

TEST(Registry, labelsAreWrittenAsPeopleReadThem)
{
    const auto expectWords = [](std::string_view label, const std::string &where) {
        ASSERT_FALSE(label.empty()) << where;
        EXPECT_FALSE(std::islower(static_cast<unsigned char>(label.front()))) << where << ": " << label;
        EXPECT_EQ(label.find('_'), std::string_view::npos) << where << ": " << label;
    };
    for (const Table *table : tables()) {
        expectWords(table->label, std::string(table->name));
        expectWords(table->plural, std::string(table->name));
        for (const ColumnInfo &column : table->columns) {
            if (!column.spec.label.empty())
                expectWords(column.spec.label,
                            std::string(table->name) + "." + std::string(column.spec.name));
            for (const Choice &choice : column.spec.choices)
                EXPECT_FALSE(choice.label.empty()) << choice.value;
        }
    }
}

TEST(Registry, referencesAreKnownFromBothEnds)
{
    std::set<std::string> toVessels;
    for (const Reference &reference : referencesTo(Vessels::table))
        toVessels.insert(std::string(reference.from->name) + "." + std::string(reference.column->spec.name));
    EXPECT_EQ(toVessels, (std::set<std::string>{"interests.vessel_id", "berth_observations.vessel_id"}));
    EXPECT_TRUE(referencesTo(UndoLog::table).empty());
}

TEST(Registry, theUsersOwnFileHoldsWhatIsHis)
{
    std::set<std::string_view> own;
    for (const Table *table : tables()) {
        if (table->livesIn(Realm::User))
            own.insert(table->name);
    }
    EXPECT_EQ(own,
              (std::set<std::string_view>{"users", "scratchpad_notes", "user_notification_preferences"}));
    EXPECT_TRUE(Users::table.livesIn(Realm::Port)); // as colleagues see him
    EXPECT_FALSE(AuditLogs::table.livesIn(Realm::Port));
    EXPECT_FALSE(GoogleCalendarTokens::table.livesIn(Realm::User));
}

TEST(Registry, everyStageOfThePipelineHasItsDate)
{
    std::size_t dates = 0;
    for (const ColumnInfo &column : Interests::table.columns)
        dates += column.is(StageDate) ? 1u : 0u;
    EXPECT_EQ(dates, pipelineStageChoices.size() - 1); // nothing happens at "open"
}

TEST(Registry, enumsGoThereAndBack)
{
    Row row(Berths::table);
    row.set(Berths::status, BerthStatus::UnderOffer);
    EXPECT_EQ(row.value("status"), Value(std::string("under_offer")));
    EXPECT_EQ(row[Berths::status], BerthStatus::UnderOffer);
    row.setValue("status", Value(std::string("of_a_newer_server")));
    EXPECT_EQ(row[Berths::status], std::nullopt);
    EXPECT_EQ(row.value("status"), Value(std::string("of_a_newer_server")));
}
