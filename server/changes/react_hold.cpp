#include "models/domain/holds.h"
#include "models/schema/tables/berths.h"
#include "models/schema/tables/interests.h"
#include "server/changes/edit_ops.h"
#include "server/changes/holds.h"
#include "server/changes/reactions.h"

#include <algorithm>

// Holds: granted where the berth is free, changed by their holder, released by him or by who manages the berths.
namespace nimara::server {

namespace {

using schema::BerthHolds;
using schema::Berths;

constexpr std::string_view manageBerths = "berths.edit";

Tried checkTime(const Changes &changes, const Row &hold)
{
    const auto checked =
        checkHoldTime(hold[BerthHolds::heldUntil].value_or(Instant()), changes.rights().serverTime,
                      longestHold(changes.rights().portSettings) + holdClockSlack);
    return checked ? Tried() : Tried(Refusal{.error = checked.error()});
}

// Another hold that stands is in the way; one whose time is over makes room, and that is written down with it.
Tried makeRoom(Changes &changes, const Row &hold)
{
    for (const Row &other : changes.activeHoldsOn(*hold[BerthHolds::berthId])) {
        if (other.id() == hold.id())
            continue;
        if (standsAt(other, changes.rights().serverTime))
            return heldRefusal(changes, other);
        expireHold(changes, other.id());
    }
    return {};
}

Tried grant(Changes &changes, const Row &hold)
{
    if (hold[BerthHolds::state] != HoldState::Active)
        return refusal(ErrorCode::Invalid, reject::invalid, BerthHolds::state.name());
    if (auto refused = checkTime(changes, hold))
        return refused;
    const Uuid berthId = *hold[BerthHolds::berthId];
    const Row *berth = changes.seen(Berths::table, berthId);
    if (!berth) // one answer for a row of another port and for one that does not exist
        return refusal(ErrorCode::Invalid, reject::wrongPort, BerthHolds::berthId.name());
    const bool isFree = mayBeHeld(*berth);
    if (auto refused = makeRoom(changes, hold))
        return refused;
    const auto deals = changes.activeInterestsOn(berthId);
    if (!isFree || std::ranges::any_of(deals, &Changes::BerthInterest::occupies))
        return refusal(ErrorCode::Conflict, reject::notFree, BerthHolds::berthId.name());
    return {};
}

void tellHolder(Changes &changes, const Row &hold)
{
    const Uuid holder = *hold[BerthHolds::holderId];
    const Uuid berthId = *hold[BerthHolds::berthId];
    const Row *berth = changes.want(Berths::table, berthId);
    if (!berth || !changes.members().maySee(holder, Berths::table, *berth))
        return;
    const std::string name =
        (*berth)[Berths::area].value_or("") + " " + (*berth)[Berths::berthNumber].value_or("");
    changes.notify(holder, "system_alert", "Your hold on berth " + name + " was released", Berths::table.name,
                   berthId);
}

// What has ended stays as it is; a release that comes too late wanted nothing else.
Tried leaveEnded(Changes &changes, const RowChange &change, bool isRelease)
{
    if (!isRelease)
        return refusal(ErrorCode::Conflict, reject::holdEnded, BerthHolds::state.name());
    if ((*change.before)[BerthHolds::state] == HoldState::Active)
        expireHold(changes, change.key.id);
    else
        changes.rows().set(change.key, BerthHolds::state.index(),
                           change.before->value(BerthHolds::state.index()));
    return {};
}

Tried alter(Changes &changes, const RowChange &change)
{
    const Row before = *change.before;
    const Row after = *change.after;
    Row released = before;
    released.set(BerthHolds::state, HoldState::Released);
    const bool isRelease = after == released;
    const bool isHolder = before[BerthHolds::holderId] == changes.actor().userId;
    if (!isHolder && !(isRelease && changes.asker().may(manageBerths)))
        return deniedRefusal(reject::forbidden, BerthHolds::table, change.key.id, BerthHolds::state.name(),
                             isRelease ? manageBerths : std::string_view());
    if (!standsAt(before, changes.rights().serverTime))
        return leaveEnded(changes, change, isRelease);
    const auto state = after[BerthHolds::state];
    if (state != HoldState::Active && state != HoldState::Released)
        return deniedRefusal(reject::serverOwned, BerthHolds::table, change.key.id, BerthHolds::state.name(),
                             {});
    if (change.changed(BerthHolds::heldUntil)) {
        if (auto refused = checkTime(changes, after))
            return refused;
    }
    if (isRelease && !isHolder)
        tellHolder(changes, before);
    return {};
}

} // namespace

Tried deriveHold(Changes &changes, const RowChange &change)
{
    if (change.isGone() || isEndedByRule(changes, change.key))
        return {};
    return change.isNew() ? grant(changes, *change.after) : alter(changes, change);
}

} // namespace nimara::server
