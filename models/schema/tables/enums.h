#pragma once

#include "models/base/tr.h"
#include "models/schema/value.h"

#include <array>

// The enums of the domain, in their order. The words as stored stand beside their labels, once.
namespace nimara {

enum class BerthStatus { Available, UnderOffer, Sold, Maintenance, Reserved };
inline constexpr std::array<Choice, 5> berthStatusChoices{{
    {"available", NIMARA_TR("Available")},
    {"under_offer", NIMARA_TR("Under offer")},
    {"sold", NIMARA_TR("Sold")},
    {"maintenance", NIMARA_TR("Maintenance")},
    {"reserved", NIMARA_TR("Reserved")},
}};
constexpr std::span<const Choice> choicesOf(BerthStatus)
{
    return berthStatusChoices;
}

enum class PipelineStage { Open, DetailsSent, InCommunication, Visited, SignedEoiNda, TenPercentDeposit, Contract, Completed };
inline constexpr std::array<Choice, 8> pipelineStageChoices{{
    {"open", NIMARA_TR("Open")},
    {"details_sent", NIMARA_TR("Details sent")},
    {"in_communication", NIMARA_TR("In communication")},
    {"visited", NIMARA_TR("Visited")},
    {"signed_eoi_nda", NIMARA_TR("Signed EOI and NDA")},
    {"ten_percent_deposit", NIMARA_TR("10% deposit")},
    {"contract", NIMARA_TR("Contract")},
    {"completed", NIMARA_TR("Completed")},
}};
constexpr std::span<const Choice> choicesOf(PipelineStage)
{
    return pipelineStageChoices;
}

} // namespace nimara
