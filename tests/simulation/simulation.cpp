#include "tests/simulation/simulation.h"

#include "tests/simulation/world.h"

namespace nimara::sim {

std::string commandOf(const Options &options)
{
    std::string command = "nimara-sim --seed " + std::to_string(options.seed);
    if (options.clients > 0)
        command += " --clients " + std::to_string(options.clients);
    if (options.without.any())
        command += " --without " + namesOf(options.without);
    if (options.until > 0)
        command += " --until " + std::to_string(options.until);
    if (options.canary != Canary::None)
        command.append(" --canary ").append(canaryNames[static_cast<std::size_t>(options.canary)]);
    if (!options.database.empty())
        command += " --postgres";
    return command;
}

Report simulate(const Options &options)
{
    World world(options);
    world.run();
    return world.report();
}

} // namespace nimara::sim
