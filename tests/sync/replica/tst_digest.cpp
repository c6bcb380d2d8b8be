#include "tests/sync/replica/fixture.h"

#include "sync/protocol/codec.h"
#include "sync/protocol/row_block.h"

namespace nimara::sync::test {

using schema::Clients;
using schema::Users;

class DigestTest : public ReplicaTest
{
protected:
    static std::uint64_t sumOf(const std::vector<Row> &rows)
    {
        std::uint64_t sum = 0;
        for (const Row &row : rows)
            sum += rowHash(row, wireColumns(row.table()));
        return sum;
    }
};

TEST_F(DigestTest, ItIsThatOfTheServersRows)
{
    load({clientsView}, 3);
    const auto digest = replica->digest(all(clientsView, Clients::table));
    ASSERT_TRUE(digest);
    EXPECT_EQ(digest->count, 3u);
    EXPECT_EQ(digest->sum, sumOf({clientRow(1, 1), clientRow(2, 1), clientRow(3, 1)}));
}

TEST_F(DigestTest, RangesIncludeBothEnds)
{
    load({clientsView}, 5);
    const auto digest = replica->digest({clientsView.id, Clients::table.number, idOf(2), idOf(4)});
    EXPECT_EQ(digest->count, 3u);
    EXPECT_EQ(digest->sum, sumOf({clientRow(2, 1), clientRow(3, 1), clientRow(4, 1)}));
    EXPECT_EQ(**replica->middle({clientsView.id, Clients::table.number, idOf(2), idOf(4)}), idOf(3));
    EXPECT_FALSE(*replica->middle({clientsView.id, Clients::table.number, idOf(2), idOf(2)}));
}

TEST_F(DigestTest, EditsUnderWayDoNotCount)
{
    load({clientsView}, 3);
    submit(rename(1, "Client 1", "Anna"));
    submit(createClient(9, "Nina"));
    submit(Edit{.ops = {{Clients::table.number, idOf(2), OpKind::Delete, {}}}});
    const auto digest = replica->digest(all(clientsView, Clients::table));
    EXPECT_EQ(digest->count, 3u);
    EXPECT_EQ(digest->sum, sumOf({clientRow(1, 1), clientRow(2, 1), clientRow(3, 1)}));
}

TEST_F(DigestTest, OnlyTheColumnsOfTheProjectionCount)
{
    load({everyone});
    Row colleague(Users::table);
    colleague.rev = 4;
    colleague.set(Users::id, idOf(3, 0xB0));
    colleague.set(Users::name, std::string("Outi"));
    colleague.set(Users::isActive, true);
    const std::vector<int> sent = columnsSent(Users::table, {portId, ""});
    ScopeDelta part{everyone.id, {blockOf(Users::table, {colleague}, sent)}, {}};
    Delta delta = deltaOf("c2", {}, {everyone});
    delta.parts.push_back(std::make_shared<const std::string>(encodeScopeDelta(part)));
    give(delta);
    const auto digest = replica->digest(all(everyone, Users::table));
    EXPECT_EQ(digest->count, 1u);
    EXPECT_EQ(digest->sum, rowHash(colleague, sent));
}

TEST_F(DigestTest, ARangeIsReplacedByTheServersRows)
{
    load({clientsView}, 5);
    submit(rename(3, "Client 3", "Carla"));
    Rows rows;
    rows.range = {clientsView.id, Clients::table.number, idOf(2), idOf(4)};
    rows.rows = blockOf(Clients::table, {clientRow(2, 1, "Repaired"), clientRow(3, 2)});
    const auto changes = replica->replaceRange(rows);
    ASSERT_TRUE(changes) << changes.error().key;
    EXPECT_EQ(nameOf(1), "Client 1");
    EXPECT_EQ(nameOf(2), "Repaired");
    EXPECT_EQ(nameOf(3), "Carla");
    EXPECT_EQ(nameOf(4), "");
    EXPECT_EQ(nameOf(5), "Client 5");
    rows.rows = blockOf(Clients::table, {clientRow(9, 2)});
    EXPECT_EQ(replica->replaceRange(rows).error().code, ErrorCode::Protocol);
}

} // namespace nimara::sync::test
