#include "models/base/json.h"
#include "tests/bench/bench.h"
#include "tests/bench/machine.h"

#include <unistd.h>
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <optional>

namespace nimara::bench {

namespace {

struct Wish
{
    std::vector<std::string> names;
    std::string jsonFile;
    std::string folder;
    std::vector<std::int64_t> rows;
    int runs = 5;
};

void printHelp()
{
    std::puts("usage: nimara-bench NAME… | all [--json FILE] [--rows N]… [--runs N] [--folder DIR]\n\n"
              "Measures and prints JSON lines: medians, with the limit of this machine in the same run.\n"
              "With --json they go to FILE and a table for people to standard output.\n");
    for (const Benchmark &benchmark : benchmarks())
        std::printf("  %-10s %s\n", std::string(benchmark.name).c_str(), std::string(benchmark.help).c_str());
    std::puts("  all        all of them, the long sizes too");
}

std::optional<std::int64_t> numberOf(const std::string &text)
{
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    return fault == std::errc() && end == text.data() + text.size() && number > 0 ? std::optional(number)
                                                                                  : std::nullopt;
}

bool takeOption(Wish &wish, const std::string &name, const std::string &value)
{
    const auto number = numberOf(value);
    if (name == "--json")
        wish.jsonFile = value;
    else if (name == "--folder")
        wish.folder = value;
    else if (name == "--rows" && number)
        wish.rows.push_back(*number);
    else if (name == "--runs" && number && *number <= 100)
        wish.runs = static_cast<int>(*number);
    else
        return false;
    return true;
}

bool isKnown(const std::string &name)
{
    return name == "all" || std::any_of(benchmarks().begin(), benchmarks().end(),
                                        [&](const Benchmark &benchmark) { return benchmark.name == name; });
}

std::optional<Wish> parse(std::span<const std::string> arguments)
{
    Wish wish;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i].starts_with("--")) {
            if (i + 1 == arguments.size() || !takeOption(wish, arguments[i], arguments[i + 1]))
                return std::nullopt;
            ++i;
        } else if (isKnown(arguments[i])) {
            wish.names.push_back(arguments[i]);
        } else {
            return std::nullopt;
        }
    }
    return wish.names.empty() ? std::nullopt : std::optional(wish);
}

std::filesystem::path temporaryFolder(const Wish &wish)
{
    std::string path = (wish.folder.empty() ? std::filesystem::temp_directory_path().string() : wish.folder) +
                       "/nimara-bench-XXXXXX";
    return mkdtemp(path.data()) ? std::filesystem::path(path) : std::filesystem::path();
}

int measure(const Wish &wish)
{
    const auto folder = temporaryFolder(wish);
    if (folder.empty()) {
        std::perror("nimara-bench: no temporary folder");
        return 1;
    }
    const auto program = std::filesystem::read_symlink("/proc/self/exe");
    Report report(wish.jsonFile);
    report.line(machineLine(folder.string()));
    const bool all = std::find(wish.names.begin(), wish.names.end(), "all") != wish.names.end();
    Context context{report, wish.rows, all, wish.runs, folder, program.string(), program.parent_path()};
    int faults = 0;
    for (const Benchmark &benchmark : benchmarks()) {
        if (!all && std::find(wish.names.begin(), wish.names.end(), benchmark.name) == wish.names.end())
            continue;
        report.note(std::string(benchmark.name));
        if (const auto done = benchmark.run(context); !done) {
            report.note(std::string(benchmark.name) + " failed: " + done.error().key + " " +
                        done.error().field + " " + done.error().detail);
            ++faults;
        }
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    return faults == 0 ? 0 : 1;
}

int play(std::span<const std::string> arguments)
{
    for (const Role &role : roles()) {
        if (!arguments.empty() && role.name == arguments[0])
            return role.run(arguments.subspan(1));
    }
    return 2;
}

} // namespace

std::vector<std::int64_t> Context::sizes(std::vector<std::int64_t> usual,
                                         std::vector<std::int64_t> longer) const
{
    if (!rows.empty())
        return rows;
    if (all)
        usual.insert(usual.end(), longer.begin(), longer.end());
    return usual;
}

std::filesystem::path Context::freshFolder(const std::string &name) const
{
    const auto path = folder / name;
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path);
    return path;
}

} // namespace nimara::bench

int main(int count, char **values)
{
    const std::vector<std::string> arguments(values + 1, values + count);
    if (!arguments.empty() && arguments[0] == "--as")
        return nimara::bench::play(std::span(arguments).subspan(1));
    if (!arguments.empty() && (arguments[0] == "--help" || arguments[0] == "-h")) {
        nimara::bench::printHelp();
        return 0;
    }
    const auto wish = nimara::bench::parse(arguments);
    if (!wish) {
        nimara::bench::printHelp();
        return 2;
    }
    return nimara::bench::measure(*wish);
}
