#pragma once

#include "models/base/uuid.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace nimara {

// Appends little binary things to a string. Integers are LEB128 varints, signed ones zigzag.
class ByteWriter
{
public:
    void u8(std::uint8_t value) { m_out.push_back(static_cast<char>(value)); }
    void u32(std::uint32_t value); // little endian, fixed width
    void u64(std::uint64_t value); // little endian, fixed width
    void varint(std::uint64_t value);
    void zigzag(std::int64_t value);
    void raw(std::string_view bytes) { m_out.append(bytes); }
    void text(std::string_view bytes); // varint length, then the bytes
    void uuid(const Uuid &id) { m_out.append(reinterpret_cast<const char *>(id.bytes().data()), 16); }
    void flag(bool value) { u8(value ? 1 : 0); }

    std::size_t size() const { return m_out.size(); }
    const std::string &bytes() const { return m_out; }
    std::string take() { return std::move(m_out); }
    void reserve(std::size_t size) { m_out.reserve(size); }

private:
    std::string m_out;
};

// Reads what ByteWriter wrote. It never reads past the end and allocates nothing by a claimed length: after a
// fault every read yields zero or empty, and ok() stays false, so that a decoder checks once at its end and
// bounds its loops by remaining().
class ByteReader
{
public:
    explicit ByteReader(std::string_view bytes) : m_in(bytes) {}

    std::uint8_t u8();
    std::uint32_t u32();
    std::uint64_t u64();
    std::uint64_t varint();
    std::int64_t zigzag();
    std::string_view raw(std::size_t count);
    std::string_view text();
    Uuid uuid();
    bool flag() { return u8() != 0; }
    // A count of items that each take at least `minimumSize` bytes: a larger claim is a fault.
    std::size_t count(std::size_t minimumSize = 1);
    // So many items for all counts together: an item may take a hundred times the memory that it takes here.
    void allowItems(std::size_t most) { m_itemsLeft = most; }

    bool ok() const { return m_ok; }
    bool atEnd() const { return m_ok && m_pos == m_in.size(); }
    std::size_t remaining() const { return m_ok ? m_in.size() - m_pos : 0; }
    void fail() { m_ok = false; }

private:
    std::string_view m_in;
    std::size_t m_pos = 0;
    std::size_t m_itemsLeft = std::numeric_limits<std::size_t>::max();
    bool m_ok = true;
};

} // namespace nimara
