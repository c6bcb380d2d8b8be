#include "sync/engine/backoff.h"

#include <algorithm>

namespace nimara::sync {

Backoff::Time Backoff::next(Rng &rng, Time first, Time longest)
{
    constexpr int mostDoublings = 20;
    m_tries = std::min(m_tries + 1, mostDoublings);
    const Time bound = std::min(longest, first * (std::int64_t(1) << m_tries));
    if (bound <= first)
        return first;
    return first + Time(static_cast<std::int64_t>(
                       rng.below(static_cast<std::uint64_t>((bound - first).count()) + 1)));
}

} // namespace nimara::sync
