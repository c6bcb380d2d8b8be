#pragma once

#include "models/domain/edit.h"
#include "models/domain/rights.h"
#include "models/store/store.h"

#include <span>
#include <vector>

// The intentions of a page as the Store takes them. A page builds no ops by hand.
namespace nimara::ui {

Actor actorOf(const Store &store);

// A row as it is made: initial values, an id of its own (or the one its pair gives), the port.
Row newRow(const Table &table, const Store &store);
// Gives a row of a pair table the id that follows from its pair; other rows keep theirs.
void deriveId(Row &row);

Edit createEdit(const Row &row);
// The columns that differ. Empty ops: nothing to save.
Edit updateEdit(const Row &was, const Row &now);
Edit removeEdit(const Table &table, const Uuid &id); // archives where the table can
Edit restoreEdit(const Table &table, const Uuid &id);

Uuid newId();
Instant currentTime();

} // namespace nimara::ui
