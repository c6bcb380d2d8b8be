#pragma once

#include "models/base/bytes.h"
#include "models/base/result.h"
#include "models/schema/row.h"

#include <string>
#include <string_view>
#include <vector>

namespace nimara::sync {

// Rows of one table, column by column: the same kind of bytes stand together, which compresses well and is written
// without a Row in between on the server's hot path. The format says each column's shape, so that a reader of
// another schema generation can pass over columns it does not know.
//
//   varint table · varint rows · varint columns · revs (text: zigzag differences)
//   per column: varint ordinal · u8 shape (0 int64, 1 text, 2 uuid) · flag any null · bytes (text)
//     bytes: [a bitmap of nulls, a bit a row, when any is null] then the values that are not null:
//     int64 as zigzag difference from the one before, text as varint length + bytes, uuid as 16 bytes
//
// Column 0 is always id.
enum class Shape : std::uint8_t { Integer, Text, Uuid };
Shape shapeOf(ColumnType type);

inline constexpr std::size_t maxBlockRows = 100'000;
inline constexpr std::size_t maxBlockColumns = 256;

class RowBlockWriter
{
public:
    // `columns`: ordinals, ascending, the first of them 0. Server-only columns are refused by assertion.
    RowBlockWriter(const Table &table, std::vector<int> columns);
    // All columns that travel.
    explicit RowBlockWriter(const Table &table);

    // One row: rev first, then each column in order by the call that fits its shape.
    void begin(std::int64_t rev);
    void null();
    void integer(std::int64_t value);
    void text(std::string_view value);
    void uuid(const Uuid &value);
    void value(const Value &value);

    void add(const Row &row);

    std::size_t rows() const { return m_rows; }
    std::size_t bytes() const; // about, for page limits
    std::string finish();

private:
    struct Stream
    {
        int ordinal;
        Shape shape;
        ByteWriter values;
        std::vector<bool> nulls;
        std::int64_t previous = 0;
        bool anyNull = false;
    };
    Stream &next();

    const Table &m_table;
    std::vector<Stream> m_streams;
    ByteWriter m_revs;
    std::int64_t m_previousRev = 0;
    std::size_t m_rows = 0;
    std::size_t m_at = 0;
};

// Reads a block row by row without copying: texts point into the block.
class RowBlockReader
{
public:
    // Errors: "protocol.block" with what is wrong.
    static Result<RowBlockReader> open(std::string_view block);

    std::uint16_t tableNumber() const { return m_table; }
    std::size_t rows() const { return m_rows; }
    // The ordinals of the block's columns, in order.
    const std::vector<int> &columns() const { return m_ordinals; }

    // A value of the current row. Texts live as long as the block.
    struct Cell
    {
        bool null = true;
        Shape shape = Shape::Integer;
        std::int64_t integer = 0;
        std::string_view text;
        Uuid uuid;
        Value toValue() const;
    };

    // Moves to the next row; false at the end or on a fault (then ok() is false).
    bool next();
    bool ok() const { return m_ok; }
    std::int64_t rev() const { return m_rev; }
    const Cell &cell(std::size_t column) const { return m_cells[column]; } // by position in columns()
    Uuid id() const { return m_cells[0].uuid; }
    // The current row in the registry's shape; columns the registry does not know are left out.
    Row row(const Table &table) const;

private:
    struct Stream
    {
        Shape shape;
        std::string_view nulls; // empty: none
        ByteReader values;
        std::int64_t previous = 0;
    };

    std::uint16_t m_table = 0;
    std::size_t m_rows = 0;
    std::size_t m_done = 0;
    ByteReader m_revs{std::string_view()};
    std::int64_t m_rev = 0;
    bool m_ok = true;
    std::vector<int> m_ordinals;
    std::vector<Stream> m_streams;
    std::vector<Cell> m_cells;
};

// The hash that digests add up: hash64 over id, rev and each column of the scope's projection that is not null, by
// ordinal. `columns` are ordinals.
std::uint64_t rowHash(const Row &row, const std::vector<int> &columns);
// The columns of a table that travel to clients (all but ServerOnly).
std::vector<int> wireColumns(const Table &table);
// The columns that travel in a scope of this rule: its projection, or all.
std::vector<int> wireColumns(const Table &table, const ScopeRule &rule);

} // namespace nimara::sync
