#include "models/domain/berth_rules.h"

#include <gtest/gtest.h>

using namespace nimara;

TEST(BerthRules, WhereNothingIsSaidTheDefaultsHold)
{
    EXPECT_EQ(berthRules(Json::object()), defaultBerthRules());
    EXPECT_EQ(berthRules(Json()), defaultBerthRules());
    EXPECT_EQ(berthRules(Json{{"berthStatusRules", "odd"}}), defaultBerthRules());
    EXPECT_EQ(defaultBerthRules().size(), berthTriggerChoices.size());
}

TEST(BerthRules, WhatIsSaidReplacesTheDefaultOfItsTriggerAlone)
{
    const Json settings{
        {"berthStatusRules",
         {{{"trigger", "deposit_paid"}, {"mode", "auto"}}, {{"trigger", "eoi_signed"}, {"mode", "off"}}}}};
    const std::vector<BerthRule> rules = berthRules(settings);
    EXPECT_EQ(rules[0], (BerthRule{BerthTrigger::EoiSigned, RuleMode::Off, BerthStatus::UnderOffer}));
    EXPECT_EQ(rules[1], (BerthRule{BerthTrigger::DepositPaid, RuleMode::Auto, BerthStatus::Reserved}));
    EXPECT_EQ(rules[2], defaultBerthRules()[2]);
}

TEST(BerthRules, WordsOfANewerServerAreLeftAside)
{
    const Json settings{{"berthStatusRules",
                         {{{"trigger", "moon_full"}, {"mode", "auto"}},
                          {{"trigger", "eoi_signed"}, {"mode", "maybe"}, {"targetStatus", "drained"}},
                          7}}};
    EXPECT_EQ(berthRules(settings), defaultBerthRules());
}

TEST(BerthRules, RulesAreReadBackAsTheyWereWritten)
{
    std::vector<BerthRule> rules = defaultBerthRules();
    rules[3].mode = RuleMode::Auto;
    rules[4].target = BerthStatus::Reserved;
    EXPECT_EQ(berthRules(Json{{"berthStatusRules", berthRulesJson(rules)}}), rules);
}
