#include "models/domain/holds.h"

#include "models/base/json.h"
#include "models/domain/berth_rules.h"
#include "models/domain/edit.h"
#include "models/schema/tables/berths.h"
#include "models/schema/tables/interests.h"

#include <algorithm>
#include <array>

namespace nimara {

namespace {

using schema::BerthHolds;
using schema::Berths;
using schema::Interests;

constexpr std::array givingColumns{Berths::ownerClientId.info(), Berths::tenureStartOn.info(),
                                   Berths::tenureEndOn.info()};

bool isOnSale(std::optional<BerthStatus> status)
{
    return status == BerthStatus::UnderOffer || status == BerthStatus::Reserved ||
           status == BerthStatus::Sold;
}

enum class Claim { None, Offer, Taken };

Claim claimOf(const Row &interest)
{
    if (wouldOccupyBerth(interest))
        return Claim::Taken;
    const bool offered = isActiveInterest(interest) && interest[Interests::berthId].has_value() &&
                         interest[Interests::pipelineStage] == PipelineStage::SignedEoiNda;
    return offered ? Claim::Offer : Claim::None;
}

} // namespace

std::chrono::hours longestHold(const Json &portSettings)
{
    const auto found = portSettings.find(holdHoursKey);
    if (found == portSettings.end() || !found->is_number_integer())
        return std::chrono::hours(defaultHoldHours);
    return std::chrono::hours(std::clamp<std::int64_t>(found->get<std::int64_t>(), 1, mostHoldHours));
}

Result<> checkHoldTime(Instant until, Instant now, std::chrono::microseconds longest)
{
    if (until <= now || until > now + longest)
        return Error{ErrorCode::Invalid, std::string(reject::holdTime),
                     std::string(BerthHolds::heldUntil.name())};
    return Done{};
}

bool standsAt(const Row &hold, Instant now)
{
    const auto until = hold[BerthHolds::heldUntil];
    return hold[BerthHolds::state] == HoldState::Active && until && *until > now;
}

const Row *standingAmong(std::span<const Row> holds, Instant now)
{
    const auto found = std::ranges::find_if(holds, [now](const Row &hold) { return standsAt(hold, now); });
    return found == holds.end() ? nullptr : &*found;
}

bool takesBerth(const Row &before, const Row &after)
{
    const auto newly = [&](const ColumnInfo &column) {
        const Value &now = after.value(column.index);
        return !isNull(now) && !(before.value(column.index) == now);
    };
    return (newly(Berths::status.info()) && isOnSale(after[Berths::status])) ||
           newly(Berths::archivedAt.info()) || std::ranges::any_of(givingColumns, newly);
}

bool isHoldersColumn(const ColumnInfo &berthColumn)
{
    return berthColumn.index == Berths::status.index() ||
           std::ranges::any_of(givingColumns,
                               [&](const ColumnInfo &column) { return column.index == berthColumn.index; });
}

bool claimsBerth(const Row *before, const Row &after)
{
    const bool sameBerth = before && (*before)[Interests::berthId] == after[Interests::berthId];
    return claimOf(after) > (sameBerth ? claimOf(*before) : Claim::None);
}

bool mayBeHeld(const Row &berth)
{
    return !berth[Berths::archivedAt] && berth[Berths::status] == BerthStatus::Available;
}

} // namespace nimara
