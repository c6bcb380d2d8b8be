#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace nimara::sim {

struct Options
{
    std::uint64_t seed = 1;
    int clients = 2;
    std::string database; // of tests/support/postgres, to run over PostgreSQL instead of the model
    bool trace = false;   // tells every step on standard error
};

struct Report
{
    std::vector<std::string> violations; // empty: every promise held
    std::uint64_t traceHash = 0;
    std::uint64_t events = 0;
    int edits = 0;
    int conflicts = 0;
    int refused = 0;
    int faults = 0;
};

// One run: two or more laptops and a server under the faults that the seed draws (safety), then without (heal), until
// all is quiet (liveness), and a last look at every promise. One seed gives one run.
Report simulate(const Options &options);

} // namespace nimara::sim
