#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nimara {

class Clock;
class Rng;

// A 16-byte identifier (RFC 9562), ordered as bytes, which is also the order of PostgreSQL and of the replica.
class Uuid
{
public:
    using Bytes = std::array<std::uint8_t, 16>;

    constexpr Uuid() = default;
    constexpr explicit Uuid(const Bytes &bytes) : m_bytes(bytes) {}

    // Accepts the canonical 36-character form, any case.
    static std::optional<Uuid> parse(std::string_view text);
    static std::optional<Uuid> fromBytes(std::span<const std::uint8_t> bytes);
    // Time-ordered, for new rows.
    static Uuid v7(const Clock &clock, Rng &rng);
    // Derived from names, so that two offline additions of one pair are one row (tags, custom values, relations).
    static Uuid derived(std::string_view kind, std::span<const Uuid> parts, std::string_view extra = {});

    constexpr const Bytes &bytes() const { return m_bytes; }
    constexpr bool isNil() const { return m_bytes == Bytes{}; }
    std::string toString() const;

    constexpr auto operator<=>(const Uuid &) const = default;

private:
    Bytes m_bytes{};
};

} // namespace nimara

template <>
struct std::hash<nimara::Uuid>
{
    std::size_t operator()(const nimara::Uuid &id) const noexcept;
};
