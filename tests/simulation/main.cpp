#include "tests/simulation/simulation.h"
#include "tests/support/postgres.h"

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

// nimara-sim [--seed S | --seeds N [--from S]] [--clients N] [--threads N] [--postgres] [--trace]
//   one seed, told step by step with --trace, or many with a summary; exit code 1 when a promise was broken.

using namespace nimara::sim;

namespace {

struct Arguments
{
    std::uint64_t from = 1;
    std::uint64_t seeds = 1;
    unsigned threads = 1;
    bool postgres = false;
    Options options;
};

bool number(const char *text, std::uint64_t &out)
{
    const char *end = text + std::strlen(text);
    const auto read = std::from_chars(text, end, out);
    return read.ec == std::errc() && read.ptr == end;
}

bool parse(int count, char **words, Arguments &arguments)
{
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        std::uint64_t value = 0;
        if (word == "--trace" || word == "--postgres") {
            (word == "--trace" ? arguments.options.trace : arguments.postgres) = true;
            continue;
        }
        if (i + 1 == count || !number(words[++i], value))
            return false;
        if (word == "--seed" || word == "--from")
            arguments.from = value;
        else if (word == "--seeds")
            arguments.seeds = value;
        else if (word == "--clients" && value > 0 && value < 50)
            arguments.options.clients = static_cast<int>(value);
        else if (word == "--threads" && value > 0 && value < 256)
            arguments.threads = static_cast<unsigned>(value);
        else
            return false;
    }
    return true;
}

struct Summary
{
    std::mutex mutex;
    std::uint64_t failed = 0;
    std::uint64_t edits = 0;
    std::uint64_t conflicts = 0;
    std::uint64_t refused = 0;
    std::uint64_t faults = 0;
    std::uint64_t unrepeatable = 0;
};

void runOne(const Options &options, Summary &summary)
{
    const Report report = simulate(options);
    // Every fiftieth seed runs twice: one seed is one run.
    const bool repeats = options.seed % 50 == 0 && options.database.empty();
    const bool repeated = !repeats || simulate(options).traceHash == report.traceHash;
    const std::lock_guard lock(summary.mutex);
    summary.edits += static_cast<std::uint64_t>(report.edits);
    summary.conflicts += static_cast<std::uint64_t>(report.conflicts);
    summary.refused += static_cast<std::uint64_t>(report.refused);
    summary.faults += static_cast<std::uint64_t>(report.faults);
    summary.failed += report.violations.empty() ? 0 : 1;
    summary.unrepeatable += repeated ? 0 : 1;
    if (!repeated)
        std::printf("seed %llu: two runs differ\n", static_cast<unsigned long long>(options.seed));
    if (!report.violations.empty()) {
        std::printf("seed %llu: replay with  nimara-sim --seed %llu --trace\n",
                    static_cast<unsigned long long>(options.seed),
                    static_cast<unsigned long long>(options.seed));
        for (const std::string &text : report.violations)
            std::printf("  %s\n", text.c_str());
    }
    std::fflush(stdout);
}

} // namespace

int main(int count, char **words)
{
    Arguments arguments;
    if (!parse(count, words, arguments)) {
        std::fputs("usage: nimara-sim [--seed S | --seeds N [--from S]] [--clients N] [--threads N] "
                   "[--postgres] [--trace]\n",
                   stderr);
        return 2;
    }
    if (arguments.postgres)
        arguments.options.database = nimara::test::Postgres::instance().database();
    Summary summary;
    const auto begun = std::chrono::steady_clock::now();
    std::atomic<std::uint64_t> next = 0;
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < arguments.threads; ++i) {
        threads.emplace_back([&] {
            for (std::uint64_t at = next++; at < arguments.seeds; at = next++) {
                Options options = arguments.options;
                options.seed = arguments.from + at;
                runOne(options, summary);
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    std::printf(
        "%llu seeds from %llu: %llu with violations, %llu unrepeatable; %llu edits, %llu conflicts, %llu "
        "refused,"
        " %llu faults; %.1f s, %.0f runs/min\n",
        static_cast<unsigned long long>(arguments.seeds), static_cast<unsigned long long>(arguments.from),
        static_cast<unsigned long long>(summary.failed),
        static_cast<unsigned long long>(summary.unrepeatable), static_cast<unsigned long long>(summary.edits),
        static_cast<unsigned long long>(summary.conflicts), static_cast<unsigned long long>(summary.refused),
        static_cast<unsigned long long>(summary.faults), seconds,
        60.0 * static_cast<double>(arguments.seeds) / seconds);
    return summary.failed > 0 || summary.unrepeatable > 0 ? 1 : 0;
}
