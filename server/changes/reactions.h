#pragma once

#include "models/domain/berth_rules.h"
#include "server/changes/changes.h"

namespace nimara::server {

// What follows from the changes of the mutation at work: columns that the server sets, business rules, the audit log,
// events and notifications. Rows that a rule changes are followed in turn.
Tried reactTo(Changes &changes);

// One row's change: null before for a new one, null after for one that is gone.
struct RowChange
{
    RowKey key;
    const Row *before = nullptr;
    const Row *after = nullptr;

    const Row &row() const { return after ? *after : *before; }
    template <typename T>
    bool changed(const Column<T> &column) const
    {
        return !before || !after || !(before->value(column.index()) == after->value(column.index()));
    }
    bool isNew() const { return !before && after; }
    bool isGone() const { return before && !after; }
    bool wasArchived() const;
    bool wasRestored() const;
};

// By area: what the server adds to a change …
Tried deriveInterest(Changes &changes, const RowChange &change);
Tried deriveHold(Changes &changes, const RowChange &change);
Tried deriveBerth(Changes &changes, const RowChange &change);
Tried deriveMaintenance(Changes &changes, const RowChange &change);
Tried deriveWaitingList(Changes &changes, const RowChange &change);
Tried deriveReminder(Changes &changes, const RowChange &change);
Tried derivePeople(Changes &changes, const RowChange &change);
// … and what listeners are told.
void tellClient(Changes &changes, const RowChange &change);
void tellInterest(Changes &changes, const RowChange &change);
void tellBerth(Changes &changes, const RowChange &change);
void tellReminder(Changes &changes, const RowChange &change);
void tellNote(Changes &changes, const RowChange &change);
void tellMoney(Changes &changes, const RowChange &change);

// Rule 2: what a trigger does to a berth; `audience` hears a suggestion.
void moveBerth(Changes &changes, const Uuid &berth, BerthTrigger trigger,
               const std::optional<Uuid> &audience);

// "clientId" and such: an id, a text or null.
Json jsonValue(const Value &value);
// The names of the columns that changed, bookkeeping left out.
Json changedFields(const RowChange &change);
// Somebody was newly assigned or mentioned, and hears of it unless it was himself.
void notifyAssigned(Changes &changes, const RowChange &change, std::string_view column,
                    const std::string &title);

} // namespace nimara::server
