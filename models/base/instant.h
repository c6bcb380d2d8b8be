#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nimara {

// A moment in UTC, in whole microseconds since 1970.
class Instant
{
public:
    constexpr Instant() = default;
    constexpr explicit Instant(std::int64_t micros) : m_micros(micros) {}

    // RFC 3339 with 'Z' or an offset; a missing zone is refused, and so is what in UTC lies outside the years 0001 to 9999.
    static std::optional<Instant> parse(std::string_view text);

    constexpr std::int64_t micros() const { return m_micros; }
    // "2026-11-22T10:44:03.120000Z"
    std::string toString() const;

    constexpr auto operator<=>(const Instant &) const = default;
    constexpr Instant operator+(std::chrono::microseconds span) const
    {
        return Instant(m_micros + span.count());
    }
    constexpr Instant operator-(std::chrono::microseconds span) const
    {
        return Instant(m_micros - span.count());
    }
    constexpr std::chrono::microseconds operator-(Instant other) const
    {
        return std::chrono::microseconds(m_micros - other.m_micros);
    }

private:
    std::int64_t m_micros = 0;
};

// A calendar day without time or zone. Stored and sent as ISO text, which also sorts right.
class Date
{
public:
    constexpr Date() = default;
    constexpr explicit Date(std::chrono::year_month_day day) : m_day(day) {}

    // Only "YYYY-MM-DD" of a day that exists, years 0001 to 9999.
    static std::optional<Date> parse(std::string_view text);

    constexpr std::chrono::year_month_day day() const { return m_day; }
    std::string toString() const;

    constexpr auto operator<=>(const Date &) const = default;

private:
    std::chrono::year_month_day m_day{std::chrono::year(1970), std::chrono::month(1), std::chrono::day(1)};
};

} // namespace nimara
