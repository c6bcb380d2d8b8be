#pragma once

#include "models/base/result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace nimara::sync {

inline constexpr std::size_t compressionThreshold = 512;

// zstd, level 1.
std::string deflated(std::string_view bytes);
// Refuses ("protocol.inflate") a claim above `limit`, and bytes that do not inflate to just the claimed size.
Result<std::string> inflated(std::string_view bytes, std::size_t size, std::size_t limit);

} // namespace nimara::sync
