#pragma once

#include "models/base/uuid.h"
#include "models/domain/permissions.h"
#include "models/schema/row.h"

#include <string_view>

namespace nimara {

// Who asks, in one port.
struct Actor
{
    Uuid userId;
    const PermissionSet &permissions;
    bool isSuperAdmin = false;

    bool may(std::string_view permission) const { return isSuperAdmin || permissions.has(permission); }
};

// The answer to "may I?", with what is missing, so that a page can say it and the server can log it.
struct [[nodiscard]] Verdict
{
    enum class Reason {
        Allowed,
        MissingRight, // `missing` names the permission
        ServerOnly,   // only the server writes this, whoever asks
        Immutable,    // set when the row was made, never after
        Unknown       // the row names an entity whose right cannot be told
    };

    Reason reason = Reason::Allowed;
    std::string_view missing = {}; // a permission key

    explicit operator bool() const { return reason == Reason::Allowed; }
    bool operator==(const Verdict &) const = default;
};

// One rule for the app, which asks before it queues an edit, and for the server, which asks before it
// commits. `row` is the row as it stands (canEdit, canRemove) or as it is about to be made (canCreate). Where
// a right hangs on the row (an owner, an entity_type) and there is none, the answer is the one for a row that
// is not the user's own.
Verdict canCreate(const Table &table, const Actor &actor, const Row *row = nullptr);
Verdict canEdit(const Table &table, const Actor &actor, const Row *row = nullptr);
// Delete, archive and restore.
Verdict canRemove(const Table &table, const Actor &actor, const Row *row = nullptr);

// Beside the table's own right: whether this column may be given `value` on creation, or another one later. Without a
// value the answer is the one for any value. A column's permission is not asked for where the value is the column's
// initial one, or where the column names a user and that is oneself.
Verdict canSetOnCreate(const ColumnInfo &column, const Actor &actor, const Value *value = nullptr);
Verdict canChange(const ColumnInfo &column, const Actor &actor, const Value *value = nullptr);

// The first permission that lets somebody see rows of the table, and "" where no permission is asked for.
std::string_view viewPermission(const Table &table);
// Whether some row of the table may reach this user.
bool canView(const Table &table, const Actor &actor);

} // namespace nimara
