#pragma once

#include "models/base/clock.h"
#include "server/app/arguments.h"
#include "server/config/config.h"

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

namespace nimara::server::app {

enum ExitCode : int {
    exitDone = 0,
    exitConfiguration = 1, // every fault of the configuration was listed
    exitUsage = 2,         // the command line was not understood
    exitFailed = 3,        // what was asked for could not be done; one line says why
    exitUnhealthy = 4      // doctor found faults
};

// What a command may touch of the world.
struct Surroundings
{
    config::Values environment;
    std::ostream &out;
    std::ostream &err;
    const Clock &clock;
};

struct Command
{
    std::string_view name;
    std::string_view summary;
    std::span<const Option> options;
    int (*run)(const Arguments &arguments, const Surroundings &surroundings);
};

std::span<const Command> commands();

// Each in a file of its own.
int serve(const Arguments &arguments, const Surroundings &surroundings);
int migrateDatabase(const Arguments &arguments, const Surroundings &surroundings);
int setUpServer(const Arguments &arguments, const Surroundings &surroundings);
int loadDemoData(const Arguments &arguments, const Surroundings &surroundings);
int examine(const Arguments &arguments, const Surroundings &surroundings); // doctor

// The whole program but for main().
int runCommandLine(std::span<const std::string_view> words, const Surroundings &surroundings);

} // namespace nimara::server::app
