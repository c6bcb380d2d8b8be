#include "models/base/decimal.h"

#include <algorithm>
#include <array>
#include <limits>

namespace nimara {

namespace {

__extension__ typedef __int128 Wide;

constexpr int maxScale = 18;

constexpr Wide powerOfTen(int exponent)
{
    Wide value = 1;
    for (int i = 0; i < exponent; ++i)
        value *= 10;
    return value;
}

std::optional<std::int64_t> narrow(Wide value)
{
    if (value > std::numeric_limits<std::int64_t>::max() || value < std::numeric_limits<std::int64_t>::min())
        return std::nullopt;
    return static_cast<std::int64_t>(value);
}

Wide divideHalfUp(Wide value, Wide divisor)
{
    const Wide half = divisor / 2;
    return value >= 0 ? (value + half) / divisor : (value - half) / divisor;
}

} // namespace

std::optional<Decimal> Decimal::parse(std::string_view text, int scale)
{
    if (scale < 0 || scale > maxScale)
        return std::nullopt;
    const bool negative = !text.empty() && text.front() == '-';
    if (negative)
        text.remove_prefix(1);
    Wide units = 0;
    int after = -1; // digits after the point; -1 before one was seen
    bool anyDigit = false;
    for (const char c : text) {
        if (c == '.') {
            if (after >= 0)
                return std::nullopt;
            after = 0;
            continue;
        }
        if (c < '0' || c > '9')
            return std::nullopt;
        anyDigit = true;
        if (after >= 0 && ++after > scale)
            return std::nullopt;
        units = units * 10 + (c - '0');
        if (units > std::numeric_limits<std::int64_t>::max())
            return std::nullopt;
    }
    if (!anyDigit)
        return std::nullopt;
    units *= powerOfTen(scale - std::max(after, 0));
    const auto narrowed = narrow(negative ? -units : units);
    if (!narrowed)
        return std::nullopt;
    return Decimal(*narrowed, scale);
}

std::string Decimal::toString() const
{
    const bool negative = m_units < 0;
    const std::uint64_t magnitude =
        negative ? ~static_cast<std::uint64_t>(m_units) + 1u : static_cast<std::uint64_t>(m_units);
    std::string text = std::to_string(magnitude);
    if (m_scale > 0) {
        const auto scale = static_cast<std::size_t>(m_scale);
        if (text.size() <= scale)
            text.insert(0, scale + 1 - text.size(), '0');
        text.insert(text.size() - scale, 1, '.');
    }
    return negative ? "-" + text : text;
}

std::optional<Decimal> Decimal::rescaled(int scale) const
{
    if (scale < 0 || scale > maxScale)
        return std::nullopt;
    const Wide value = scale >= m_scale ? Wide(m_units) * powerOfTen(scale - m_scale)
                                        : divideHalfUp(m_units, powerOfTen(m_scale - scale));
    const auto units = narrow(value);
    if (!units)
        return std::nullopt;
    return Decimal(*units, scale);
}

std::optional<Decimal> Decimal::plus(Decimal other) const
{
    const int scale = std::max(m_scale, other.m_scale);
    const Wide sum =
        Wide(m_units) * powerOfTen(scale - m_scale) + Wide(other.m_units) * powerOfTen(scale - other.m_scale);
    const auto units = narrow(sum);
    if (!units)
        return std::nullopt;
    return Decimal(*units, scale);
}

std::optional<Decimal> Decimal::minus(Decimal other) const
{
    if (other.m_units == std::numeric_limits<std::int64_t>::min())
        return std::nullopt;
    return plus(Decimal(-other.m_units, other.m_scale));
}

std::optional<Decimal> Decimal::times(Decimal other, int scale) const
{
    const int full = m_scale + other.m_scale;
    if (scale < 0 || scale > maxScale || full > 2 * maxScale)
        return std::nullopt;
    Wide product = Wide(m_units) * other.m_units;
    if (scale < full) {
        product = divideHalfUp(product, powerOfTen(full - scale));
    } else if (__builtin_mul_overflow(product, powerOfTen(scale - full), &product)) {
        return std::nullopt;
    }
    const auto units = narrow(product);
    if (!units)
        return std::nullopt;
    return Decimal(*units, scale);
}

std::strong_ordering Decimal::operator<=>(const Decimal &other) const
{
    const int scale = std::max(m_scale, other.m_scale);
    const Wide left = Wide(m_units) * powerOfTen(scale - m_scale);
    const Wide right = Wide(other.m_units) * powerOfTen(scale - other.m_scale);
    return left < right   ? std::strong_ordering::less
           : left > right ? std::strong_ordering::greater
                          : std::strong_ordering::equal;
}

} // namespace nimara
