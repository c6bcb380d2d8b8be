#pragma once

#include "server/changes/changes.h"

namespace nimara::server {

// What a hold on a berth means to the changes of others. The berth is locked before its holds are read, by these as by
// whoever makes a hold, so that of two who come at once one sees what the other did.

// The hold that stands on the berth now, whoever's it is.
std::optional<Row> standingHold(Changes &changes, const Uuid &berth);

// Refused where somebody else holds the berth.
Tried keepHold(Changes &changes, const Uuid &berth);
// Tells who holds it until when, as far as the user may see it.
Refusal heldRefusal(Changes &changes, const Row &hold);

// Whether this is a column of a berth that the user holds: then he is not asked about what others did to it meanwhile.
bool isGuaranteed(Changes &changes, const Table &table, const Uuid &id, const ColumnInfo &column);

// The holder's deal has taken the berth.
void convertHold(Changes &changes, const Uuid &berth, const Uuid &interest);
// Writes down that the hold ended at its moment.
void expireHold(Changes &changes, const Uuid &hold);
// Whether the state of the hold is being set by one of these.
bool isEndedByRule(const Changes &changes, const RowKey &hold);

} // namespace nimara::server
