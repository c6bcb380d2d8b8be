#include "models/base/rng.h"

#include <sodium.h>

namespace nimara {

std::uint64_t Rng::below(std::uint64_t bound)
{
    // Lemire's multiply-shift; the bias of at most 2^-64 per value is of no matter here.
    return static_cast<std::uint64_t>((static_cast<unsigned __int128>(next()) * bound) >> 64u);
}

std::uint64_t SeededRng::next()
{
    m_state += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = m_state;
    z = (z ^ (z >> 30u)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27u)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31u);
}

std::uint64_t SystemRng::next()
{
    std::uint64_t value;
    randombytes_buf(&value, sizeof value);
    return value;
}

} // namespace nimara
