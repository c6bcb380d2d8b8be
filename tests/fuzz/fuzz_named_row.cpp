#include "models/schema/tables/clients.h"
#include "sync/protocol/row_block.h"
#include "sync/replica/named_row.h"
#include "tests/fuzz/fuzz.h"

// A row as shadow, inbox and journal keep it, from any version of the program.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace nimara::sync;
    using namespace nimara::test;
    const nimara::Table &table = nimara::schema::Clients::table;
    const MemoryWatch watch;
    const nimara::Row row = decodeNamedRow(table, textOf(data, size));
    holdMemory(watch, size);
    hold(decodeNamedRow(table, encodeNamedRow(row)) == row, "a row comes back as it was");
    for (const nimara::ColumnInfo &column : table.columns) {
        const nimara::Value &value = row.value(column.index);
        const auto shape = static_cast<std::size_t>(shapeOf(column.type));
        hold(nimara::isNull(value) || value.index() == shape + 1, "a value has its column's shape");
    }
    return 0;
}
