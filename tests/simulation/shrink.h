#pragma once

#include "tests/simulation/simulation.h"

namespace nimara::sim {

struct Shrunk
{
    Options options;
    Report report;
    int runs = 0;
};

// The smallest run found that still breaks a promise: fewer laptops, faults switched off one by one, an earlier end.
// `failing` has run with `report`, on the model.
Shrunk shrink(const Options &failing, const Report &report);

} // namespace nimara::sim
