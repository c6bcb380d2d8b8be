#include "models/domain/pipeline.h"

#include "models/base/json.h"
#include "models/base/text.h"
#include "models/schema/tables/interests.h"

#include <array>

namespace nimara {

namespace {

using schema::Interests;

constexpr std::array gates{PipelineStage::SignedEoiNda, PipelineStage::TenPercentDeposit};

// The column that holds the day on which a deal reached the stage.
const Column<Instant> *dateColumn(PipelineStage stage)
{
    switch (stage) {
    case PipelineStage::Open:
        return nullptr;
    case PipelineStage::DetailsSent:
        return &Interests::detailsSentAt;
    case PipelineStage::InCommunication:
        return &Interests::contactedAt;
    case PipelineStage::Visited:
        return &Interests::visitedAt;
    case PipelineStage::SignedEoiNda:
        return &Interests::eoiSignedAt;
    case PipelineStage::TenPercentDeposit:
        return &Interests::depositPaidAt;
    case PipelineStage::Contract:
        return &Interests::contractSignedAt;
    case PipelineStage::Completed:
        return &Interests::completedAt;
    }
    return nullptr;
}

// Completed means won; a won deal that is taken back is open again. Lost stays lost: that is said apart.
InterestOutcome outcomeAfter(const Row &interest, PipelineStage to)
{
    const auto before = interest[Interests::outcome].value_or(InterestOutcome::Open);
    if (to == PipelineStage::Completed)
        return InterestOutcome::Won;
    return before == InterestOutcome::Won ? InterestOutcome::Open : before;
}

bool occupiesBerth(const Row &interest, PipelineStage to, InterestOutcome outcome)
{
    return to >= PipelineStage::TenPercentDeposit && outcome != InterestOutcome::Lost &&
           interest[Interests::berthId].has_value() && !interest[Interests::archivedAt].has_value();
}

template <typename T>
void change(std::vector<FieldChange> &fields, const Row &row, const Column<T> &column,
            typename ValueTraits<T>::Cpp now)
{
    Value value = ValueTraits<T>::toValue(std::move(now));
    const Value &was = row.value(column.index());
    if (was != value)
        fields.push_back({.column = std::string(column.name()), .was = was, .now = std::move(value)});
}

} // namespace

std::vector<PipelineStage> skippedGates(PipelineStage from, PipelineStage to)
{
    std::vector<PipelineStage> skipped;
    for (const PipelineStage gate : gates) {
        if (from < gate && gate < to)
            skipped.push_back(gate);
    }
    return skipped;
}

Result<> checkStageChange(PipelineStage from, PipelineStage to, std::string_view reason)
{
    if (from == to)
        return Error{.code = ErrorCode::Invalid, .key = std::string(stageUnchanged), .field = "to"};
    const Result<std::string> said = normalizedText(reason);
    if (!said)
        return Error{.code = ErrorCode::Invalid, .key = said.error().key, .field = "reason"};
    if (said->empty() && !skippedGates(from, to).empty())
        return Error{.code = ErrorCode::Invalid, .key = std::string(stageReasonNeeded), .field = "reason"};
    return Done{};
}

std::vector<FieldChange> stageChangeFields(const Row &interest, PipelineStage to, Instant at)
{
    std::vector<FieldChange> fields;
    change(fields, interest, Interests::pipelineStage, to);
    if (fields.empty())
        return fields;
    change(fields, interest, Interests::stageChangedAt, at);
    if (const auto *date = dateColumn(to))
        change(fields, interest, *date, at);
    const InterestOutcome outcome = outcomeAfter(interest, to);
    change(fields, interest, Interests::outcome, outcome);
    change(fields, interest, Interests::occupiesBerth, occupiesBerth(interest, to, outcome));
    return fields;
}

Edit stageChangeEdit(const Row &interest, PipelineStage to, std::string_view reason, Instant at)
{
    const std::string word(pipelineStageChoices[static_cast<std::size_t>(to)].value);
    Json args{{"interestId", interest.id().toString()}, {"to", word}};
    if (const Result<std::string> said = normalizedText(reason); said && !said->empty())
        args["reason"] = *said;
    Edit edit;
    edit.ops.push_back({.table = Interests::table.number,
                        .id = interest.id(),
                        .kind = OpKind::Update,
                        .fields = stageChangeFields(interest, to, at)});
    edit.command = Command{std::string(changeStageCommand), args.dump()};
    return edit;
}

} // namespace nimara
