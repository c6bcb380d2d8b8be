#include "models/schema/tables/people.h"
#include "server/changes/reactions.h"

// Roles and memberships: nobody gives what they have not got.
namespace nimara::server {

namespace {

using schema::PortRoleOverrides;
using schema::Roles;
using schema::UserPortRoles;

Json permissionMap(const Value &value)
{
    const auto *text = std::get_if<std::string>(&value);
    Json json = text ? Json::parse(*text, nullptr, false) : Json::object();
    return json.is_object() ? json : Json::object();
}

bool exceeds(const Changes &changes, const PermissionSet &granted, const PermissionSet &before)
{
    for (const Permission &permission : permissions()) {
        if (granted.has(permission.key) && !before.has(permission.key) &&
            !changes.asker().may(permission.key))
            return true;
    }
    return false;
}

// An override may be set on a role whose map the actor does not know: what it adds is what it names.
PermissionSet rightsIn(Changes &changes, const Row *row)
{
    if (!row)
        return {};
    if (row->table().name == Roles::table.name)
        return PermissionSet::fromJson(permissionMap(row->value(Roles::permissions.index())));
    if (row->table().name == PortRoleOverrides::table.name)
        return PermissionSet::fromJson(
            permissionMap(row->value(PortRoleOverrides::permissionOverrides.index())));
    const auto role = (*row)[UserPortRoles::roleId];
    return role ? PermissionSet::fromJson(permissionMap(changes.lookUp(Roles::table, *role, "permissions")))
                : PermissionSet();
}

} // namespace

Tried derivePeople(Changes &changes, const RowChange &change)
{
    if (!change.after || changes.rights().isSuperAdmin)
        return {};
    if (exceeds(changes, rightsIn(changes, change.after), rightsIn(changes, change.before)))
        return refusal(ErrorCode::Forbidden, reject::escalation);
    return {};
}

} // namespace nimara::server
