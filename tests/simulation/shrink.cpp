#include "tests/simulation/shrink.h"

namespace nimara::sim {

namespace {

class Shrinker
{
public:
    explicit Shrinker(Shrunk first) : m_best(std::move(first)) {}

    Shrunk run()
    {
        if (m_best.report.clients > 2) {
            Options fewer = m_best.options;
            fewer.clients = 2;
            keepIfBroken(fewer);
        }
        dropFaults();
        cutEnd();
        dropFaults();
        return m_best;
    }

private:
    bool keepIfBroken(const Options &options)
    {
        Report report = simulate(options);
        ++m_best.runs;
        if (report.violations.empty())
            return false;
        m_best.options = options;
        m_best.report = std::move(report);
        return true;
    }

    void dropFaults()
    {
        for (std::size_t i = 0; i < faultNames.size(); ++i) {
            if (!m_best.report.met.test(i))
                continue;
            Options without = m_best.options;
            without.without.set(i);
            keepIfBroken(without);
        }
    }

    // An earlier end need not be better than a later one, but mostly is.
    void cutEnd()
    {
        std::uint64_t holds = 0;
        while (holds + 1 < m_best.report.unsafeEvents) {
            Options earlier = m_best.options;
            earlier.until = (holds + m_best.report.unsafeEvents) / 2;
            if (!keepIfBroken(earlier))
                holds = earlier.until;
        }
    }

    Shrunk m_best;
};

} // namespace

Shrunk shrink(const Options &failing, const Report &report)
{
    return Shrinker({failing, report, 0}).run();
}

} // namespace nimara::sim
