#pragma once

#include "models/base/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nimara {

struct CsvLimits
{
    std::size_t bytes = 64u * 1024u * 1024u;
    std::size_t rows = 1'000'000;
    std::size_t columns = 512;
};

// A file of comma-separated values with a heading line (RFC 4180): quoted fields may hold the
// delimiter, quotes and line ends. A byte order mark is passed over; blank lines are left out.
class CsvTable
{
public:
    // Errors: "csv.size", "csv.rows", "csv.columns", "csv.quote" (the detail names the row), "csv.empty",
    // "text.utf8", "text.nul".
    static Result<CsvTable> parse(std::string_view bytes, char delimiter = ',', CsvLimits limits = {});

    const std::vector<std::string> &headings() const { return m_headings; }
    std::size_t rows() const { return m_rows.size(); }
    std::optional<std::size_t> column(std::string_view heading) const;
    // Empty for a column that the row does not reach.
    std::string_view cell(std::size_t row, std::size_t column) const;
    std::string_view cell(std::size_t row, std::string_view heading) const;

private:
    std::vector<std::string> m_headings;
    std::vector<std::vector<std::string>> m_rows;
};

// One line with its end, quoted where needed.
std::string csvLine(const std::vector<std::string> &fields, char delimiter = ',');

} // namespace nimara
