#pragma once

#include "models/base/json.h"
#include "models/schema/row.h"
#include "models/schema/tables/enums.h"

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace nimara {

// Rule 2 of DOMAIN.md: what happens to a berth's status when a deal moves. A port sets each rule in
// `settings.berthStatusRules`: [{"trigger": "contract", "mode": "auto", "targetStatus": "sold"}, ...]; what it does not
// name keeps its default.
enum class BerthTrigger {
    SignedEoiNda,
    TenPercentDeposit,
    Contract,
    Completed,
    InterestClosed,
    MaintenanceOpened
};
inline constexpr std::size_t berthTriggerCount = 6;
inline constexpr std::array<Choice, berthTriggerCount> berthTriggerChoices{{
    {"signed_eoi_nda", NIMARA_TR("EOI and NDA signed")},
    {"ten_percent_deposit", NIMARA_TR("10% deposit paid")},
    {"contract", NIMARA_TR("Contract signed")},
    {"completed", NIMARA_TR("Deal completed")},
    {"interest_closed", NIMARA_TR("Deal lost or archived, no other on the berth")},
    {"maintenance_opened", NIMARA_TR("Maintenance opened")},
}};
std::string_view berthTriggerName(BerthTrigger trigger);

enum class RuleMode { Auto, Suggest, Off };
inline constexpr std::array<Choice, 3> ruleModeChoices{{
    {"auto", NIMARA_TR("Change it")},
    {"suggest", NIMARA_TR("Suggest it")},
    {"off", NIMARA_TR("Do nothing")},
}};

struct BerthRule
{
    BerthTrigger trigger;
    RuleMode mode;
    BerthStatus target;

    bool operator==(const BerthRule &) const = default;
};
using BerthRules = std::array<BerthRule, berthTriggerCount>; // by trigger

const BerthRules &defaultBerthRules();
// Entries that make no sense are passed over.
BerthRules berthRules(const Json &portSettings);
// The rules as they stand in the settings, under this key.
inline constexpr std::string_view berthRulesKey = "berthStatusRules";
Json berthRulesJson(const BerthRules &rules);

// What an interest's change sets off for the berth it names; `before` is null for a new one. InterestClosed is asked
// only where nobody else is after the berth, which the caller knows.
std::optional<BerthTrigger> berthTrigger(const Row *before, const Row &after);

// Whether a rule may move a berth from one status to the other: sales go forward, a berth that is sold or in
// maintenance is not taken back to an earlier step; setting it free and maintenance are always possible.
bool mayMoveBerth(BerthStatus from, BerthStatus to);

// Not archived, not lost.
bool isActiveInterest(const Row &interest);
// Rule 3: active, on a berth, at the deposit or later. (A tenure that has ended is the server's to tell.)
bool wouldOccupyBerth(const Row &interest);

} // namespace nimara
