#include "server/sync/pg/cursor.h"

#include "models/base/hash.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace nimara::server {

namespace {

constexpr std::size_t tagLength = 8;
constexpr std::string_view tagDigits = "0123456789abcdef";

Error fault()
{
    return {ErrorCode::Invalid, "sync.cursor"};
}

// The number before the next `end`, which is taken away with it; the whole rest when `end` is not there.
std::optional<std::uint64_t> takeNumber(std::string_view &text, char end)
{
    const std::size_t at = text.find(end);
    const std::string_view digits = text.substr(0, at);
    std::uint64_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (digits.empty() || read.ec != std::errc() || read.ptr != digits.data() + digits.size())
        return std::nullopt;
    text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
    return number;
}

} // namespace

std::string epochTag(std::string_view epoch)
{
    const Sha256 digest = sha256(epoch);
    return toHex({reinterpret_cast<const char *>(digest.data()), tagLength / 2});
}

sync::Cursor makeCursor(std::string_view epochTag, std::string_view snapshot)
{
    return std::string(epochTag) + ':' + std::string(snapshot);
}

Result<SnapshotCursor> parseCursor(std::string_view cursor)
{
    if (cursor.size() > sync::maxCursorBytes || cursor.size() < tagLength + 1 || cursor[tagLength] != ':' ||
        cursor.find_first_not_of(tagDigits) != tagLength || std::ranges::count(cursor, ':') != 3 ||
        cursor.ends_with(','))
        return fault();
    SnapshotCursor parsed;
    parsed.epochTag = cursor.substr(0, tagLength);
    std::string_view rest = cursor.substr(tagLength + 1);
    const auto xmin = takeNumber(rest, ':');
    const auto xmax = takeNumber(rest, ':');
    if (!xmin || !xmax || *xmin == 0 || *xmin > *xmax)
        return fault();
    parsed.xmin = *xmin;
    parsed.xmax = *xmax;
    while (!rest.empty()) {
        const auto xid = takeNumber(rest, ',');
        const std::uint64_t least = parsed.underWay.empty() ? *xmin : parsed.underWay.back() + 1;
        if (!xid || *xid < least || *xid >= *xmax)
            return fault();
        parsed.underWay.push_back(*xid);
    }
    return parsed;
}

std::string underWayArray(const SnapshotCursor &cursor)
{
    std::string text = "{";
    for (const std::uint64_t xid : cursor.underWay) {
        if (text.size() > 1)
            text += ',';
        text += std::to_string(xid);
    }
    return text + '}';
}

} // namespace nimara::server
