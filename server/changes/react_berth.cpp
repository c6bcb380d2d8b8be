#include "models/domain/holds.h"
#include "models/schema/tables/berths.h"
#include "models/schema/tables/interests.h"
#include "server/changes/holds.h"
#include "server/changes/reactions.h"

#include <array>

// Berths: rule 2 (their status follows the deals), maintenance, the waiting list.
namespace nimara::server {

namespace {

using schema::BerthMaintenanceLog;
using schema::Berths;
using schema::BerthWaitingList;
using schema::WaitingListLog;

constexpr std::string_view viewBerths = "berths.view";
constexpr const char *byRule = "rule";

void suggest(Changes &changes, const Uuid &berth, const Row &row, const BerthRule &rule,
             const std::optional<Uuid> &audience)
{
    const std::string title =
        "Set berth " + row[Berths::area].value_or("") + " " + row[Berths::berthNumber].value_or("") + " to " +
        std::string(berthStatusChoices[static_cast<std::size_t>(rule.target)].label) + "?";
    const Uuid whom = audience.value_or(changes.actor().userId);
    if (changes.members().maySee(whom, Berths::table, row))
        changes.notify(whom, "system_alert", title, Berths::table.name, berth);
}

std::optional<WaitingAction> waitingAction(const RowChange &change)
{
    if (change.isNew())
        return WaitingAction::Added;
    if (change.isGone())
        return WaitingAction::Removed;
    if (change.changed(BerthWaitingList::status)) {
        switch ((*change.after)[BerthWaitingList::status].value_or(WaitingStatus::Waiting)) {
        case WaitingStatus::Waiting:
            return WaitingAction::Added;
        case WaitingStatus::Offered:
            return WaitingAction::Offered;
        case WaitingStatus::Accepted:
            return WaitingAction::Accepted;
        case WaitingStatus::Declined:
            return WaitingAction::Declined;
        case WaitingStatus::Removed:
            return WaitingAction::Removed;
        }
    }
    return change.changed(BerthWaitingList::rank) ? std::optional(WaitingAction::Moved) : std::nullopt;
}

void logWaiting(Changes &changes, const RowChange &change, WaitingAction action)
{
    const Row &entry = change.row();
    const std::array<Uuid, 2> parts{change.key.id, changes.mutation()};
    Row log = Row::fresh(WaitingListLog::table);
    log.set(WaitingListLog::id, Uuid::derived("waiting_list_log", parts));
    log.set(WaitingListLog::portId, changes.port());
    if (!change.isGone())
        log.set(WaitingListLog::waitingId, change.key.id);
    log.setValue(WaitingListLog::berthId.index(), entry.value(BerthWaitingList::berthId.index()));
    log.setValue(WaitingListLog::clientId.index(), entry.value(BerthWaitingList::clientId.index()));
    log.set(WaitingListLog::action, action);
    if (change.before)
        log.setValue(WaitingListLog::oldRank.index(), change.before->value(BerthWaitingList::rank.index()));
    if (change.after)
        log.setValue(WaitingListLog::newRank.index(), change.after->value(BerthWaitingList::rank.index()));
    log.set(WaitingListLog::changedBy, changes.actor().userId);
    log.set(WaitingListLog::changedAt, changes.occurredAt());
    changes.rows().insert(std::move(log));
}

} // namespace

void moveBerth(Changes &changes, const Uuid &berth, BerthTrigger trigger, const std::optional<Uuid> &audience)
{
    const BerthRule rule = berthRules(changes.rights().portSettings)[static_cast<std::size_t>(trigger)];
    if (rule.mode == RuleMode::Off)
        return;
    const Row *found = changes.want(Berths::table, berth);
    if (!found || (*found)[Berths::archivedAt])
        return;
    const Row row = *found;
    if (!mayMoveBerth(row[Berths::status].value_or(BerthStatus::Available), rule.target))
        return;
    if (rule.mode == RuleMode::Suggest)
        return suggest(changes, berth, row, rule, audience);
    changes.set(berth, Berths::table, Berths::status, rule.target);
    changes.set(berth, Berths::table, Berths::statusSource, StatusSource::Rule);
    changes.explain({&Berths::table, berth}, Berths::status.name(), {{byRule, berthTriggerName(trigger)}});
}

Tried deriveBerth(Changes &changes, const RowChange &change)
{
    if (change.before && change.after && takesBerth(*change.before, *change.after)) {
        if (auto refused = keepHold(changes, change.key.id))
            return refused;
    }
    if (change.isGone() || !change.changed(Berths::status))
        return {};
    changes.set(change.key.id, Berths::table, Berths::statusChangedAt, changes.occurredAt());
    const bool ruled = changes.explanation(change.key, Berths::status.name()).contains(byRule);
    if (change.before && !ruled)
        changes.set(change.key.id, Berths::table, Berths::statusSource, StatusSource::Manual);
    return {};
}

Tried deriveMaintenance(Changes &changes, const RowChange &change)
{
    const Row &entry = change.row();
    const auto berth = entry[BerthMaintenanceLog::berthId];
    const bool opened = !change.isGone() && entry[BerthMaintenanceLog::status] == MaintenanceStatus::Open &&
                        change.changed(BerthMaintenanceLog::status);
    if (!berth || !opened)
        return {};
    const std::string category = entry[BerthMaintenanceLog::category].value_or("");
    if (change.isNew())
        changes.tellHolders(viewBerths, "berth:maintenanceAdded",
                            {{"berthId", berth->toString()},
                             {"logEntry", {{"id", change.key.id.toString()}, {"category", category}}}});
    moveBerth(changes, *berth, BerthTrigger::MaintenanceOpened, std::nullopt);
    return {};
}

Tried deriveWaitingList(Changes &changes, const RowChange &change)
{
    const auto action = waitingAction(change);
    if (!action)
        return {};
    const Row entry = change.row();
    logWaiting(changes, change, *action);
    changes.tellHolders(viewBerths, "berth:waitingListChanged",
                        {{"berthId", jsonValue(entry.value(BerthWaitingList::berthId.index()))},
                         {"action", waitingActionChoices[static_cast<std::size_t>(*action)].value},
                         {"entry",
                          {{"id", entry.id().toString()},
                           {"rank", jsonValue(entry.value(BerthWaitingList::rank.index()))}}}});
    return {};
}

void tellBerth(Changes &changes, const RowChange &change)
{
    if (!change.before || !change.after)
        return;
    const std::string id = change.key.id.toString();
    if (change.changed(Berths::status)) {
        const Json why = changes.explanation(change.key, Berths::status.name());
        changes.tellHolders(viewBerths, "berth:statusChanged",
                            {{"berthId", id},
                             {"oldStatus", jsonValue(change.before->value(Berths::status.index()))},
                             {"newStatus", jsonValue(change.after->value(Berths::status.index()))},
                             {"triggeredBy", why.value(byRule, "manual")}});
    }
    changes.tellHolders(viewBerths, "berth:updated",
                        {{"berthId", id}, {"changedFields", changedFields(change)}});
}

} // namespace nimara::server
