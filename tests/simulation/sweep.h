#pragma once

#include "tests/simulation/arguments.h"

#include <atomic>
#include <chrono>
#include <mutex>

namespace nimara::sim {

// Many seeds, a few at a time; each is told with its trace's hash, and the sum at the end.
class Sweep
{
public:
    explicit Sweep(const Arguments &arguments) : m_arguments(arguments) {}

    void run();
    // No promise was broken, and what ran twice was the same twice.
    bool held() const { return m_failed == 0 && m_unrepeatable == 0; }

private:
    bool isOver(std::uint64_t seed) const;
    void work();
    void runOne(const Options &options);
    void tell(const Options &options, const Report &report);
    void tellSmallest(const Options &options, const Report &report);
    void tellSum() const;

    const Arguments m_arguments;
    const std::chrono::steady_clock::time_point m_begun = std::chrono::steady_clock::now();
    std::atomic<std::uint64_t> m_next = 0;
    std::mutex m_mutex; // guards what follows, and the output
    std::uint64_t m_done = 0;
    std::uint64_t m_failed = 0;
    std::uint64_t m_unrepeatable = 0;
    std::uint64_t m_traces = 0; // the sum of the hashes: the same for the same seeds, whatever their order
    std::uint64_t m_edits = 0;
    std::uint64_t m_conflicts = 0;
    std::uint64_t m_refused = 0;
    std::uint64_t m_faults = 0;
};

} // namespace nimara::sim
