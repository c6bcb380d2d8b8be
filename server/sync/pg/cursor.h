#pragma once

#include "models/base/result.h"
#include "sync/protocol/messages.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nimara::server {

// A whole pg_snapshot with the tag of its epoch: "3f2a99c0:1000:1010:1003,1005". Everything below xmin was over when it
// was taken, everything from xmax on had not begun, and those listed between were under way.
struct SnapshotCursor
{
    std::string epochTag;
    std::uint64_t xmin = 0;
    std::uint64_t xmax = 0;
    std::vector<std::uint64_t> underWay;

    bool operator==(const SnapshotCursor &) const = default;
};

std::string epochTag(std::string_view epoch);
// `snapshot` as PostgreSQL writes it.
sync::Cursor makeCursor(std::string_view epochTag, std::string_view snapshot);
// Invalid ("sync.cursor") for anything that makeCursor does not make: a client gives it back, but may give any bytes.
Result<SnapshotCursor> parseCursor(std::string_view cursor);
// "{1003,1005}", for a parameter of type xid8[].
std::string underWayArray(const SnapshotCursor &cursor);

} // namespace nimara::server
