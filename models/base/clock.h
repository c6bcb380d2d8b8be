#pragma once

#include "models/base/instant.h"

#include <chrono>

namespace nimara {

// Time is handed in, so that a simulation owns it.
class Clock
{
public:
    virtual ~Clock() = default;
    // Wall clock: may jump; for stamps and display only.
    virtual Instant now() const = 0;
    // Never goes back; for timeouts and latencies.
    virtual std::chrono::microseconds monotonic() const = 0;
};

class SystemClock final : public Clock
{
public:
    Instant now() const override;
    std::chrono::microseconds monotonic() const override;
};

} // namespace nimara
