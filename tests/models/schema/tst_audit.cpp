#include "models/schema/audit.h"

#include "models/schema/labels.h"
#include "models/schema/tables/all.h"

#include <gtest/gtest.h>

using namespace nimara;
using namespace nimara::schema;

namespace {

Row client(const std::string &name)
{
    Row row(Clients::table);
    row.set(Clients::id, Uuid(Uuid::Bytes{1}));
    row.set(Clients::fullName, name);
    return row;
}

} // namespace

TEST(Audit, onlyWhatChangedIsNamed)
{
    Row before = client("Ada");
    Row after = before;
    EXPECT_TRUE(auditDiff(before, after).empty());
    after.set(Clients::city, "Oslo");
    after.set(Clients::updatedAt, Instant(1)); // bookkeeping
    EXPECT_EQ(auditDiff(before, after), (std::vector<FieldDifference>{{Clients::city.name(), "", "Oslo"}}));
}

TEST(Audit, sensitiveValuesAreMasked)
{
    Row before(ClientContacts::table);
    Row after = before;
    after.set(ClientContacts::value, "ada@example.org");
    EXPECT_EQ(auditDiff(before, after),
              (std::vector<FieldDifference>{{ClientContacts::value.name(), "", "***"}}));
    Row later = after;
    later.set(ClientContacts::value, "ada@example.com");
    EXPECT_EQ(auditDiff(after, later),
              (std::vector<FieldDifference>{{ClientContacts::value.name(), "***", "***"}}));
}

TEST(Audit, whatNeverLeavesTheServerIsNotEvenNamed)
{
    Row before(Webhooks::table);
    Row after = before;
    after.set(Webhooks::secretEnc, "cipher");
    EXPECT_TRUE(auditDiff(before, after).empty());
}

TEST(Audit, aCreationNamesWhatIsThereAndJsonIsComparedAsValue)
{
    EXPECT_EQ(auditCreation(client("Ada")),
              (std::vector<FieldDifference>{{Clients::fullName.name(), "", "Ada"}}));
    EXPECT_EQ(auditDeletion(client("Ada")),
              (std::vector<FieldDifference>{{Clients::fullName.name(), "Ada", ""}}));
    Row before(Ports::table);
    before.setValue("settings", std::string(R"({"a": 1})"));
    Row after(Ports::table);
    after.setValue("settings", std::string(R"({"a":1})"));
    EXPECT_TRUE(auditDiff(before, after).empty());
}

TEST(Audit, longTextsAreKeptInTheirBeginningAtAWholeCharacter)
{
    std::string text;
    for (int i = 0; i < 1500; ++i)
        text += "\xC3\xAB";
    const std::string kept = auditText(ClientNotes::body.info(), text);
    EXPECT_EQ(kept.size(), 2000u + 3u);
    EXPECT_TRUE(kept.ends_with("\xC3\xAB…"));
    const std::string odd = auditText(ClientNotes::body.info(), "x" + text);
    EXPECT_EQ(odd.size(), 1999u + 3u);
}

TEST(Labels, choicesAndColumnsHaveWords)
{
    EXPECT_EQ(plainChoiceLabel(Berths::status.info(), "under_offer"), "Under offer");
    EXPECT_EQ(plainChoiceLabel(Berths::status.info(), "of_tomorrow"), "of_tomorrow");
    EXPECT_EQ(plainColumnLabel(Berths::status.info()), "Status");
    EXPECT_EQ(plainColumnLabel(ClientMergeLog::mergedClientId.info()), "merged client");
}
