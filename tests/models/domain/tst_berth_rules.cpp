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
    const Json settings{{"berthStatusRules",
                         {{{"trigger", "ten_percent_deposit"}, {"mode", "auto"}},
                          {{"trigger", "signed_eoi_nda"}, {"mode", "off"}}}}};
    const BerthRules rules = berthRules(settings);
    EXPECT_EQ(rules[0], (BerthRule{BerthTrigger::SignedEoiNda, RuleMode::Off, BerthStatus::UnderOffer}));
    EXPECT_EQ(rules[1], (BerthRule{BerthTrigger::TenPercentDeposit, RuleMode::Auto, BerthStatus::Reserved}));
    EXPECT_EQ(rules[2], defaultBerthRules()[2]);
}

TEST(BerthRules, WordsOfANewerServerAreLeftAside)
{
    const Json settings{{"berthStatusRules",
                         {{{"trigger", "moon_full"}, {"mode", "auto"}},
                          {{"trigger", "signed_eoi_nda"}, {"mode", "maybe"}, {"targetStatus", "drained"}},
                          7}}};
    EXPECT_EQ(berthRules(settings), defaultBerthRules());
}

TEST(BerthRules, RulesAreReadBackAsTheyWereWritten)
{
    BerthRules rules = defaultBerthRules();
    rules[3].mode = RuleMode::Auto;
    rules[4].target = BerthStatus::Reserved;
    EXPECT_EQ(berthRules(Json{{"berthStatusRules", berthRulesJson(rules)}}), rules);
}
