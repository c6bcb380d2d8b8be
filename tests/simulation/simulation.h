#pragma once

#include "tests/simulation/canary.h"
#include "tests/simulation/faults.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace nimara::sim {

struct Options
{
    std::uint64_t seed = 1;
    std::size_t clients = 0;      // 0: as many as the seed draws
    FaultSet without;             // faults that stay away although the seed has drawn them
    std::uint64_t until = 0;      // faults and edits end with this event; 0: with their time
    Canary canary = Canary::None; // on the model alone
    std::string database;         // of tests/support/postgres, to run over PostgreSQL instead of the model
    bool trace = false;           // tells every step on standard error
};

// What runs just this again.
std::string commandOf(const Options &options);

struct Report
{
    std::vector<std::string> violations; // empty: every promise held
    std::uint64_t traceHash = 0;         // of every frame and step, with their times
    std::uint64_t events = 0;
    std::uint64_t unsafeEvents = 0; // those before the heal
    std::size_t clients = 0;
    FaultSet met; // the faults that happened
    int edits = 0;
    int conflicts = 0;
    int refused = 0;
    int faults = 0;
};

// One run: two or more laptops and a server under the faults that the seed draws (safety), then without (heal), until
// all is quiet (liveness), and a last look at every promise. One seed gives one run.
Report simulate(const Options &options);

} // namespace nimara::sim
