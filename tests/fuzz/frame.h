#pragma once

#include "models/base/bytes.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

namespace nimara::test {

// What a frame may come to when it is inflated: its claim, which is believed up to a limit.
inline std::size_t inflatedSize(std::string_view frame, std::size_t limit)
{
    ByteReader in(frame);
    in.raw(4);
    const bool compressed = in.flag();
    const std::size_t claim = in.u32();
    return frame.size() + (compressed && claim <= limit ? claim : 0);
}

} // namespace nimara::test
