#include "models/domain/berth_rules.h"
#include "models/domain/holds.h"
#include "models/domain/pipeline.h"
#include "models/schema/tables/berths.h"
#include "models/schema/tables/clients.h"
#include "models/schema/tables/interests.h"
#include "server/changes/holds.h"
#include "server/changes/reactions.h"

#include <algorithm>
#include <chrono>

// Deals: rule 1 (stage, its dates), rule 3 (one berth, one winner), and what rule 2 does to the berth.
namespace nimara::server {

namespace {

using schema::Berths;
using schema::Clients;
using schema::Interests;

void write(Changes &changes, const Uuid &id, const std::vector<FieldChange> &fields)
{
    for (const FieldChange &field : fields)
        changes.rows().set({&Interests::table, id}, Interests::table.find(field.column)->index, field.now);
}

// The stage as it was, with everything else as it is to be.
Row atFormerStage(const RowChange &change)
{
    Row row = *change.after;
    row.set(Interests::pipelineStage,
            change.before ? (*change.before)[Interests::pipelineStage].value_or(PipelineStage::Open)
                          : PipelineStage::Open);
    return row;
}

void setStageDates(Changes &changes, const RowChange &change)
{
    const auto stage = (*change.after)[Interests::pipelineStage];
    if (change.isNew())
        changes.set(change.key.id, Interests::table, Interests::stageChangedAt, changes.occurredAt());
    if (!stage || !change.changed(Interests::pipelineStage))
        return;
    write(changes, change.key.id, stageChangeFields(atFormerStage(change), *stage, changes.occurredAt()));
}

// A plain edit carries no reason, so it cannot skip a gate; the command has asked already.
Tried keepGates(const Changes &changes, const RowChange &change)
{
    if (!change.before || !change.changed(Interests::pipelineStage) ||
        !changes.explanation(change.key, Interests::pipelineStage.name()).empty())
        return {};
    const auto from = (*change.before)[Interests::pipelineStage];
    const auto to = (*change.after)[Interests::pipelineStage];
    if (!from || !to)
        return {};
    if (const auto allowed = checkStageChange(*from, *to); !allowed)
        return Refusal{.error = allowed.error()};
    return {};
}

// The database decides the same; here, so that what follows in this batch knows it.
bool occupies(const Row &interest, Instant now)
{
    if (!wouldOccupyBerth(interest))
        return false;
    const auto completed = interest[Interests::completedAt];
    const auto years = interest[Interests::desiredTenureYears];
    if (interest[Interests::pipelineStage] != PipelineStage::Completed || !completed || !years)
        return true;
    const std::chrono::sys_time<std::chrono::microseconds> at{std::chrono::microseconds(completed->micros())};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day begin(day);
    auto end = begin + std::chrono::years(std::clamp<std::int64_t>(*years, 0, 1000));
    if (!end.ok())
        end = end.year() / end.month() / std::chrono::last;
    const auto ends = std::chrono::sys_days(end).time_since_epoch() + (at - day);
    return std::chrono::duration_cast<std::chrono::microseconds>(ends).count() > now.micros();
}

Tried keepOneWinner(Changes &changes, const RowChange &change)
{
    const Row &interest = *changes.rows().find(change.key);
    const bool takes = occupies(interest, changes.rights().serverTime);
    if (interest[Interests::occupiesBerth] != takes)
        changes.set(change.key.id, Interests::table, Interests::occupiesBerth, takes);
    if (!takes)
        return {};
    const auto berth = (*changes.rows().find(change.key))[Interests::berthId];
    for (const auto &other : changes.activeInterestsOn(*berth)) {
        if (other.id == change.key.id || !other.occupies)
            continue;
        Refusal refused = refusal(ErrorCode::Conflict, reject::oneWinner, Interests::berthId.name());
        refused.otherId = other.id;
        return refused;
    }
    return {};
}

// Nobody but the holder brings a deal closer to a berth that is held; the hold has done its work once it is taken.
Tried keepToHolder(Changes &changes, const RowChange &change)
{
    const Row interest = *changes.rows().find(change.key);
    if (!claimsBerth(change.before, interest))
        return {};
    const Uuid berth = *interest[Interests::berthId];
    if (auto refused = keepHold(changes, berth))
        return refused;
    if (interest[Interests::occupiesBerth].value_or(false))
        convertHold(changes, berth, change.key.id);
    return {};
}

bool isWantedByOthers(Changes &changes, const Uuid &berth, const Uuid &interest)
{
    return std::ranges::any_of(changes.activeInterestsOn(berth),
                               [&](const auto &other) { return other.id != interest; });
}

void followBerth(Changes &changes, const RowChange &change)
{
    const Row interest = *changes.rows().find(change.key);
    const auto audience = interest[Interests::assignedTo];
    const auto trigger = berthTrigger(change.before, interest);
    if (trigger && !(*trigger == BerthTrigger::InterestClosed &&
                     isWantedByOthers(changes, *interest[Interests::berthId], change.key.id)))
        moveBerth(changes, *interest[Interests::berthId], *trigger, audience);
    // A deal that goes to another berth leaves the first one.
    const auto left = change.before ? (*change.before)[Interests::berthId] : std::nullopt;
    if (left && left != interest[Interests::berthId] && isActiveInterest(*change.before) &&
        !isWantedByOthers(changes, *left, change.key.id))
        moveBerth(changes, *left, BerthTrigger::InterestClosed, audience);
}

Json berthNumber(Changes &changes, const Row &interest)
{
    const auto berth = interest[Interests::berthId];
    if (!berth || !changes.members().allWith("interests.view", "berths.view"))
        return nullptr;
    return jsonValue(changes.lookUp(Berths::table, *berth, "berth_number"));
}

Json clientName(Changes &changes, const Row &interest)
{
    const auto client = interest[Interests::clientId];
    if (!client || !changes.members().allWith("interests.view", "clients.view"))
        return nullptr;
    return jsonValue(changes.lookUp(Clients::table, *client, "full_name"));
}

void tellUpdate(Changes &changes, const RowChange &change, const std::string &id)
{
    constexpr std::string_view right = "interests.view";
    const Row &before = *change.before;
    const Row &after = *change.after;
    changes.tellHolders(right, "interest:updated",
                        {{"interestId", id}, {"changedFields", changedFields(change)}});
    if (change.changed(Interests::pipelineStage))
        changes.tellHolders(right, "interest:stageChanged",
                            {{"interestId", id},
                             {"oldStage", jsonValue(before.value(Interests::pipelineStage.index()))},
                             {"newStage", jsonValue(after.value(Interests::pipelineStage.index()))},
                             {"clientName", clientName(changes, after)},
                             {"berthNumber", berthNumber(changes, after)}});
    if (change.changed(Interests::leadCategory))
        changes.tellHolders(right, "interest:leadCategoryChanged",
                            {{"interestId", id},
                             {"oldCategory", jsonValue(before.value(Interests::leadCategory.index()))},
                             {"newCategory", jsonValue(after.value(Interests::leadCategory.index()))},
                             {"auto", false}});
    if (!change.changed(Interests::berthId))
        return;
    for (const auto &[row, name] :
         {std::pair(&before, "interest:berthUnlinked"), std::pair(&after, "interest:berthLinked")}) {
        if (const auto berth = (*row)[Interests::berthId])
            changes.tellHolders(right, name, {{"interestId", id}, {"berthId", berth->toString()}});
    }
}

} // namespace

Tried deriveInterest(Changes &changes, const RowChange &change)
{
    if (change.isGone())
        return {};
    if (auto refused = keepGates(changes, change))
        return refused;
    setStageDates(changes, change);
    if (auto refused = keepOneWinner(changes, change))
        return refused;
    if (auto refused = keepToHolder(changes, change))
        return refused;
    followBerth(changes, change);
    return {};
}

void tellInterest(Changes &changes, const RowChange &change)
{
    constexpr std::string_view right = "interests.view";
    const std::string id = change.key.id.toString();
    const Row &row = change.row();
    if (change.isNew())
        changes.tellHolders(right, "interest:created",
                            {{"interestId", id},
                             {"clientId", jsonValue(row.value(Interests::clientId.index()))},
                             {"berthId", jsonValue(row.value(Interests::berthId.index()))},
                             {"source", jsonValue(row.value(Interests::source.index()))}});
    else if (change.wasArchived())
        changes.tellHolders(right, "interest:archived", {{"interestId", id}});
    else if (!change.isGone())
        tellUpdate(changes, change, id);
    notifyAssigned(changes, change, "assigned_to", "A deal was assigned to you");
}

} // namespace nimara::server
