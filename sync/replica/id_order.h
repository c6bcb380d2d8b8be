#pragma once

#include "models/base/uuid.h"

#include <optional>

// Ids as the numbers that their order makes them.
namespace nimara::sync {

// The id before this one; before the first there is none.
inline std::optional<Uuid> idBefore(const Uuid &id)
{
    Uuid::Bytes bytes = id.bytes();
    for (std::size_t i = bytes.size(); i-- > 0;) {
        if (bytes[i]-- != 0)
            return Uuid(bytes);
    }
    return std::nullopt;
}

// The id after this one; after the last there is none.
inline std::optional<Uuid> idAfter(const Uuid &id)
{
    Uuid::Bytes bytes = id.bytes();
    for (std::size_t i = bytes.size(); i-- > 0;) {
        if (++bytes[i] != 0)
            return Uuid(bytes);
    }
    return std::nullopt;
}

inline Uuid lastId()
{
    Uuid::Bytes bytes;
    bytes.fill(0xFF);
    return Uuid(bytes);
}

// Half way between two ids.
inline Uuid idBetween(const Uuid &first, const Uuid &last)
{
    Uuid::Bytes sum{};
    unsigned carry = 0;
    for (std::size_t i = sum.size(); i-- > 0;) {
        const unsigned digit = unsigned(first.bytes()[i]) + last.bytes()[i] + carry;
        sum[i] = static_cast<std::uint8_t>(digit);
        carry = digit >> 8u;
    }
    for (std::uint8_t &digit : sum) {
        const unsigned value = (carry << 8u) | digit;
        digit = static_cast<std::uint8_t>(value >> 1u);
        carry = value & 1u;
    }
    return Uuid(sum);
}

} // namespace nimara::sync
