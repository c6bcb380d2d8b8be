#include "models/schema/tables/people.h"
#include "server/changes/edit_ops.h"
#include "server/changes/reactions.h"

// Roles and memberships: nobody gives what they have not got, nor takes it from who has. Rights are compared as they
// count in this port, the role's map under the port's override.
namespace nimara::server {

namespace {

using schema::PortRoleOverrides;
using schema::Roles;
using schema::UserPortRoles;

// Maps and overrides as the columns hold them: JSON text.
using Override = std::optional<std::string>;

std::string mapText(const Value &value)
{
    const auto *text = std::get_if<std::string>(&value);
    return text ? *text : std::string();
}

std::string mapOf(Changes &changes, const Uuid &role)
{
    return mapText(changes.lookUp(Roles::table, role, Roles::permissions.name()));
}

Override overrideIn(const Row *row)
{
    return row ? Override(mapText(row->value(PortRoleOverrides::permissionOverrides.index()))) : std::nullopt;
}

// The port's override of a role, this transaction's changes included.
Override overrideOf(Changes &changes, const Uuid &role)
{
    for (const RowKey &key : changes.rows().keysOf(PortRoleOverrides::table)) {
        const Row *row = changes.rows().find(key);
        if (row && (*row)[PortRoleOverrides::roleId] == role)
            return overrideIn(row);
    }
    const auto found = changes.connection().prepared(
        "nimara_role_override",
        "select id from public.port_role_overrides where port_id = $1 and role_id = $2",
        Params().uuid(changes.port()).uuid(role));
    if (!found)
        changes.fail(found.error());
    const bool isThere = found && found->rows() > 0;
    return isThere ? overrideIn(changes.want(PortRoleOverrides::table, found->uuid(0, 0))) : std::nullopt;
}

PermissionSet membersRights(Changes &changes, const Row *membership)
{
    const auto role = membership ? (*membership)[UserPortRoles::roleId] : std::nullopt;
    return role ? effectiveRights(mapOf(changes, *role), overrideOf(changes, *role)) : PermissionSet();
}

// A right among these that the actor lacks; `but` are passed over.
std::string_view beyond(const Changes &changes, const PermissionSet &rights, const PermissionSet &but = {})
{
    for (const Permission &permission : permissions()) {
        if (rights.has(permission.key) && !but.has(permission.key) && !changes.asker().may(permission.key))
            return permission.key;
    }
    return {};
}

std::string_view beyondByMembership(Changes &changes, const RowChange &change)
{
    if (!change.changed(UserPortRoles::roleId))
        return {};
    const std::string_view given = beyond(changes, membersRights(changes, change.after));
    return given.empty() ? beyond(changes, membersRights(changes, change.before)) : given;
}

std::string_view beyondByRole(Changes &changes, const RowChange &change)
{
    if (!change.after)
        return {}; // nobody holds it any more
    const Override over = overrideOf(changes, change.key.id);
    const auto rights = [&](const Row *row) {
        return row ? effectiveRights(mapText(row->value(Roles::permissions.index())), over) : PermissionSet();
    };
    return beyond(changes, rights(change.after), rights(change.before));
}

// An override that only took rights away gives them back when it goes.
std::string_view beyondByOverride(Changes &changes, const RowChange &change)
{
    const auto role = change.row()[PortRoleOverrides::roleId];
    const std::string map = role ? mapOf(changes, *role) : std::string();
    return beyond(changes, effectiveRights(map, overrideIn(change.after)),
                  effectiveRights(map, overrideIn(change.before)));
}

} // namespace

Tried derivePeople(Changes &changes, const RowChange &change)
{
    if (changes.rights().isSuperAdmin)
        return {};
    const Table &table = *change.key.table;
    const std::string_view right = &table == &Roles::table ? beyondByRole(changes, change)
                                   : &table == &PortRoleOverrides::table
                                       ? beyondByOverride(changes, change)
                                       : beyondByMembership(changes, change);
    if (right.empty())
        return {};
    return deniedRefusal(reject::escalation, table, change.key.id, {}, right);
}

} // namespace nimara::server
