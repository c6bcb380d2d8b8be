#include "models/base/clock.h"

namespace nimara {

Instant SystemClock::now() const
{
    using namespace std::chrono;
    return Instant(duration_cast<microseconds>(system_clock::now().time_since_epoch()).count());
}

std::chrono::microseconds SystemClock::monotonic() const
{
    using namespace std::chrono;
    return duration_cast<microseconds>(steady_clock::now().time_since_epoch());
}

} // namespace nimara
