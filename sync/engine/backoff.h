#pragma once

#include "models/base/rng.h"

#include <chrono>

namespace nimara::sync {

// Delays between tries: uniform between `first` and a bound that doubles with each try up to `longest`.
class Backoff
{
public:
    using Time = std::chrono::microseconds;

    Time next(Rng &rng, Time first, Time longest);
    void reset() { m_tries = 0; }

private:
    int m_tries = 0;
};

} // namespace nimara::sync
