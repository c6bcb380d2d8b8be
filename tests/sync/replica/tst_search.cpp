#include "tests/sync/replica/fixture.h"

#include "sync/replica/search_words.h"

namespace nimara::sync::test {

using schema::ClientContacts;
using schema::Clients;

class Search : public ReplicaTest
{
protected:
    void SetUp() override
    {
        load({everyone, clientsView});
        give(deltaOf("c2",
                     {{clientsView,
                       {clientRow(1, 5, "Łukasz Müller"), clientRow(2, 5, "Анна Петрова"),
                        clientRow(3, 5, "Anna Berg")}}},
                     {clientsView}));
        indexAll();
    }
    void indexAll()
    {
        while (replica->searchPending())
            ASSERT_TRUE(replica->indexSome(2));
    }
    std::vector<Uuid> found(const std::string &text, int limit = 10)
    {
        const auto results = replica->search(text, limit);
        EXPECT_TRUE(results) << results.error().detail;
        std::vector<Uuid> ids;
        for (const SearchResult &result : *results)
            ids.push_back(result.id);
        std::sort(ids.begin(), ids.end());
        return ids;
    }
};

TEST_F(Search, AccentsCaseAndScriptDoNotMatter)
{
    EXPECT_EQ(found("LUKASZ"), std::vector<Uuid>{idOf(1)});
    EXPECT_EQ(found("muller"), std::vector<Uuid>{idOf(1)});
    EXPECT_EQ(found("petrov"), std::vector<Uuid>{idOf(2)});
    EXPECT_EQ(found("Петр"), std::vector<Uuid>{idOf(2)});
    EXPECT_EQ(found("anna"), (std::vector<Uuid>{idOf(2), idOf(3)}));
}

TEST_F(Search, TheLastWordMayBeUnfinishedTheOthersNot)
{
    EXPECT_EQ(found("anna be"), std::vector<Uuid>{idOf(3)});
    EXPECT_TRUE(found("an berg").empty());
    EXPECT_TRUE(found("").empty());
    EXPECT_TRUE(found("  - ").empty());
    EXPECT_EQ(found("anna", 1).size(), 1u);
}

TEST_F(Search, WhatIsTypedIsNeverAnExpression)
{
    for (const char *typed : {"\"", "a OR b", "NEAR(", "title:anna", "*", "a*b", "(", "⚓", "x⚓y", "^an", "'"})
        EXPECT_TRUE(replica->search(typed, 5)) << typed;
}

TEST_F(Search, NumbersAreFoundHoweverTheyAreWritten)
{
    submit(createContact(20, 1, "+358 40 123-4567"));
    indexAll();
    for (const char *typed : {"+358401234567", "040 123", "0401234567", "358 40", "40123", "+358 (40) 123"})
        EXPECT_EQ(found(typed), std::vector<Uuid>{idOf(20)}) << typed;
    EXPECT_TRUE(found("999 40").empty());
}

TEST_F(Search, TheIndexFollowsEditsChangesAndDepartures)
{
    submit(rename(3, "Anna Berg", "Anna Stone"));
    EXPECT_TRUE(replica->searchPending());
    indexAll();
    EXPECT_TRUE(found("berg").empty());
    EXPECT_EQ(found("stone"), std::vector<Uuid>{idOf(3)});
    give(deltaOf(
        "c3", {{clientsView, {}, {{Clients::table.number, idOf(2), 9}, {Clients::table.number, idOf(1), 9}}}},
        {clientsView}));
    give(deltaOf("c4", {{clientsView, {clientRow(8, 9, "Zacharias")}}},
                 {clientsView})); // may take the freed number
    indexAll();
    EXPECT_TRUE(found("petrov").empty());
    EXPECT_TRUE(found("lukasz").empty());
    EXPECT_EQ(found("zach"), std::vector<Uuid>{idOf(8)});
}

TEST_F(Search, ARecordIsEditedAgainBeforeItIsIndexed)
{
    submit(rename(3, "Anna Berg", "Anna Stone"));
    submit(rename(3, "Anna Stone", "Anna Brook"));
    give(deltaOf("c3", {{clientsView, {clientRow(1, 6, "Łukasz Berg")}}}, {clientsView}));
    give(deltaOf("c4", {{clientsView, {clientRow(1, 7, "Łukasz Brook")}}}, {clientsView}));
    indexAll();
    EXPECT_EQ(found("brook"), (std::vector<Uuid>{idOf(1), idOf(3)}));
    EXPECT_TRUE(found("stone").empty());
}

TEST_F(Search, TheHighestRowsNumberIsGivenAgainAndFound)
{
    give(deltaOf("c3", {{clientsView, {clientRow(8, 9, "Xaver")}}}, {clientsView}));
    indexAll();
    give(deltaOf("c4", {{clientsView, {}, {{Clients::table.number, idOf(8), 10}}}}, {clientsView}));
    give(deltaOf("c5", {{clientsView, {clientRow(9, 11, "Yvonne")}}}, {clientsView}));
    indexAll();
    EXPECT_TRUE(found("xaver").empty());
    EXPECT_EQ(found("yvonne"), std::vector<Uuid>{idOf(9)});
}

TEST_F(Search, ArchivedRowsAreNotShown)
{
    submit(Edit{.ops = {{Clients::table.number, idOf(3), OpKind::Delete, {}}}});
    indexAll();
    EXPECT_TRUE(found("berg").empty());
}

TEST_F(Search, OfADroppedScopeNoWordIsLeft)
{
    ASSERT_TRUE(replica->welcome(welcomeTo({everyone})));
    ASSERT_TRUE(replica->purge());
    EXPECT_TRUE(found("anna").empty());
    EXPECT_EQ(*look().integer(
                  "SELECT count(*) FROM search_fts_data WHERE instr(block, CAST('lukasz' AS BLOB)) > 0"),
              0);
}

TEST_F(Search, TitlesComeAlong)
{
    const auto results = replica->search("muller", 5);
    ASSERT_EQ(results->size(), 1u);
    EXPECT_EQ(results->front().title, "Łukasz Müller");
    EXPECT_EQ(results->front().table, Clients::table.number);
}

TEST_F(Search, ReadersAskByRangeOfDocuments)
{
    Database db = look();
    auto statement = db.prepare("SELECT c.id FROM search_fts f JOIN clients c ON c.rid = f.rowid - ?2"
                                " WHERE search_fts MATCH ?1 AND f.rowid BETWEEN ?2 AND ?3");
    ASSERT_TRUE(statement) << statement.error().detail;
    const std::string expression = searchExpression("berg");
    const DocumentRange range = documentsOf(Clients::table.number);
    statement->bind(1, std::string_view(expression));
    statement->bind(2, range.first);
    statement->bind(3, range.last);
    ASSERT_EQ(*statement->step(), Step::Row);
    EXPECT_EQ(statement->uuid(0), idOf(3));
}

} // namespace nimara::sync::test
