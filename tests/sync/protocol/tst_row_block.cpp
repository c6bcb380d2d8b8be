#include "models/base/bytes.h"
#include "models/schema/registry.h"
#include "models/schema/tables/clients.h"
#include "sync/protocol/row_block.h"
#include "tests/sync/protocol/random_messages.h"

#include <gtest/gtest.h>

#include <limits>

namespace nimara::sync::test {

using schema::Clients;

namespace {

Row sampleRow(std::uint8_t number)
{
    Row row = Row::fresh(Clients::table);
    row.rev = 1000 + number;
    row.set(Clients::id, Uuid(Uuid::Bytes{number}));
    row.set(Clients::portId, Uuid(Uuid::Bytes{9, 9}));
    row.set(Clients::fullName, "Name " + std::to_string(number));
    row.set(Clients::createdAt, Instant(1'700'000'000'000'000));
    return row;
}

std::vector<Row> rowsOf(const RowBlock &block)
{
    std::vector<Row> rows;
    auto reader = RowBlockReader::open(block);
    EXPECT_TRUE(reader);
    while (reader && reader->next())
        rows.push_back(reader->row(Clients::table));
    EXPECT_TRUE(reader && reader->ok());
    return rows;
}

// A block of one column more and one fewer than this schema has, as a newer server might send it.
RowBlock futureBlock()
{
    ByteWriter out;
    const auto column = [&](std::uint64_t ordinal, std::uint8_t shape, const std::string &bytes) {
        out.varint(ordinal);
        out.u8(shape);
        out.flag(false);
        out.text(bytes);
    };
    ByteWriter revs;
    revs.zigzag(7);
    out.varint(Clients::table.number);
    out.varint(1);
    out.varint(4);
    out.text(revs.bytes());
    column(0, 2, std::string(16, '\5'));
    ByteWriter name;
    name.text("From the future");
    column(static_cast<std::uint64_t>(Clients::fullName.index()), 1, name.bytes());
    ByteWriter changedShape; // an instant that has become a text
    changedShape.text("soon");
    column(static_cast<std::uint64_t>(Clients::lastContactAt.index()), 1, changedShape.bytes());
    ByteWriter unknown;
    unknown.zigzag(42);
    column(200, 0, unknown.bytes());
    return out.take();
}

} // namespace

TEST(RowBlocks, RowsComeBackAsTheyWere)
{
    std::vector<Row> rows;
    RowBlockWriter writer(Clients::table);
    for (std::uint8_t i = 0; i < 100; ++i) {
        Row row = sampleRow(i);
        if (i % 3 == 0)
            row.set(Clients::city, std::string(i, 'c'));
        if (i % 7 == 0)
            row.set(Clients::lastContactAt, Instant(i % 2 == 0 ? std::numeric_limits<std::int64_t>::min()
                                                               : std::numeric_limits<std::int64_t>::max()));
        rows.push_back(row);
        writer.add(row);
    }
    EXPECT_EQ(writer.rows(), 100u);
    const std::vector<Row> back = rowsOf(writer.finish());
    ASSERT_EQ(back.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(back[i], rows[i]);
        EXPECT_EQ(back[i].rev, rows[i].rev);
    }
}

TEST(RowBlocks, AnEmptyBlockIsABlock)
{
    RowBlockWriter writer(Clients::table);
    EXPECT_TRUE(rowsOf(writer.finish()).empty());
}

TEST(RowBlocks, AProjectionSendsItsColumnsOnly)
{
    RowBlockWriter writer(Clients::table, {0, Clients::fullName.index()});
    writer.add(sampleRow(3));
    const std::vector<Row> back = rowsOf(writer.finish());
    EXPECT_EQ(back[0][Clients::fullName], "Name 3");
    EXPECT_FALSE(back[0][Clients::portId]);
}

TEST(RowBlocks, WhatANewerServerAddsIsPassedOver)
{
    const std::vector<Row> back = rowsOf(futureBlock());
    ASSERT_EQ(back.size(), 1u);
    EXPECT_EQ(back[0].rev, 7);
    EXPECT_EQ(back[0][Clients::fullName], "From the future");
    EXPECT_FALSE(back[0][Clients::lastContactAt]);
}

TEST(RowBlocks, BrokenBlocksNeverCrash)
{
    RandomMessages random(5);
    for (int round = 0; round < 3000; ++round) {
        std::string block = random.rowBlock();
        for (std::uint64_t flips = 1 + random.below(4); flips > 0; --flips)
            block[random.below(block.size())] = static_cast<char>(random.below(256));
        if (random.below(3) == 0)
            block.resize(random.below(block.size()));
        auto reader = RowBlockReader::open(block);
        std::size_t rows = 0;
        while (reader && reader->next()) {
            static_cast<void>(reader->row(Clients::table));
            ++rows;
        }
        EXPECT_LE(rows, block.size());
    }
}

TEST(RowBlocks, RowsAreHashedAlikeForEver)
{
    Row row = sampleRow(1);
    const std::vector<int> columns = wireColumns(Clients::table);
    // Digests are compared between versions: a change here must be a new protocol version.
    EXPECT_EQ(rowHash(row, columns), 10221094887185692451u);
    const std::uint64_t before = rowHash(row, columns);
    row.rev += 1;
    EXPECT_NE(rowHash(row, columns), before);
    row.rev -= 1;
    row.set(Clients::city, std::string("Turku"));
    EXPECT_NE(rowHash(row, columns), before);
    EXPECT_EQ(rowHash(row, {0, Clients::fullName.index()}),
              rowHash(sampleRow(1), {0, Clients::fullName.index()}));
}

TEST(RowBlocks, NothingServerOnlyTravels)
{
    for (const Table *table : schema::tables()) {
        for (const int ordinal : wireColumns(*table))
            EXPECT_FALSE(table->columns[static_cast<std::size_t>(ordinal)].is(ServerOnly)) << table->name;
    }
}

} // namespace nimara::sync::test
