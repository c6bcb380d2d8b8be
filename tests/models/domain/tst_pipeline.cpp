#include "models/base/json.h"
#include "models/domain/pipeline.h"
#include "models/schema/tables/interests.h"

#include <gtest/gtest.h>

using namespace nimara;
using schema::Interests;
using Stage = PipelineStage;

namespace {

const Instant now = *Instant::parse("2026-11-22T10:00:00Z");
const Uuid berth = Uuid::derived("berth", {}, "A-12");

Row interestAt(Stage stage)
{
    Row row(Interests::table);
    row.set(Interests::id, Uuid::derived("interest", {}, "1"));
    row.set(Interests::berthId, berth);
    row.set(Interests::pipelineStage, stage);
    row.set(Interests::outcome, InterestOutcome::Open);
    row.set(Interests::occupiesBerth, stage >= Stage::TenPercentDeposit);
    return row;
}

// The row as it is after the change.
Row after(Row row, Stage to)
{
    for (const FieldChange &field : stageChangeFields(row, to, now)) {
        EXPECT_EQ(row.value(field.column), field.was);
        EXPECT_TRUE(row.setValue(field.column, field.now));
    }
    return row;
}

} // namespace

TEST(Pipeline, EveryPairOfStagesAsksForAReasonExactlyWhereAGateIsSkipped)
{
    for (std::size_t from = 0; from < pipelineStageChoices.size(); ++from) {
        for (std::size_t to = 0; to < pipelineStageChoices.size(); ++to) {
            if (from == to)
                continue;
            const bool overSigned = from < 4 && to > 4;
            const bool overDeposit = from < 5 && to > 5;
            const auto a = static_cast<Stage>(from);
            const auto b = static_cast<Stage>(to);
            EXPECT_EQ(skippedGates(a, b).size(), std::size_t(overSigned) + std::size_t(overDeposit));
            EXPECT_EQ(static_cast<bool>(checkStageChange(a, b)), !overSigned && !overDeposit)
                << from << " " << to;
            EXPECT_TRUE(checkStageChange(a, b, "Signed on paper")) << from << " " << to;
        }
    }
}

TEST(Pipeline, AReasonOfWhiteSpaceIsNone)
{
    const Result<> answer = checkStageChange(Stage::Open, Stage::Contract, " \n\t");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().key, stageReasonNeeded);
    EXPECT_EQ(answer.error().field, "reason");
}

TEST(Pipeline, AReasonThatIsNoTextIsRefused)
{
    EXPECT_FALSE(checkStageChange(Stage::Open, Stage::Contract, std::string_view("a\0b", 3)));
}

TEST(Pipeline, StayingWhereOneIsIsNoChange)
{
    EXPECT_EQ(checkStageChange(Stage::Visited, Stage::Visited).error().key, stageUnchanged);
    EXPECT_TRUE(stageChangeFields(interestAt(Stage::Visited), Stage::Visited, now).empty());
}

TEST(Pipeline, EachStageBearsItsOwnDate)
{
    const std::array dates{std::pair{Stage::DetailsSent, Interests::detailsSentAt},
                           std::pair{Stage::InCommunication, Interests::contactedAt},
                           std::pair{Stage::Visited, Interests::visitedAt},
                           std::pair{Stage::SignedEoiNda, Interests::eoiSignedAt},
                           std::pair{Stage::TenPercentDeposit, Interests::depositPaidAt},
                           std::pair{Stage::Contract, Interests::contractSignedAt},
                           std::pair{Stage::Completed, Interests::completedAt}};
    for (const auto &[stage, column] : dates) {
        const Row row = after(interestAt(Stage::Open), stage);
        EXPECT_EQ(row[Interests::pipelineStage], stage);
        EXPECT_EQ(row[Interests::stageChangedAt], now);
        EXPECT_EQ(row[column], now);
    }
    EXPECT_EQ(after(interestAt(Stage::Visited), Stage::Open)[Interests::stageChangedAt], now);
}

TEST(Pipeline, CompletedIsWonAndTakenBackIsOpenAgain)
{
    const Row won = after(interestAt(Stage::Contract), Stage::Completed);
    EXPECT_EQ(won[Interests::outcome], InterestOutcome::Won);
    EXPECT_EQ(after(won, Stage::Contract)[Interests::outcome], InterestOutcome::Open);
}

TEST(Pipeline, ALostDealThatMovesStaysLostUntilItIsCompleted)
{
    Row lost = interestAt(Stage::Visited);
    lost.set(Interests::outcome, InterestOutcome::Lost);
    const Row moved = after(lost, Stage::TenPercentDeposit);
    EXPECT_EQ(moved[Interests::outcome], InterestOutcome::Lost);
    EXPECT_EQ(moved[Interests::occupiesBerth], false);
}

TEST(Pipeline, ABerthIsTakenFromTheDepositOnwards)
{
    EXPECT_EQ(after(interestAt(Stage::Open), Stage::SignedEoiNda)[Interests::occupiesBerth], false);
    const Row deposit = after(interestAt(Stage::Open), Stage::TenPercentDeposit);
    EXPECT_EQ(deposit[Interests::occupiesBerth], true);
    EXPECT_EQ(after(deposit, Stage::Visited)[Interests::occupiesBerth], false);
    Row berthless = interestAt(Stage::Open);
    berthless.clear(Interests::berthId);
    EXPECT_EQ(after(berthless, Stage::Contract)[Interests::occupiesBerth], false);
}

TEST(Pipeline, TheEditIsACommandWithItsPrediction)
{
    const Row row = interestAt(Stage::Visited);
    const Edit edit = stageChangeEdit(row, Stage::Contract, "  Signed on paper ", now);
    ASSERT_TRUE(edit.command);
    EXPECT_EQ(edit.command->name, "interest.changeStage");
    const Result<Json> args = parseJson(edit.command->args);
    ASSERT_TRUE(args);
    EXPECT_EQ(args->at("interestId"), row.id().toString());
    EXPECT_EQ(args->at("to"), "contract");
    EXPECT_EQ(args->at("reason"), "Signed on paper");
    ASSERT_EQ(edit.ops.size(), 1u);
    EXPECT_EQ(edit.ops.front().fields, stageChangeFields(row, Stage::Contract, now));
    const Edit plain = stageChangeEdit(row, Stage::SignedEoiNda, "", now);
    EXPECT_FALSE(parseJson(plain.command->args)->contains("reason"));
}
