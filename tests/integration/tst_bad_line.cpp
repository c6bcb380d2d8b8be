#include "models/base/rng.h"
#include "tests/integration/pair_stage.h"
#include "tests/support/programs/tcp_proxy.h"

#include <array>
#include <cstdlib>
#include <utility>

// Whatever a line does to what passes over it, everything saved arrives, and arrives once.
namespace nimara::test {
namespace {

enum class Fault { Cut, Break, Stall, Corrupt, Delay, KillServer };
constexpr std::array faults{Fault::Cut,     Fault::Break, Fault::Stall,
                            Fault::Corrupt, Fault::Delay, Fault::KillServer};
constexpr std::array<const char *, faults.size()> faultNames{"cut",     "break", "stall",
                                                             "corrupt", "delay", "kill a server"};

// Each of the faults twice.
std::vector<Fault> scheduleOf(Rng &rng)
{
    std::vector<Fault> schedule(faults.begin(), faults.end());
    schedule.insert(schedule.end(), faults.begin(), faults.end());
    for (std::size_t left = schedule.size(); left > 1; --left)
        std::swap(schedule[left - 1], schedule[rng.below(left)]);
    return schedule;
}

class BadLine : public PairStage
{
protected:
    // A fault stays, where it can, until the same laptop's next one: meanwhile the others work or have theirs.
    void play(Fault fault, std::size_t who)
    {
        m_lines[who]->mend();
        awaitLive(who);
        switch (fault) {
        case Fault::Cut:
            m_lines[who]->cut();
            return awaitLost(who);
        case Fault::Break:
            m_lines[who]->breakAfter(m_rng.below(500));
            return awaitLost(who);
        case Fault::Stall:
            m_lines[who]->stall();
            return awaitLost(who);
        case Fault::Corrupt:
            m_lines[who]->corrupt();
            return awaitLost(who);
        case Fault::Delay:
            return m_lines[who]->delay(std::chrono::milliseconds(300));
        case Fault::KillServer:
            killServer(who % 2);
            awaitSavedBy(who, 20);
            return startServer(who % 2);
        }
    }

    // NIMARA_LINE_SEED, where somebody looks for more than a build has time for.
    static std::uint64_t seed()
    {
        const char *told = std::getenv("NIMARA_LINE_SEED");
        return told ? std::strtoull(told, nullptr, 10) : 20261122;
    }

    SeededRng m_rng{seed()};
    std::vector<std::unique_ptr<TcpProxy>> m_lines;
};

TEST_F(BadLine, everythingSavedArrivesOnce)
{
    for (std::size_t who = 0; who < people; ++who) {
        auto line = TcpProxy::start(ports());
        ASSERT_TRUE(line) << line.error().detail;
        m_lines.push_back(*std::move(line));
        startEditor(m_lines[who]->port());
    }
    awaitThrough();
    for (const Fault fault : scheduleOf(m_rng)) {
        const std::size_t who = m_rng.below(people);
        SCOPED_TRACE("seed " + std::to_string(seed()) + ", " + faultNames[static_cast<std::size_t>(fault)] +
                     " for " + std::to_string(who));
        play(fault, who);
        awaitSaved(1 + m_rng.below(20));
        ASSERT_FALSE(HasFailure());
    }
    for (const auto &line : m_lines)
        line->mend();
    restAndCheck();
}

} // namespace
} // namespace nimara::test
