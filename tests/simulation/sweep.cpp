#include "tests/simulation/sweep.h"

#include "tests/simulation/shrink.h"

#include <cinttypes>
#include <cstdio>
#include <thread>
#include <vector>

namespace nimara::sim {

namespace {

constexpr std::uint64_t runTwice = 50;    // every so many seeds one is run again
constexpr std::uint64_t shrunkAtMost = 5; // where everything fails, the first few tell enough

} // namespace

bool Sweep::isOver(std::uint64_t seed) const
{
    if (m_arguments.soak.count() > 0)
        return std::chrono::steady_clock::now() - m_begun >= m_arguments.soak;
    return seed > m_arguments.last;
}

void Sweep::run()
{
    m_next = m_arguments.first;
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < m_arguments.jobs; ++i)
        threads.emplace_back([this] { work(); });
    work();
    for (std::thread &thread : threads)
        thread.join();
    tellSum();
}

void Sweep::work()
{
    for (std::uint64_t seed = m_next++; !isOver(seed); seed = m_next++) {
        Options options = m_arguments.options;
        options.seed = seed;
        runOne(options);
    }
}

void Sweep::runOne(const Options &options)
{
    const Report report = simulate(options);
    // PostgreSQL has a clock and processes of its own: no two runs over it are the same.
    const bool repeats = options.seed % runTwice == 0 && options.database.empty();
    const std::uint64_t again = repeats ? simulate(options).traceHash : report.traceHash;
    std::uint64_t failed = 0;
    {
        const std::lock_guard lock(m_mutex);
        ++m_done;
        m_traces += report.traceHash;
        m_edits += static_cast<std::uint64_t>(report.edits);
        m_conflicts += static_cast<std::uint64_t>(report.conflicts);
        m_refused += static_cast<std::uint64_t>(report.refused);
        m_faults += static_cast<std::uint64_t>(report.faults);
        failed = m_failed += report.violations.empty() ? 0 : 1;
        tell(options, report);
        if (again != report.traceHash) {
            ++m_unrepeatable;
            std::printf("  a second run differs: trace %016" PRIx64 "\n", again);
        }
        std::fflush(stdout);
    }
    if (!report.violations.empty() && options.database.empty() && failed <= shrunkAtMost)
        tellSmallest(options, report);
}

void Sweep::tell(const Options &options, const Report &report)
{
    // A soak has too many to name those that hold.
    if (m_arguments.soak.count() == 0 || !report.violations.empty())
        std::printf("seed %" PRIu64 ": trace %016" PRIx64 ", %" PRIu64 " events, %d edits, %d faults%s\n",
                    options.seed, report.traceHash, report.events, report.edits, report.faults,
                    report.violations.empty() ? "" : ": BROKEN");
    for (const std::string &text : report.violations)
        std::printf("  %s\n", text.c_str());
}

void Sweep::tellSmallest(const Options &options, const Report &report)
{
    Options quiet = options;
    quiet.trace = false;
    const Shrunk smallest = shrink(quiet, report);
    const std::lock_guard lock(m_mutex);
    std::printf("seed %" PRIu64 ", after %d shorter runs: %s\n", options.seed, smallest.runs,
                commandOf(smallest.options).c_str());
    for (const std::string &text : smallest.report.violations)
        std::printf("  %s\n", text.c_str());
    std::fflush(stdout);
}

void Sweep::tellSum() const
{
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_begun).count();
    std::printf("%" PRIu64 " seeds from %" PRIu64 ": %" PRIu64 " broken, %" PRIu64 " unrepeatable; %" PRIu64
                " edits, %" PRIu64 " conflicts, %" PRIu64 " refused, %" PRIu64
                " faults; all traces %016" PRIx64 "; %.1f s, %.0f runs/min\n",
                m_done, m_arguments.first, m_failed, m_unrepeatable, m_edits, m_conflicts, m_refused,
                m_faults, m_traces, seconds, 60.0 * static_cast<double>(m_done) / seconds);
}

} // namespace nimara::sim
