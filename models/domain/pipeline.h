#pragma once

#include "models/base/result.h"
#include "models/domain/edit.h"
#include "models/schema/tables/enums.h"

#include <string_view>
#include <vector>

namespace nimara {

// Rule 1 of DOMAIN.md. Any stage may be reached from any other; skipping forward over one of the gates (the signed
// EOI and NDA, the deposit) asks for a reason, which is kept in the audit row.
inline constexpr std::string_view changeStageCommand = "interest.changeStage";
inline constexpr std::string_view stageReasonNeeded = "pipeline.reason_needed"; // Error::key; field "reason"
inline constexpr std::string_view stageUnchanged = "pipeline.unchanged";

// The gates that lie strictly between, going forward. Empty: no reason is asked for.
std::vector<PipelineStage> skippedGates(PipelineStage from, PipelineStage to);
// `reason` counts without the white space around it.
Result<> checkStageChange(PipelineStage from, PipelineStage to, std::string_view reason = {});

// What the change does to the interest itself: the stage, since when, the stage's own date, won where it is
// completed, and whether the berth is taken. The app sends it as its prediction, the server writes the same.
// Empty where the row stands there already.
std::vector<FieldChange> stageChangeFields(const Row &interest, PipelineStage to, Instant at);

// The command with its prediction, ready for Store::submit.
Edit stageChangeEdit(const Row &interest, PipelineStage to, std::string_view reason, Instant at);

} // namespace nimara
