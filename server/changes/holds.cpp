#include "server/changes/holds.h"

#include "models/domain/holds.h"
#include "models/schema/tables/berths.h"
#include "models/schema/tables/interests.h"

#include <algorithm>

namespace nimara::server {

namespace {

using schema::BerthHolds;
using schema::Berths;

constexpr const char *endedBy = "rule";

void endByRule(Changes &changes, const Uuid &hold, HoldState state, const char *rule)
{
    changes.set(hold, BerthHolds::table, BerthHolds::state, state);
    changes.explain({&BerthHolds::table, hold}, BerthHolds::state.name(), {{endedBy, rule}});
}

} // namespace

std::optional<Row> standingHold(Changes &changes, const Uuid &berth)
{
    changes.want(Berths::table, berth);
    const std::vector<Row> holds = changes.activeHoldsOn(berth);
    const auto standing = std::ranges::find_if(
        holds, [&](const Row &hold) { return standsAt(hold, changes.rights().serverTime); });
    return standing == holds.end() ? std::nullopt : std::optional(*standing);
}

Tried keepHold(Changes &changes, const Uuid &berth)
{
    const auto hold = standingHold(changes, berth);
    if (!hold || (*hold)[BerthHolds::holderId] == changes.actor().userId)
        return {};
    return heldRefusal(changes, *hold);
}

Refusal heldRefusal(Changes &changes, const Row &hold)
{
    Refusal refused = refusal(ErrorCode::Conflict, reject::held, BerthHolds::berthId.name());
    if (!changes.sees(hold))
        return refused;
    refused.otherId = hold[BerthHolds::berthId].value_or(Uuid());
    refused.conflicts = {{BerthHolds::table.number,
                          hold.id(),
                          std::string(BerthHolds::heldUntil.name()),
                          {},
                          {},
                          hold.value(BerthHolds::heldUntil.index()),
                          hold[BerthHolds::holderId].value_or(Uuid()),
                          hold[BerthHolds::createdAt].value_or(Instant())}};
    return refused;
}

bool isGuaranteed(Changes &changes, const Table &table, const Uuid &id, const ColumnInfo &column)
{
    if (&table != &Berths::table || !isHoldersColumn(column))
        return false;
    const auto hold = standingHold(changes, id);
    return hold && (*hold)[BerthHolds::holderId] == changes.actor().userId;
}

void convertHold(Changes &changes, const Uuid &berth, const Uuid &interest)
{
    const auto hold = standingHold(changes, berth);
    if (!hold)
        return;
    changes.set(hold->id(), BerthHolds::table, BerthHolds::interestId, interest);
    endByRule(changes, hold->id(), HoldState::Converted, "deal");
}

void expireHold(Changes &changes, const Uuid &hold)
{
    endByRule(changes, hold, HoldState::Expired, "time");
}

bool isEndedByRule(const Changes &changes, const RowKey &hold)
{
    return changes.explanation(hold, BerthHolds::state.name()).contains(endedBy);
}

} // namespace nimara::server
