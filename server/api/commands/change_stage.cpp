#include "server/api/commands/change_stage.h"

#include "models/base/text.h"
#include "models/domain/pipeline.h"
#include "models/schema/tables/interests.h"
#include "server/changes/edit_ops.h"

namespace nimara::server {

namespace {

using schema::Interests;

constexpr std::size_t longestReason = 2000;

std::optional<std::string> textIn(const Json &args, const char *key)
{
    const auto found = args.find(key);
    return found != args.end() && found->is_string() ? std::optional(found->get<std::string>())
                                                     : std::nullopt;
}

std::optional<PipelineStage> stageIn(const Json &args, const char *key)
{
    const auto word = textIn(args, key);
    return word ? ValueTraits<PipelineStage>::fromValue(Value(*word)) : std::nullopt;
}

// The stage that the user saw.
std::optional<PipelineStage> stageSeen(std::span<const Op> prediction, const Uuid &id)
{
    for (const Op &op : prediction) {
        if (op.table != Interests::table.number || op.id != id)
            continue;
        for (const FieldChange &field : op.fields) {
            if (field.column == Interests::pipelineStage.name())
                return ValueTraits<PipelineStage>::fromValue(field.was);
        }
    }
    return std::nullopt;
}

Value word(PipelineStage stage)
{
    return ValueTraits<PipelineStage>::toValue(stage);
}

Refusal invalid(std::string_view field)
{
    return refusal(ErrorCode::Invalid, reject::invalid, field);
}

} // namespace

Tried changeStage(Changes &changes, const Json &args, std::span<const Op> prediction)
{
    // Parse.
    const auto id = Uuid::parse(textIn(args, "interestId").value_or(""));
    const auto to = stageIn(args, "to");
    const std::string reason = textIn(args, "reason").value_or("");
    if (!id || !to || reason.size() > longestReason)
        return invalid(!id ? "interestId" : !to ? "to" : "reason");
    // Lock.
    const Row *interest = editableTable(changes.realm(), Interests::table.number)
                              ? changes.seen(Interests::table, *id)
                              : nullptr;
    if (!interest)
        return refusal(ErrorCode::NotFound, reject::notFound);
    // Permit.
    for (const std::string_view right :
         {std::string_view("interests.edit"), std::string_view("interests.change_stage")}) {
        if (!changes.asker().may(right))
            return deniedRefusal(reject::forbidden, Interests::table, *id, "pipeline_stage", right);
    }
    // Decide.
    const auto from = (*interest)[Interests::pipelineStage].value_or(PipelineStage::Open);
    if (from == *to)
        return {}; // it stands there already
    const auto seen = stageSeen(prediction, *id);
    if (seen && *seen != from) {
        return Refusal{.kind = OutcomeKind::Conflict,
                       .conflicts = {{Interests::table.number,
                                      *id,
                                      "pipeline_stage",
                                      word(*seen),
                                      word(*to),
                                      word(from),
                                      {},
                                      {}}}};
    }
    if (const auto allowed = checkStageChange(from, *to, reason); !allowed)
        return Refusal{.error = allowed.error()};
    // Write; its dates, the berth, the audit log and the listeners follow.
    const RowKey key{&Interests::table, *id};
    if (const auto said = normalizedText(reason); said && !said->empty())
        changes.explain(key, "pipeline_stage", {{"reason", *said}});
    changes.set(*id, Interests::table, Interests::pipelineStage, *to);
    return {};
}

} // namespace nimara::server
