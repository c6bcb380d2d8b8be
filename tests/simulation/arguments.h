#pragma once

#include "models/base/result.h"
#include "tests/simulation/simulation.h"

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace nimara::sim {

struct Arguments
{
    std::uint64_t first = 1;
    std::uint64_t last = 1;
    unsigned jobs = 1;
    bool postgres = false;
    std::chrono::seconds soak{0}; // seeds from `first` on until the time is over
    std::string replay;           // a file with the arguments of one run in each line
    bool help = false;
    Options options;
};

extern const char usage[];

// Invalid: `field` is the word at fault, `detail` says what is wanted there.
Result<Arguments> parseArguments(std::span<const std::string> words);

} // namespace nimara::sim
