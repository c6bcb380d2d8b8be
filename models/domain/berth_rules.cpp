#include "models/domain/berth_rules.h"

#include <algorithm>

namespace nimara {

namespace {

template <typename T>
std::optional<T> read(const Json &rule, const char *key)
{
    const auto word = rule.find(key);
    if (word == rule.end() || !word->is_string())
        return std::nullopt;
    return ValueTraits<T>::fromValue(Value(word->get<std::string>()));
}

template <typename T>
std::string_view word(T value)
{
    return choicesOf(value)[static_cast<std::size_t>(value)].value;
}

} // namespace

std::vector<BerthRule> defaultBerthRules()
{
    return {
        {BerthTrigger::EoiSigned, RuleMode::Auto, BerthStatus::UnderOffer},
        {BerthTrigger::DepositPaid, RuleMode::Suggest, BerthStatus::Reserved},
        {BerthTrigger::ContractSigned, RuleMode::Auto, BerthStatus::Sold},
        {BerthTrigger::DealEnded, RuleMode::Suggest, BerthStatus::Available},
        {BerthTrigger::MaintenanceOpened, RuleMode::Suggest, BerthStatus::Maintenance},
    };
}

std::vector<BerthRule> berthRules(const Json &settings)
{
    std::vector<BerthRule> rules = defaultBerthRules();
    const auto list = settings.is_object() ? settings.find(berthRulesKey) : settings.end();
    if (list == settings.end() || !list->is_array())
        return rules;
    for (const Json &said : *list) {
        const auto trigger = said.is_object() ? read<BerthTrigger>(said, "trigger") : std::nullopt;
        const auto rule =
            std::ranges::find_if(rules, [&](const BerthRule &one) { return one.trigger == trigger; });
        if (rule == rules.end())
            continue;
        rule->mode = read<RuleMode>(said, "mode").value_or(rule->mode);
        rule->target = read<BerthStatus>(said, "targetStatus").value_or(rule->target);
    }
    return rules;
}

Json berthRulesJson(std::span<const BerthRule> rules)
{
    Json list = Json::array();
    for (const BerthRule &rule : rules) {
        list.push_back({{"trigger", word(rule.trigger)},
                        {"mode", word(rule.mode)},
                        {"targetStatus", word(rule.target)}});
    }
    return list;
}

} // namespace nimara
