#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// PostgreSQL's binary forms: integers in network order, instants as microseconds and dates as days since 2000.
namespace nimara::server::wire {

inline constexpr std::int64_t epochMicros = 946'684'800'000'000;
inline constexpr std::int32_t epochDays = 10'957;

inline void putInt32(std::string &out, std::int32_t value)
{
    for (unsigned shift = 32; shift > 0; shift -= 8)
        out.push_back(static_cast<char>(static_cast<std::uint32_t>(value) >> (shift - 8)));
}

inline void putInt64(std::string &out, std::int64_t value)
{
    for (unsigned shift = 64; shift > 0; shift -= 8)
        out.push_back(static_cast<char>(static_cast<std::uint64_t>(value) >> (shift - 8)));
}

inline std::uint64_t getUnsigned(std::string_view bytes)
{
    std::uint64_t value = 0;
    for (const char c : bytes)
        value = (value << 8u) | static_cast<unsigned char>(c);
    return value;
}

inline std::int16_t getInt16(std::string_view bytes)
{
    return static_cast<std::int16_t>(getUnsigned(bytes.substr(0, 2)));
}

inline std::int32_t getInt32(std::string_view bytes)
{
    return static_cast<std::int32_t>(getUnsigned(bytes.substr(0, 4)));
}

inline std::int64_t getInt64(std::string_view bytes)
{
    return static_cast<std::int64_t>(getUnsigned(bytes.substr(0, 8)));
}

} // namespace nimara::server::wire
