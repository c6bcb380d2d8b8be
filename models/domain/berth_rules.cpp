#include "models/domain/berth_rules.h"

#include "models/schema/tables/interests.h"

namespace nimara {

namespace {

using schema::Interests;

template <typename T, typename Names>
std::optional<T> named(const Names &names, const Json &rule, const char *key)
{
    const auto found = rule.find(key);
    if (found == rule.end() || !found->is_string())
        return std::nullopt;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i].value == found->template get_ref<const std::string &>())
            return static_cast<T>(i);
    }
    return std::nullopt;
}

std::optional<BerthStatus> targetOf(const Json &rule)
{
    const auto found = rule.find("targetStatus");
    if (found == rule.end() || !found->is_string())
        return std::nullopt;
    return ValueTraits<BerthStatus>::fromValue(Value(found->get<std::string>()));
}

std::optional<BerthTrigger> triggerOf(PipelineStage stage)
{
    switch (stage) {
    case PipelineStage::SignedEoiNda:
        return BerthTrigger::SignedEoiNda;
    case PipelineStage::TenPercentDeposit:
        return BerthTrigger::TenPercentDeposit;
    case PipelineStage::Contract:
        return BerthTrigger::Contract;
    case PipelineStage::Completed:
        return BerthTrigger::Completed;
    default:
        return std::nullopt;
    }
}

int step(BerthStatus status)
{
    switch (status) {
    case BerthStatus::Available:
        return 0;
    case BerthStatus::UnderOffer:
        return 1;
    case BerthStatus::Reserved:
        return 2;
    case BerthStatus::Maintenance:
        return 3;
    case BerthStatus::Sold:
        return 4;
    }
    return 0;
}

} // namespace

std::string_view berthTriggerName(BerthTrigger trigger)
{
    return berthTriggerChoices[static_cast<std::size_t>(trigger)].value;
}

const BerthRules &defaultBerthRules()
{
    static constexpr BerthRules rules{{
        {BerthTrigger::SignedEoiNda, RuleMode::Auto, BerthStatus::UnderOffer},
        {BerthTrigger::TenPercentDeposit, RuleMode::Suggest, BerthStatus::Reserved},
        {BerthTrigger::Contract, RuleMode::Auto, BerthStatus::Sold},
        {BerthTrigger::Completed, RuleMode::Auto, BerthStatus::Sold},
        {BerthTrigger::InterestClosed, RuleMode::Suggest, BerthStatus::Available},
        {BerthTrigger::MaintenanceOpened, RuleMode::Suggest, BerthStatus::Maintenance},
    }};
    return rules;
}

Json berthRulesJson(const BerthRules &rules)
{
    Json list = Json::array();
    for (const BerthRule &rule : rules) {
        list.push_back({{"trigger", berthTriggerName(rule.trigger)},
                        {"mode", ruleModeChoices[static_cast<std::size_t>(rule.mode)].value},
                        {"targetStatus", berthStatusChoices[static_cast<std::size_t>(rule.target)].value}});
    }
    return list;
}

BerthRules berthRules(const Json &portSettings)
{
    BerthRules rules = defaultBerthRules();
    const auto found = portSettings.find("berthStatusRules");
    if (found == portSettings.end() || !found->is_array())
        return rules;
    for (const Json &entry : *found) {
        if (!entry.is_object())
            continue;
        const auto trigger = named<BerthTrigger>(berthTriggerChoices, entry, "trigger");
        if (!trigger)
            continue;
        BerthRule &rule = rules[static_cast<std::size_t>(*trigger)];
        rule.mode = named<RuleMode>(ruleModeChoices, entry, "mode").value_or(rule.mode);
        rule.target = targetOf(entry).value_or(rule.target);
    }
    return rules;
}

std::optional<BerthTrigger> berthTrigger(const Row *before, const Row &after)
{
    if (!after[Interests::berthId])
        return std::nullopt;
    const bool wasActive = before && isActiveInterest(*before);
    if (!isActiveInterest(after))
        return wasActive ? std::optional(BerthTrigger::InterestClosed) : std::nullopt;
    const auto stage = after[Interests::pipelineStage];
    const bool sameBerth = before && (*before)[Interests::berthId] == after[Interests::berthId];
    if (!stage || (wasActive && sameBerth && (*before)[Interests::pipelineStage] == stage))
        return std::nullopt;
    return triggerOf(*stage);
}

bool mayMoveBerth(BerthStatus from, BerthStatus to)
{
    if (from == to)
        return false;
    return to == BerthStatus::Available || to == BerthStatus::Maintenance || step(to) > step(from);
}

bool isActiveInterest(const Row &interest)
{
    return !interest[Interests::archivedAt] && interest[Interests::outcome] != InterestOutcome::Lost;
}

bool wouldOccupyBerth(const Row &interest)
{
    return isActiveInterest(interest) && interest[Interests::berthId].has_value() &&
           interest[Interests::pipelineStage].value_or(PipelineStage::Open) >=
               PipelineStage::TenPercentDeposit;
}

} // namespace nimara
