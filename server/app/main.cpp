#include "server/app/commands.h"

#include <iostream>
#include <vector>

int main(int argc, char **argv)
{
    using namespace nimara;
    const SystemClock clock;
    const std::vector<std::string_view> words(argv + 1, argv + argc);
    return server::app::runCommandLine(words, {.environment = server::config::readEnvironment(),
                                               .out = std::cout,
                                               .err = std::cerr,
                                               .clock = clock});
}
