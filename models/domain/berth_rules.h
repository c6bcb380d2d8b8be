#pragma once

#include "models/base/json.h"
#include "models/schema/tables/enums.h"

#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace nimara {

// Rule 2 of DOMAIN.md: what a berth's status becomes when something happens to a deal on it or to the berth itself. Kept
// per port under settings.berthStatusRules as a list of {trigger, mode, targetStatus}.
inline constexpr std::string_view berthRulesKey = "berthStatusRules";

enum class BerthTrigger { EoiSigned, DepositPaid, ContractSigned, DealEnded, MaintenanceOpened };
inline constexpr std::array<Choice, 5> berthTriggerChoices{{
    {"eoi_signed", NIMARA_TR("EOI and NDA signed")},
    {"deposit_paid", NIMARA_TR("10% deposit paid")},
    {"contract_signed", NIMARA_TR("Contract signed or completed")},
    {"deal_ended", NIMARA_TR("Deal lost or archived, no other on the berth")},
    {"maintenance_opened", NIMARA_TR("Maintenance opened")},
}};
constexpr std::span<const Choice> choicesOf(BerthTrigger)
{
    return berthTriggerChoices;
}

enum class RuleMode { Auto, Suggest, Off };
inline constexpr std::array<Choice, 3> ruleModeChoices{{
    {"auto", NIMARA_TR("Change it")},
    {"suggest", NIMARA_TR("Suggest it")},
    {"off", NIMARA_TR("Do nothing")},
}};
constexpr std::span<const Choice> choicesOf(RuleMode)
{
    return ruleModeChoices;
}

struct BerthRule
{
    BerthTrigger trigger = BerthTrigger::EoiSigned;
    RuleMode mode = RuleMode::Off;
    BerthStatus target = BerthStatus::Available;

    bool operator==(const BerthRule &) const = default;
};

// One rule a trigger, in the order of the triggers: what the settings say, and the default where they say nothing.
std::vector<BerthRule> berthRules(const Json &settings);
std::vector<BerthRule> defaultBerthRules();
Json berthRulesJson(std::span<const BerthRule> rules);

} // namespace nimara
