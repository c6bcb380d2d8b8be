#include "tests/simulation/shrink.h"

#include <gtest/gtest.h>

// The simulation itself: that it can fail, that what it says can be replayed, and that one seed is one run.
namespace nimara::sim {

namespace {

constexpr std::uint64_t seeds = 200;

Options broken(Canary canary)
{
    Options options;
    options.canary = canary;
    for (options.seed = 1; options.seed <= seeds; ++options.seed) {
        if (!simulate(options).violations.empty())
            break;
    }
    return options;
}

class EachCanary : public testing::TestWithParam<Canary>
{};

TEST_P(EachCanary, isCaught)
{
    EXPECT_LE(broken(GetParam()).seed, seeds) << canaryNames[static_cast<std::size_t>(GetParam())];
}

INSTANTIATE_TEST_SUITE_P(Simulation, EachCanary,
                         testing::Values(Canary::Cursor, Canary::LostOutbox, Canary::LostWrite,
                                         Canary::DoubleApply, Canary::ScopeLeak));

TEST(Simulation, shrinksToASmallerRunThatFailsTheSameWayWhenReplayed)
{
    const Options failing = broken(Canary::LostWrite);
    const Report report = simulate(failing);
    const Shrunk smallest = shrink(failing, report);
    ASSERT_FALSE(smallest.report.violations.empty());
    EXPECT_LT(smallest.report.unsafeEvents, report.unsafeEvents);
    const Report again = simulate(smallest.options);
    EXPECT_EQ(again.traceHash, smallest.report.traceHash);
    EXPECT_EQ(again.violations, smallest.report.violations);
}

TEST(Simulation, oneSeedIsOneRun)
{
    Options options;
    options.seed = 7;
    const Report report = simulate(options);
    EXPECT_EQ(simulate(options).traceHash, report.traceHash);
    options.seed = 8;
    EXPECT_NE(simulate(options).traceHash, report.traceHash);
}

TEST(Simulation, endsItsFaultsAndEditsWithTheGivenEvent)
{
    Options options;
    options.seed = 7;
    options.until = 500;
    const Report report = simulate(options);
    EXPECT_EQ(report.unsafeEvents, 500u);
    EXPECT_TRUE(report.violations.empty());
}

} // namespace

} // namespace nimara::sim
