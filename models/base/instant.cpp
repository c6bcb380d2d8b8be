#include "models/base/instant.h"

#include <cstdio>

namespace nimara {

namespace {

// Reads exactly `count` digits at `pos` and moves past them.
std::optional<int> digits(std::string_view text, std::size_t &pos, std::size_t count)
{
    if (text.size() < pos + count)
        return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const char c = text[pos + i];
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    pos += count;
    return value;
}

bool expect(std::string_view text, std::size_t &pos, std::string_view anyOf)
{
    if (pos >= text.size() || anyOf.find(text[pos]) == std::string_view::npos)
        return false;
    ++pos;
    return true;
}

std::optional<std::chrono::year_month_day> readDay(std::string_view text, std::size_t &pos)
{
    const auto year = digits(text, pos, 4);
    if (!year || *year < 1 || !expect(text, pos, "-"))
        return std::nullopt;
    const auto month = digits(text, pos, 2);
    if (!month || !expect(text, pos, "-"))
        return std::nullopt;
    const auto day = digits(text, pos, 2);
    if (!day)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok())
        return std::nullopt;
    return date;
}

std::int64_t secondsAt(std::chrono::year year)
{
    return std::int64_t(86400) * std::chrono::sys_days(year / 1 / 1).time_since_epoch().count();
}

// ".123" of up to nine digits, cut to microseconds.
std::optional<std::int64_t> readFraction(std::string_view text, std::size_t &pos)
{
    if (pos >= text.size() || text[pos] != '.')
        return 0;
    ++pos;
    std::int64_t micros = 0;
    std::size_t count = 0;
    for (; pos < text.size() && text[pos] >= '0' && text[pos] <= '9'; ++pos, ++count) {
        if (count < 6)
            micros = micros * 10 + (text[pos] - '0');
    }
    if (count == 0 || count > 9)
        return std::nullopt;
    for (; count < 6; ++count)
        micros *= 10;
    return micros;
}

std::optional<std::int64_t> readZoneSeconds(std::string_view text, std::size_t &pos)
{
    if (expect(text, pos, "Zz"))
        return 0;
    if (pos >= text.size() || (text[pos] != '+' && text[pos] != '-'))
        return std::nullopt;
    const std::int64_t sign = text[pos] == '-' ? -1 : 1;
    ++pos;
    const auto hours = digits(text, pos, 2);
    if (!hours || *hours > 14)
        return std::nullopt;
    int minutes = 0;
    if (pos < text.size()) {
        expect(text, pos, ":");
        const auto read = digits(text, pos, 2);
        if (!read || *read > 59)
            return std::nullopt;
        minutes = *read;
    }
    return sign * (*hours * 3600 + minutes * 60);
}

} // namespace

std::optional<Instant> Instant::parse(std::string_view text)
{
    std::size_t pos = 0;
    const auto day = readDay(text, pos);
    if (!day || !expect(text, pos, "Tt "))
        return std::nullopt;
    const auto hour = digits(text, pos, 2);
    if (!hour || *hour > 23 || !expect(text, pos, ":"))
        return std::nullopt;
    const auto minute = digits(text, pos, 2);
    if (!minute || *minute > 59 || !expect(text, pos, ":"))
        return std::nullopt;
    const auto second = digits(text, pos, 2);
    if (!second || *second > 59)
        return std::nullopt;
    const auto fraction = readFraction(text, pos);
    if (!fraction)
        return std::nullopt;
    const auto zone = readZoneSeconds(text, pos);
    if (!zone || pos != text.size())
        return std::nullopt;
    const std::int64_t days = std::chrono::sys_days(*day).time_since_epoch().count();
    const std::int64_t seconds = days * 86400 + *hour * 3600 + *minute * 60 + *second - *zone;
    // Its offset may lead out of the years that can be written.
    if (seconds < secondsAt(std::chrono::year(1)) || seconds >= secondsAt(std::chrono::year(10'000)))
        return std::nullopt;
    return Instant(seconds * 1'000'000 + *fraction);
}

std::string Instant::toString() const
{
    using namespace std::chrono;
    const sys_time<microseconds> time{microseconds(m_micros)};
    const auto days = floor<std::chrono::days>(time);
    const year_month_day day{days};
    const auto inDay = (time - days).count();
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                  static_cast<int>(inDay / 3'600'000'000), static_cast<int>(inDay / 60'000'000 % 60),
                  static_cast<int>(inDay / 1'000'000 % 60), static_cast<int>(inDay % 1'000'000));
    return buffer;
}

std::optional<Date> Date::parse(std::string_view text)
{
    std::size_t pos = 0;
    const auto day = readDay(text, pos);
    if (!day || pos != text.size())
        return std::nullopt;
    return Date(*day);
}

std::string Date::toString() const
{
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(m_day.year()),
                  static_cast<unsigned>(m_day.month()), static_cast<unsigned>(m_day.day()));
    return buffer;
}

} // namespace nimara
