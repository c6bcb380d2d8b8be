#include "models/base/csv.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <vector>

namespace {

using nimara::CsvTable;

// Small ones, so that each is met.
constexpr nimara::CsvLimits limits{.bytes = 64 * 1024, .rows = 1000, .columns = 32};

std::vector<std::string> fieldsOf(const CsvTable &table, std::size_t row, std::size_t columns)
{
    std::vector<std::string> fields;
    for (std::size_t column = 0; column < columns; ++column)
        fields.emplace_back(table.cell(row, column));
    return fields;
}

std::string written(const CsvTable &table)
{
    std::string bytes = "\xEF\xBB\xBF" + nimara::csvLine(table.headings());
    for (std::size_t row = 0; row < table.rows(); ++row)
        bytes += nimara::csvLine(fieldsOf(table, row, limits.columns));
    return bytes;
}

} // namespace

// A file that somebody wants to import.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace nimara::test;
    const MemoryWatch watch;
    const auto table = CsvTable::parse(textOf(data, size), ',', limits);
    holdMemory(watch, size);
    if (!table)
        return 0;
    hold(table->rows() <= limits.rows && table->headings().size() <= limits.columns, "limits are kept");
    // Every field is written, also those that a row does not reach, so it may take more bytes than it came with.
    const auto again = CsvTable::parse(written(*table), ',', {.columns = limits.columns});
    hold(again && again->headings() == table->headings() && again->rows() == table->rows(),
         "a table comes back as it was");
    for (std::size_t row = 0; row < table->rows(); ++row) {
        hold(fieldsOf(*again, row, limits.columns) == fieldsOf(*table, row, limits.columns),
             "a row comes back as it was");
    }
    return 0;
}
