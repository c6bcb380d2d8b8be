#pragma once

#include "server/changes/changes.h"

namespace nimara::server {

// What is asked of single fields beside their table's right.

// May the user give this column another value on an existing row? Attempts at what is the server's are logged.
Tried mayChange(const Changes &changes, const Table &table, const Uuid &id, const ColumnInfo &column,
                const Value &now);
// May the row be made with this value?
Tried maySet(const Changes &changes, const Table &table, const Uuid &id, const ColumnInfo &column,
             const Value &now);
// A value below a path is json by itself.
Tried checkPathValue(const ColumnInfo &column, const FieldChange &change);
// People who are newly named (assigned_to, mentions …) are members of the port who may see the row. One answer,
// whoever else they are. `before` is null for a new row.
Tried checkPeople(Changes &changes, const Row *before, const Row &after);

// The user ids in a json array.
std::vector<Uuid> mentionedIn(const Row *row);

} // namespace nimara::server
