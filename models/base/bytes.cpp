#include "models/base/bytes.h"

namespace nimara {

void ByteWriter::u32(std::uint32_t value)
{
    for (unsigned i = 0; i < 4; ++i)
        u8(static_cast<std::uint8_t>(value >> (8u * i)));
}

void ByteWriter::u64(std::uint64_t value)
{
    for (unsigned i = 0; i < 8; ++i)
        u8(static_cast<std::uint8_t>(value >> (8u * i)));
}

void ByteWriter::varint(std::uint64_t value)
{
    while (value >= 0x80u) {
        u8(static_cast<std::uint8_t>(value | 0x80u));
        value >>= 7u;
    }
    u8(static_cast<std::uint8_t>(value));
}

void ByteWriter::zigzag(std::int64_t value)
{
    varint((static_cast<std::uint64_t>(value) << 1u) ^ static_cast<std::uint64_t>(value >> 63));
}

void ByteWriter::text(std::string_view bytes)
{
    varint(bytes.size());
    m_out.append(bytes);
}

std::uint8_t ByteReader::u8()
{
    if (!m_ok || m_pos >= m_in.size()) {
        m_ok = false;
        return 0;
    }
    return static_cast<std::uint8_t>(m_in[m_pos++]);
}

std::uint32_t ByteReader::u32()
{
    std::uint32_t value = 0;
    for (unsigned i = 0; i < 4; ++i)
        value |= static_cast<std::uint32_t>(u8()) << (8u * i);
    return value;
}

std::uint64_t ByteReader::u64()
{
    std::uint64_t value = 0;
    for (unsigned i = 0; i < 8; ++i)
        value |= static_cast<std::uint64_t>(u8()) << (8u * i);
    return value;
}

std::uint64_t ByteReader::varint()
{
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const std::uint8_t byte = u8();
        if (!m_ok)
            return 0;
        if (shift == 63 && byte > 1)
            break;
        value |= static_cast<std::uint64_t>(byte & 0x7Fu) << shift;
        if ((byte & 0x80u) == 0)
            return value;
    }
    m_ok = false;
    return 0;
}

std::int64_t ByteReader::zigzag()
{
    const std::uint64_t value = varint();
    return static_cast<std::int64_t>(value >> 1u) ^ -static_cast<std::int64_t>(value & 1u);
}

std::string_view ByteReader::raw(std::size_t count)
{
    if (!m_ok || count > m_in.size() - m_pos) {
        m_ok = false;
        return {};
    }
    const std::string_view bytes = m_in.substr(m_pos, count);
    m_pos += count;
    return bytes;
}

std::string_view ByteReader::text()
{
    const std::uint64_t size = varint();
    if (size > remaining()) {
        m_ok = false;
        return {};
    }
    return raw(static_cast<std::size_t>(size));
}

Uuid ByteReader::uuid()
{
    const std::string_view bytes = raw(16);
    if (bytes.size() != 16)
        return {};
    Uuid::Bytes id;
    for (std::size_t i = 0; i < 16; ++i)
        id[i] = static_cast<std::uint8_t>(bytes[i]);
    return Uuid(id);
}

std::size_t ByteReader::count(std::size_t minimumSize)
{
    const std::uint64_t value = varint();
    if (minimumSize == 0 || value > remaining() / minimumSize || value > m_itemsLeft) {
        m_ok = false;
        return 0;
    }
    m_itemsLeft -= static_cast<std::size_t>(value);
    return static_cast<std::size_t>(value);
}

} // namespace nimara
