#include "models/schema/registry.h"
#include "sync/protocol/row_block.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <vector>

namespace {

using namespace nimara::sync;

// Empty when the block breaks off on the way.
std::vector<nimara::Row> rowsOf(RowBlockReader reader, const nimara::Table &table)
{
    std::vector<nimara::Row> rows;
    while (reader.next())
        rows.push_back(reader.row(table));
    return reader.ok() ? rows : std::vector<nimara::Row>();
}

bool sameRevs(const std::vector<nimara::Row> &left, const std::vector<nimara::Row> &right)
{
    return std::ranges::equal(left, right, {}, &nimara::Row::rev, &nimara::Row::rev);
}

} // namespace

// The rows of one table in a page, a delta or a prepared segment.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace nimara::test;
    const std::string_view block = textOf(data, size);
    const MemoryWatch watch;
    const auto opened = RowBlockReader::open(block);
    if (!opened)
        return 0;
    std::size_t passed = 0;
    for (RowBlockReader reader = *opened; reader.next();)
        ++passed;
    hold(passed <= opened->rows() && passed <= size, "there are no more rows than bytes");
    holdMemory(watch, size);

    const nimara::Table *table = nimara::schema::findTable(opened->tableNumber());
    if (!table)
        return 0;
    const std::vector<nimara::Row> rows = rowsOf(*opened, *table);
    std::vector<int> columns = wireColumns(*table);
    std::erase_if(columns, [&](int ordinal) {
        return std::ranges::find(opened->columns(), ordinal) == opened->columns().end();
    });
    RowBlockWriter writer(*table, columns);
    for (const nimara::Row &row : rows)
        writer.add(row);
    const std::string written = writer.finish();
    const auto again = RowBlockReader::open(written);
    hold(bool(again), "what was written can be opened");
    const std::vector<nimara::Row> back = rowsOf(*again, *table);
    hold(sameRevs(rows, back), "revisions come back as they were");
    for (std::size_t i = 0; i < rows.size(); ++i)
        hold(rowHash(rows[i], columns) == rowHash(back[i], columns), "rows come back as they were");
    return 0;
}
