#include "tests/bench/bench.h"

#include <array>

namespace nimara::bench {

std::span<const Benchmark> benchmarks()
{
    static constexpr std::array all{
        Benchmark{"limits", "what this machine can do without us: plain loops, commits, round trips",
                  runLimits},
        Benchmark{"replica", "the laptop's file alone: first load, search, steps of the feed, edits",
                  runReplica},
    };
    return all;
}

std::span<const Role> roles()
{
    return {};
}

} // namespace nimara::bench
