#pragma once

#include "models/base/bytes.h"
#include "models/base/result.h"
#include "models/schema/table.h"
#include "server/db/wire_format.h"
#include "sync/protocol/row_block.h"

#include <optional>
#include <string>
#include <string_view>

// PostgreSQL's binary cells, passed on without a Value or a Row in between: bootstrap and digest spend their time here.
namespace nimara::server {

// numeric(…, scale) as units. Nothing when the bytes are no such number.
std::optional<std::int64_t> decimalUnits(int scale, std::string_view bytes);
std::string isoDate(std::int32_t daysSince2000);
// jsonb's binary form as canonical dump. Nothing when it cannot be read.
std::optional<std::string> canonicalJson(std::string_view jsonb);

// The error of a cell that passCell() would not pass.
Error unreadableCell(const Table &table);

// `sink` is called once: integer(), text() or uuid(). False when the bytes do not fit the type.
template <typename Sink>
bool passCell(ColumnType type, std::string_view bytes, Sink &sink)
{
    switch (type) {
    case ColumnType::Uuid: {
        const auto id = Uuid::fromBytes({reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size()});
        if (id)
            sink.uuid(*id);
        return id.has_value();
    }
    case ColumnType::Text:
    case ColumnType::Enum:
        sink.text(bytes);
        return true;
    case ColumnType::Bool:
        sink.integer(bytes == std::string_view("\1", 1) ? 1 : 0);
        return bytes.size() == 1;
    case ColumnType::Int:
        if (bytes.size() != 2 && bytes.size() != 4 && bytes.size() != 8)
            return false;
        sink.integer(bytes.size() == 8   ? wire::getInt64(bytes)
                     : bytes.size() == 4 ? wire::getInt32(bytes)
                                         : wire::getInt16(bytes));
        return true;
    case ColumnType::Instant:
        if (bytes.size() != 8)
            return false;
        sink.integer(wire::getInt64(bytes) + wire::epochMicros);
        return true;
    case ColumnType::Date:
        if (bytes.size() != 4)
            return false;
        sink.text(isoDate(wire::getInt32(bytes)));
        return true;
    case ColumnType::JsonText: {
        const auto text = canonicalJson(bytes);
        if (text)
            sink.text(*text);
        return text.has_value();
    }
    default: {
        const auto units = decimalUnits(decimalScale(type).value_or(0), bytes);
        if (units)
            sink.integer(*units);
        return units.has_value();
    }
    }
}

// Makes the bytes that sync::rowHash hashes.
class HashSink
{
public:
    void begin(std::int64_t rev)
    {
        m_out = ByteWriter();
        m_out.zigzag(rev);
    }
    void column(int ordinal) { m_ordinal = static_cast<std::uint64_t>(ordinal); }
    void integer(std::int64_t value)
    {
        m_out.varint(m_ordinal);
        m_out.zigzag(value);
    }
    void text(std::string_view value)
    {
        m_out.varint(m_ordinal);
        m_out.text(value);
    }
    void uuid(const Uuid &value)
    {
        m_out.varint(m_ordinal);
        m_out.uuid(value);
    }
    std::uint64_t hash() const;

private:
    ByteWriter m_out;
    std::uint64_t m_ordinal = 0;
};

} // namespace nimara::server
