#pragma once

#include "server/changes/changes.h"

#include <span>

namespace nimara::server {

// Makes the changes that the ops ask for, if this user may and nobody else was there first. What follows from them is
// the business of reactTo(). `overruled` gets the fields where a column's policy decided between two people.
Tried applyOps(Changes &changes, std::span<const Op> ops, std::vector<FieldConflict> &overruled);

// The table of an op, if this realm has it and clients write to it.
const Table *editableTable(Realm realm, std::uint16_t number);

// The refusal of an attempt that is written to the audit log.
Refusal deniedRefusal(std::string_view key, const Table &table, const Uuid &id, std::string_view field,
                      std::string_view missing);

} // namespace nimara::server
