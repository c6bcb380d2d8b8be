#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nimara {

// An exact decimal number: units / 10^scale. Scales in use: money 2, length (metres) 2, quantity 3, tax rate
// (percent) 4, exchange rate 8. Never binary floating point.
class Decimal
{
public:
    constexpr Decimal() = default;
    constexpr Decimal(std::int64_t units, int scale) : m_units(units), m_scale(scale) {}

    // "-1234.5" with at most `scale` digits after the point; nothing else (no spaces, no separators).
    static std::optional<Decimal> parse(std::string_view text, int scale);

    constexpr std::int64_t units() const { return m_units; }
    constexpr int scale() const { return m_scale; }
    // Always with all `scale` digits: "1234.50".
    std::string toString() const;

    // Half away from zero, as invoices round. Empty on overflow.
    std::optional<Decimal> rescaled(int scale) const;
    std::optional<Decimal> plus(Decimal other) const;
    std::optional<Decimal> minus(Decimal other) const;
    // The product rounded half up to `scale` digits.
    std::optional<Decimal> times(Decimal other, int scale) const;

    bool operator==(const Decimal &other) const { return (*this <=> other) == 0; }
    std::strong_ordering operator<=>(const Decimal &other) const; // by value, whatever the scales

private:
    std::int64_t m_units = 0;
    int m_scale = 0;
};

} // namespace nimara
