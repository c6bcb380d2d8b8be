#pragma once

#include "models/base/clock.h"
#include "models/base/rng.h"
#include "sync/engine/actions.h"
#include "sync/engine/step_log.h"
#include "sync/engine/tuning.h"

#include <utility>
#include <vector>

namespace nimara::sync {

// What the parts of the engine share: what is handed in, and where their actions go.
struct Context
{
    Clock &clock;
    Rng &rng;
    const Tuning tuning;
    std::string appVersion;
    std::vector<Action> actions = {};
    StepLog log = {};

    std::chrono::microseconds now() const { return clock.monotonic(); }
    void act(Action action) { actions.push_back(std::move(action)); }
};

} // namespace nimara::sync
