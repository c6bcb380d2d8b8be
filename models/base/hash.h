#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace nimara {

// XXH3, 64 bit: digests and checksums against accident, not against an attacker.
std::uint64_t hash64(std::string_view bytes);

using Sha256 = std::array<std::uint8_t, 32>;
Sha256 sha256(std::string_view bytes);

std::string toHex(std::string_view bytes);

} // namespace nimara
