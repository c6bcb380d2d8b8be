#pragma once

#include "app/cli/program.h"

#include <string>
#include <utility>
#include <vector>

namespace nimara::cli {

// The command line, understood.
struct Arguments
{
    std::string command;
    std::vector<std::string> words; // after the command
    std::vector<std::pair<std::string, std::string>> where;
    std::string search;
    int limit = 0;
    bool archived = false;
    bool wait = true;
    std::chrono::seconds timeout{60};
    std::optional<int> passwordFd;
    ProgramOptions program;

    // Invalid ("cli.usage") with what is wrong.
    static Result<Arguments> parse(int count, char **words);
};

std::string helpText();
// One line from a descriptor, without its end.
Result<std::string> readLine(int fd);

} // namespace nimara::cli
