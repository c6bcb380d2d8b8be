#include "tests/simulation/sweep.h"
#include "tests/support/postgres.h"

#include <cstdio>
#include <fstream>
#include <sstream>
#include <vector>

using namespace nimara;
using namespace nimara::sim;

namespace {

int complain(const std::string &where, const Error &error)
{
    std::fprintf(stderr, "nimara-sim: %s%s: %s\n", where.c_str(), error.field.c_str(), error.detail.c_str());
    return 2;
}

bool sweep(Arguments arguments)
{
    if (arguments.postgres)
        arguments.options.database = test::Postgres::instance().database();
    Sweep all(arguments);
    all.run();
    return all.held();
}

// What failed once: each line the arguments of a run, and what it was behind a #.
int replay(const std::string &path)
{
    std::ifstream file(path);
    if (!file)
        return complain("", {ErrorCode::NotFound, "arguments", path, "cannot be read"});
    int number = 0;
    int broken = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        std::istringstream rest(line.substr(0, line.find('#')));
        std::vector<std::string> words;
        for (std::string word; rest >> word;)
            words.push_back(word);
        if (words.empty())
            continue;
        auto arguments = parseArguments(words);
        if (!arguments)
            return complain(path + ":" + std::to_string(number) + ": ", arguments.error());
        broken += sweep(*arguments) ? 0 : 1;
    }
    return broken > 0 ? 1 : 0;
}

} // namespace

int main(int count, char **words)
{
    const auto arguments = parseArguments(std::vector<std::string>(words + 1, words + count));
    if (!arguments)
        return complain("", arguments.error());
    if (arguments->help) {
        std::fputs(usage, stdout);
        return 0;
    }
    if (!arguments->replay.empty())
        return replay(arguments->replay);
    return sweep(*arguments) ? 0 : 1;
}
