#include "server/sync/pg/cells.h"

#include "models/base/hash.h"
#include "server/db/query_result.h"

#include <array>

namespace nimara::server {

namespace {

constexpr int digitsInGroup = 4; // numeric counts in ten thousands
consteval auto powers()
{
    std::array<std::int64_t, 19> all{1};
    for (std::size_t i = 1; i < all.size(); ++i)
        all[i] = all[i - 1] * 10;
    return all;
}
constexpr auto powersOfTen = powers();

} // namespace

// count of groups, weight of the first, sign, scale shown, groups: the value is the sum of group * 10000^(weight - i).
std::optional<std::int64_t> decimalUnits(int scale, std::string_view bytes)
{
    if (bytes.size() < 8)
        return std::nullopt;
    const int groups = wire::getInt16(bytes);
    const int weight = wire::getInt16(bytes.substr(2));
    const auto sign = static_cast<std::uint16_t>(wire::getInt16(bytes.substr(4)));
    if (groups < 0 || bytes.size() != 8u + 2u * static_cast<std::size_t>(groups) ||
        (sign != 0 && sign != 0x4000))
        return std::nullopt;
    std::int64_t units = 0;
    for (int i = 0; i < groups; ++i) {
        std::int64_t group = wire::getInt16(bytes.substr(8u + 2u * static_cast<std::size_t>(i)));
        const int exponent = digitsInGroup * (weight - i) + scale;
        if (exponent < 0) {
            // Finer than the column would hold: only zeros may be cut off.
            if (exponent <= -digitsInGroup) {
                if (group != 0)
                    return std::nullopt;
                continue;
            }
            const std::int64_t cut = powersOfTen[static_cast<std::size_t>(-exponent)];
            if (group % cut != 0)
                return std::nullopt;
            group /= cut;
        } else if (group != 0 &&
                   (static_cast<std::size_t>(exponent) >= powersOfTen.size() ||
                    __builtin_mul_overflow(group, powersOfTen[static_cast<std::size_t>(exponent)], &group))) {
            return std::nullopt;
        }
        if (__builtin_add_overflow(units, group, &units))
            return std::nullopt;
    }
    return sign == 0 ? units : -units;
}

std::string isoDate(std::int32_t daysSince2000)
{
    const std::chrono::sys_days day{std::chrono::days(daysSince2000 + wire::epochDays)};
    return Date(std::chrono::year_month_day(day)).toString();
}

std::optional<std::string> canonicalJson(std::string_view jsonb)
{
    auto value = valueFromBinary(ColumnType::JsonText, jsonb);
    if (!value)
        return std::nullopt;
    return std::get<std::string>(*std::move(value));
}

Error unreadableCell(const Table &table)
{
    return {
        ErrorCode::Internal, "sync.cell", {}, "a value of " + std::string(table.name) + " cannot be read"};
}

std::uint64_t HashSink::hash() const
{
    return hash64(m_out.bytes());
}

} // namespace nimara::server
