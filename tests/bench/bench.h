#pragma once

#include "models/base/result.h"
#include "tests/bench/report.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nimara::bench {

// What a benchmark is given.
struct Context
{
    Report &report;
    std::vector<std::int64_t> rows; // asked for by --rows, or the benchmark's own choice when empty
    bool all = false;               // `all` was asked for: the long sizes too
    int runs = 5;
    std::filesystem::path folder; // empty at the start, gone at the end
    std::string program;          // this one, to be run as a client of its own
    std::filesystem::path binaries;

    std::vector<std::int64_t> sizes(std::vector<std::int64_t> usual,
                                    std::vector<std::int64_t> longer = {}) const;
    // A new folder below `folder`.
    std::filesystem::path freshFolder(const std::string &name) const;
};

struct Benchmark
{
    std::string_view name;
    std::string_view help;
    Result<> (*run)(Context &context);
};
std::span<const Benchmark> benchmarks();

// The part of a benchmark that is played in a process of its own: `nimara-bench --as NAME …`. What it finds out it
// writes to standard output as JSON lines.
struct Role
{
    std::string_view name;
    int (*run)(std::span<const std::string> arguments);
};
std::span<const Role> roles();

Result<> runLimits(Context &context);
Result<> runReplica(Context &context);
Result<> runBootstrap(Context &context);
Result<> runLatency(Context &context);
Result<> runUpload(Context &context);
Result<> runUi(Context &context);

} // namespace nimara::bench
