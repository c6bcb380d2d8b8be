#include "tests/simulation/simulation.h"

#include "tests/simulation/world.h"

namespace nimara::sim {

Report simulate(const Options &options)
{
    World world(options);
    world.run();
    return world.report();
}

} // namespace nimara::sim
