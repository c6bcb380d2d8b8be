#include "tests/simulation/faults.h"

#include <algorithm>

namespace nimara::sim {

std::optional<FaultSet> faultsNamed(std::string_view names)
{
    FaultSet faults;
    while (!names.empty()) {
        const std::string_view name = names.substr(0, names.find(','));
        const auto found = std::find(faultNames.begin(), faultNames.end(), name);
        if (found == faultNames.end())
            return std::nullopt;
        faults.set(static_cast<std::size_t>(found - faultNames.begin()));
        names.remove_prefix(std::min(names.size(), name.size() + 1));
    }
    return faults;
}

std::string namesOf(const FaultSet &faults)
{
    std::string names;
    for (std::size_t i = 0; i < faultNames.size(); ++i) {
        if (faults.test(i))
            names.append(names.empty() ? "" : ",").append(faultNames[i]);
    }
    return names;
}

std::vector<PlannedFault> planFaults(Rng &rng, std::size_t clients, Time until)
{
    std::vector<Fault> on;
    for (std::size_t i = 0; i < faultNames.size(); ++i) {
        if (rng.oneIn(2))
            on.push_back(static_cast<Fault>(i));
    }
    const std::uint64_t count = on.empty() ? 0 : rng.below(20);
    const std::uint64_t longest = rng.oneIn(2) ? 30'000'000 : 3'000'000;
    std::vector<PlannedFault> plan;
    for (std::uint64_t i = 0; i < count; ++i) {
        PlannedFault fault;
        fault.kind = on[rng.below(on.size())];
        fault.at = Time(static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(until.count()))));
        fault.client = rng.below(clients);
        fault.span = Time(static_cast<std::int64_t>(rng.below(longest)));
        fault.chance = rng.next();
        plan.push_back(fault);
    }
    return plan;
}

} // namespace nimara::sim
