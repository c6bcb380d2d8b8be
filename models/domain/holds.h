#pragma once

#include "models/base/json_fwd.h"
#include "models/base/result.h"
#include "models/schema/row.h"
#include "models/schema/tables/enums.h"

#include <chrono>
#include <span>

namespace nimara {

// A hold keeps a berth for a client: while it stands, nobody but its holder sells, reserves or offers the berth, and what
// the holder does to it is accepted. It ends by its moment alone, whether or not anybody has written that down yet.

// How long a hold may be in a port: `settings.berthHoldHours`, at most thirty days.
inline constexpr std::string_view holdHoursKey = "berthHoldHours";
inline constexpr int defaultHoldHours = 72;
inline constexpr int mostHoldHours = 24 * 30;
std::chrono::hours longestHold(const Json &portSettings);
// By so much the clock of a laptop that asks for a hold may be ahead of the server's.
inline constexpr std::chrono::minutes holdClockSlack{15};

// Key: reject::holdTime.
Result<> checkHoldTime(Instant until, Instant now, std::chrono::microseconds longest);

bool standsAt(const Row &hold, Instant now);
// Of the holds on a berth the one that stands; null: none does.
const Row *standingAmong(std::span<const Row> holds, Instant now);

// Whether a change of the berth gives it to somebody: a status on the way to the sale, an owner, a tenure; or takes it
// off the market, archived.
bool takesBerth(const Row &before, const Row &after);
// The columns of which the holder has the last word while the hold stands.
bool isHoldersColumn(const ColumnInfo &berthColumn);

// Whether a deal comes closer to its berth: from nothing to the signed EOI, from there to the deposit. `before` is null
// for a new one.
bool claimsBerth(const Row *before, const Row &after);

// Not archived, and available. (That no deal stands on it is for the caller to know.)
bool mayBeHeld(const Row &berth);

} // namespace nimara
