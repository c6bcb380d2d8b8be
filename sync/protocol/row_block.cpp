#include "sync/protocol/row_block.h"

#include "models/base/hash.h"

#include <algorithm>
#include <cassert>

namespace nimara::sync {

Shape shapeOf(ColumnType type)
{
    switch (type) {
    case ColumnType::Uuid:
        return Shape::Uuid;
    case ColumnType::Text:
    case ColumnType::Date:
    case ColumnType::Enum:
    case ColumnType::JsonText:
        return Shape::Text;
    default:
        return Shape::Integer;
    }
}

RowBlockWriter::RowBlockWriter(const Table &table, std::vector<int> columns) : m_table(table)
{
    assert(!columns.empty() && columns.front() == 0);
    for (const int ordinal : columns) {
        const ColumnInfo &column = table.columns[static_cast<std::size_t>(ordinal)];
        assert(!column.is(ServerOnly));
        m_streams.push_back({ordinal, shapeOf(column.type), {}, {}});
    }
}

RowBlockWriter::RowBlockWriter(const Table &table) : RowBlockWriter(table, wireColumns(table)) {}

RowBlockWriter::Stream &RowBlockWriter::next()
{
    assert(m_at < m_streams.size());
    return m_streams[m_at++];
}

void RowBlockWriter::begin(std::int64_t rev)
{
    assert(m_rows == 0 || m_at == m_streams.size());
    // As unsigned: no difference is too large for it.
    m_revs.zigzag(static_cast<std::int64_t>(static_cast<std::uint64_t>(rev) -
                                            static_cast<std::uint64_t>(m_previousRev)));
    m_previousRev = rev;
    m_at = 0;
    ++m_rows;
}

void RowBlockWriter::null()
{
    Stream &stream = next();
    if (!stream.anyNull) {
        stream.anyNull = true;
        stream.nulls.assign(m_rows - 1, false);
    }
    stream.nulls.push_back(true);
}

void RowBlockWriter::integer(std::int64_t value)
{
    Stream &stream = next();
    assert(stream.shape == Shape::Integer);
    if (stream.anyNull)
        stream.nulls.push_back(false);
    // Wrapping differences: any int64 may follow any other.
    stream.values.zigzag(static_cast<std::int64_t>(static_cast<std::uint64_t>(value) -
                                                   static_cast<std::uint64_t>(stream.previous)));
    stream.previous = value;
}

void RowBlockWriter::text(std::string_view value)
{
    Stream &stream = next();
    assert(stream.shape == Shape::Text);
    if (stream.anyNull)
        stream.nulls.push_back(false);
    stream.values.text(value);
}

void RowBlockWriter::uuid(const Uuid &value)
{
    Stream &stream = next();
    assert(stream.shape == Shape::Uuid);
    if (stream.anyNull)
        stream.nulls.push_back(false);
    stream.values.uuid(value);
}

void RowBlockWriter::value(const Value &value)
{
    if (const auto *number = std::get_if<std::int64_t>(&value))
        integer(*number);
    else if (const auto *words = std::get_if<std::string>(&value))
        text(*words);
    else if (const auto *id = std::get_if<Uuid>(&value))
        uuid(*id);
    else
        null();
}

void RowBlockWriter::add(const Row &row)
{
    begin(row.rev);
    for (const Stream &stream : m_streams)
        value(row.value(stream.ordinal));
}

std::size_t RowBlockWriter::bytes() const
{
    std::size_t total = m_revs.size();
    for (const Stream &stream : m_streams)
        total += stream.values.size();
    return total;
}

std::string RowBlockWriter::finish()
{
    assert(m_rows == 0 || m_at == m_streams.size());
    ByteWriter out;
    out.reserve(bytes() + m_streams.size() * (8 + m_rows / 8) + 64);
    out.varint(m_table.number);
    out.varint(m_rows);
    out.varint(m_streams.size());
    out.text(m_revs.bytes());
    for (Stream &stream : m_streams) {
        out.varint(static_cast<std::uint64_t>(stream.ordinal));
        out.u8(static_cast<std::uint8_t>(stream.shape));
        out.flag(stream.anyNull);
        std::string bitmap;
        if (stream.anyNull) {
            bitmap.assign((m_rows + 7) / 8, '\0');
            for (std::size_t i = 0; i < m_rows; ++i) {
                if (stream.nulls[i])
                    bitmap[i / 8] =
                        static_cast<char>(static_cast<unsigned char>(bitmap[i / 8]) | (1u << (i % 8)));
            }
        }
        out.varint(bitmap.size() + stream.values.size());
        out.raw(bitmap);
        out.raw(stream.values.bytes());
    }
    return out.take();
}

Value RowBlockReader::Cell::toValue() const
{
    if (null)
        return {};
    switch (shape) {
    case Shape::Integer:
        return integer;
    case Shape::Text:
        return std::string(text);
    case Shape::Uuid:
        return uuid;
    }
    return {};
}

Result<RowBlockReader> RowBlockReader::open(std::string_view block)
{
    const auto fault = [](std::string detail) {
        return Error{ErrorCode::Protocol, "protocol.block", {}, std::move(detail)};
    };
    RowBlockReader reader;
    ByteReader in(block);
    const std::uint64_t table = in.varint();
    const std::uint64_t rows = in.varint();
    const std::uint64_t columns = in.varint();
    const std::string_view revs = in.text();
    if (!in.ok() || table > 0xFFFFu || rows > maxBlockRows || columns == 0 || columns > maxBlockColumns)
        return fault("head");
    // Each row has at least one byte of rev: a larger claim allocates nothing.
    if (revs.size() < rows)
        return fault("revs");
    reader.m_table = static_cast<std::uint16_t>(table);
    reader.m_rows = static_cast<std::size_t>(rows);
    reader.m_revs = ByteReader(revs);
    for (std::uint64_t i = 0; i < columns; ++i) {
        const std::uint64_t ordinal = in.varint();
        const std::uint8_t shape = in.u8();
        const bool anyNull = in.flag();
        std::string_view bytes = in.text();
        if (!in.ok() || ordinal >= maxBlockColumns || shape > 2 ||
            (i == 0 && (ordinal != 0 || shape != 2 || anyNull)))
            return fault("column");
        if (!reader.m_ordinals.empty() && static_cast<int>(ordinal) <= reader.m_ordinals.back())
            return fault("column order");
        std::string_view nulls;
        if (anyNull) {
            const std::size_t size = (reader.m_rows + 7) / 8;
            if (bytes.size() < size)
                return fault("nulls");
            nulls = bytes.substr(0, size);
            bytes.remove_prefix(size);
        }
        reader.m_ordinals.push_back(static_cast<int>(ordinal));
        reader.m_streams.push_back({static_cast<Shape>(shape), nulls, ByteReader(bytes)});
    }
    if (!in.atEnd())
        return fault("tail");
    reader.m_cells.resize(reader.m_streams.size());
    for (std::size_t i = 0; i < reader.m_cells.size(); ++i)
        reader.m_cells[i].shape = reader.m_streams[i].shape;
    return reader;
}

bool RowBlockReader::next()
{
    if (!m_ok || m_done == m_rows)
        return false;
    m_rev = static_cast<std::int64_t>(static_cast<std::uint64_t>(m_rev) +
                                      static_cast<std::uint64_t>(m_revs.zigzag()));
    m_ok = m_revs.ok();
    for (std::size_t i = 0; i < m_streams.size(); ++i) {
        Stream &stream = m_streams[i];
        Cell &cell = m_cells[i];
        cell.null = !stream.nulls.empty() &&
                    ((static_cast<unsigned char>(stream.nulls[m_done / 8]) >> (m_done % 8)) & 1u) != 0;
        if (cell.null)
            continue;
        switch (stream.shape) {
        case Shape::Integer:
            stream.previous = static_cast<std::int64_t>(static_cast<std::uint64_t>(stream.previous) +
                                                        static_cast<std::uint64_t>(stream.values.zigzag()));
            cell.integer = stream.previous;
            break;
        case Shape::Text:
            cell.text = stream.values.text();
            break;
        case Shape::Uuid:
            cell.uuid = stream.values.uuid();
            break;
        }
        m_ok = m_ok && stream.values.ok();
    }
    if (!m_ok)
        return false;
    ++m_done;
    return true;
}

Row RowBlockReader::row(const Table &table) const
{
    Row row(table);
    row.rev = m_rev;
    for (std::size_t i = 0; i < m_ordinals.size(); ++i) {
        const auto ordinal = static_cast<std::size_t>(m_ordinals[i]);
        if (ordinal < table.columns.size() && shapeOf(table.columns[ordinal].type) == m_cells[i].shape)
            row.setValue(m_ordinals[i], m_cells[i].toValue());
    }
    return row;
}

std::uint64_t rowHash(const Row &row, const std::vector<int> &columns)
{
    ByteWriter out;
    out.zigzag(row.rev);
    for (const int ordinal : columns) {
        const Value &value = row.value(ordinal);
        if (isNull(value))
            continue;
        out.varint(static_cast<std::uint64_t>(ordinal));
        if (const auto *number = std::get_if<std::int64_t>(&value))
            out.zigzag(*number);
        else if (const auto *text = std::get_if<std::string>(&value))
            out.text(*text);
        else if (const auto *id = std::get_if<Uuid>(&value))
            out.uuid(*id);
    }
    return hash64(out.bytes());
}

std::vector<int> wireColumns(const Table &table)
{
    std::vector<int> columns;
    for (const ColumnInfo &column : table.columns) {
        if (!column.is(ServerOnly))
            columns.push_back(column.index);
    }
    return columns;
}

std::vector<int> wireColumns(const Table &table, const ScopeRule &rule)
{
    if (rule.projection.empty())
        return wireColumns(table);
    std::vector<int> columns{0};
    for (const std::string_view name : rule.projection) {
        const ColumnInfo *column = table.find(name);
        if (column && column->index != 0 && !column->is(ServerOnly))
            columns.push_back(column->index);
    }
    std::sort(columns.begin(), columns.end());
    return columns;
}

} // namespace nimara::sync
