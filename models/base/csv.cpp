#include "models/base/csv.h"

#include "models/base/text.h"

namespace nimara {

namespace {

// RFC 4180 by one pass, lenient where real files are: a quote inside an unquoted field is an ordinary character
// (36°39'30.12"N), and so is what follows a closing quote. Why no library: docs/adr/0005-csv.md.
class Reader
{
public:
    Reader(std::string_view bytes, char delimiter, const CsvLimits &limits)
        : m_bytes(bytes), m_delimiter(delimiter), m_limits(limits)
    {}

    Result<std::vector<std::vector<std::string>>> run()
    {
        while (m_at < m_bytes.size() && !m_error)
            line();
        if (m_error)
            return *m_error;
        return std::move(m_rows);
    }

private:
    bool atLineEnd() const { return m_bytes[m_at] == '\n' || m_bytes[m_at] == '\r'; }

    void line()
    {
        std::vector<std::string> row;
        for (bool more = true; more && !m_error;) {
            if (row.size() == m_limits.columns)
                return fail("csv.columns");
            row.push_back(field());
            more = m_at < m_bytes.size() && m_bytes[m_at] == m_delimiter;
            if (more)
                ++m_at;
        }
        if (m_at < m_bytes.size() && m_bytes[m_at] == '\r')
            ++m_at;
        if (m_at < m_bytes.size() && m_bytes[m_at] == '\n')
            ++m_at;
        if (row.size() == 1 && row.front().empty())
            return;
        if (m_rows.size() > m_limits.rows)
            return fail("csv.rows");
        m_rows.push_back(std::move(row));
    }

    std::string field()
    {
        std::string text;
        if (m_at < m_bytes.size() && m_bytes[m_at] == '"')
            text = quoted();
        const std::size_t from = m_at;
        while (m_at < m_bytes.size() && m_bytes[m_at] != m_delimiter && !atLineEnd())
            ++m_at;
        text += m_bytes.substr(from, m_at - from);
        return text;
    }

    // From the opening quote to behind the closing one; a doubled quote stands for one.
    std::string quoted()
    {
        std::string text;
        for (++m_at; m_at < m_bytes.size(); ++m_at) {
            if (m_bytes[m_at] != '"') {
                text.push_back(m_bytes[m_at]);
                continue;
            }
            ++m_at;
            if (m_at == m_bytes.size() || m_bytes[m_at] != '"')
                return text;
            text.push_back('"');
        }
        fail("csv.quote");
        return text;
    }

    void fail(std::string key)
    {
        m_error = Error{ErrorCode::Invalid, std::move(key), {}, "row " + std::to_string(m_rows.size() + 1)};
    }

    std::string_view m_bytes;
    char m_delimiter;
    const CsvLimits &m_limits;
    std::size_t m_at = 0;
    std::vector<std::vector<std::string>> m_rows;
    std::optional<Error> m_error;
};

} // namespace

Result<CsvTable> CsvTable::parse(std::string_view bytes, char delimiter, CsvLimits limits)
{
    if (bytes.size() > limits.bytes)
        return Error{ErrorCode::TooLarge, "csv.size"};
    if (bytes.starts_with("\xEF\xBB\xBF"))
        bytes.remove_prefix(3);
    if (bytes.find('\0') != std::string_view::npos)
        return Error{ErrorCode::Invalid, "text.nul"};
    if (!isValidUtf8(bytes))
        return Error{ErrorCode::Invalid, "text.utf8"};
    auto rows = Reader(bytes, delimiter, limits).run();
    if (!rows)
        return rows.error();
    if (rows->empty())
        return Error{ErrorCode::Invalid, "csv.empty"};
    CsvTable table;
    table.m_headings = std::move(rows->front());
    rows->erase(rows->begin());
    table.m_rows = *std::move(rows);
    return table;
}

std::optional<std::size_t> CsvTable::column(std::string_view heading) const
{
    for (std::size_t i = 0; i < m_headings.size(); ++i) {
        if (m_headings[i] == heading)
            return i;
    }
    return std::nullopt;
}

std::string_view CsvTable::cell(std::size_t row, std::size_t column) const
{
    const auto &fields = m_rows[row];
    return column < fields.size() ? std::string_view(fields[column]) : std::string_view();
}

std::string_view CsvTable::cell(std::size_t row, std::string_view heading) const
{
    const auto index = column(heading);
    return index ? cell(row, *index) : std::string_view();
}

std::string csvLine(const std::vector<std::string> &fields, char delimiter)
{
    std::string line;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0)
            line.push_back(delimiter);
        const std::string &field = fields[i];
        const bool quote =
            field.find_first_of(std::string{delimiter, '"', '\n', '\r'}) != std::string::npos ||
            (!field.empty() && (field.front() == ' ' || field.back() == ' '));
        if (!quote) {
            line += field;
            continue;
        }
        line.push_back('"');
        for (const char c : field) {
            if (c == '"')
                line.push_back('"');
            line.push_back(c);
        }
        line.push_back('"');
    }
    line += "\r\n";
    return line;
}

} // namespace nimara
