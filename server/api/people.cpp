#include "server/api/people.h"

#include "models/base/json.h"
#include "models/domain/permissions.h"
#include "models/domain/sign_in_errors.h"
#include "server/auth/audit_trail.h"
#include "server/auth/one_time.h"
#include "server/auth/ports_of.h"

namespace nimara::server::api {
namespace {
using auth::Identity;

Error forbidden(std::string_view key)
{
    return {.code = ErrorCode::Forbidden, .key = std::string(key), .field = std::string(manageUsers)};
}

auth::AuditEntry entry(const Identity &by, const Uuid &port, const Uuid &user)
{
    return {.action = "update",
            .entityId = user,
            .port = port,
            .userId = by.userId,
            .address = by.address,
            .deviceId = by.deviceId.isNil() ? std::nullopt : std::optional(by.deviceId)};
}

// Nobody hands out rights that he does not have.
Result<> mayGrant(Connection &connection, const Identity &by, const Uuid &port, const Uuid &role)
{
    if (by.isSuperAdmin)
        return Done{};
    Params params;
    params.uuid(port).uuid(role);
    auto found =
        connection.exec("select r.permissions, o.permission_overrides from public.roles r"
                        " left join public.port_role_overrides o on o.port_id = $1 and o.role_id = r.id"
                        " where r.id = $2 and (r.port_id is null or r.port_id = $1)",
                        params);
    if (!found)
        return found.error();
    if (found->rows() == 0)
        return Error{.code = ErrorCode::Invalid, .key = "value.unknown", .field = "roleId"};
    auto own =
        connection.exec("select r.permissions, o.permission_overrides from public.user_port_roles m"
                        " join public.roles r on r.id = m.role_id left join public.port_role_overrides o"
                        " on o.port_id = m.port_id and o.role_id = m.role_id"
                        " where m.port_id = $1 and m.user_id = $2",
                        Params().uuid(port).uuid(by.userId));
    if (!own)
        return own.error();
    const auto rights = [](const QueryResult &rows) {
        const Json map = Json::parse(rows.raw(0, 0), nullptr, false);
        const Json over = rows.isNull(0, 1) ? Json() : Json::parse(rows.raw(0, 1), nullptr, false);
        return PermissionSet::effective(map, rows.isNull(0, 1) ? nullptr : &over);
    };
    if (own->rows() == 0)
        return forbidden("auth.role");
    const PermissionSet granted = rights(*found);
    const PermissionSet held = rights(*own);
    for (const Permission &permission : permissions()) {
        if (granted.has(permission.key) && !held.has(permission.key))
            return forbidden("auth.role");
    }
    return Done{};
}

Result<Uuid> findOrMake(Connection &connection, const Invitation &invitation, bool &isNew)
{
    Params params;
    params.untyped(invitation.email).text(invitation.name);
    auto made = connection.exec("insert into public.users (email, name) values ($1::citext, $2)"
                                " on conflict (email) do nothing returning id",
                                params);
    if (!made)
        return made.error();
    isNew = made->rows() == 1;
    if (isNew)
        return made->uuid(0, 0);
    auto found = connection.exec("select id from public.users where email = $1::citext",
                                 Params().untyped(invitation.email));
    if (!found)
        return found.error();
    return found->uuid(0, 0);
}

struct Membership
{
    Uuid role;
    bool isSuperAdmin = false;
    bool isActive = false;
};

// NotFound for somebody who is no member of the port, whether or not there is such a user elsewhere.
Result<Membership> membership(Connection &connection, const Uuid &port, const Uuid &user)
{
    auto found =
        connection.exec("select m.role_id, u.is_super_admin, u.is_active from public.user_port_roles m"
                        " join public.users u on u.id = m.user_id where m.port_id = $1 and m.user_id = $2"
                        " for update of m",
                        Params().uuid(port).uuid(user));
    if (!found)
        return found.error();
    if (found->rows() == 0)
        return Error{.code = ErrorCode::NotFound, .key = "auth.user"};
    return Membership{
        .role = found->uuid(0, 0), .isSuperAdmin = found->boolean(0, 1), .isActive = found->boolean(0, 2)};
}

Result<> storeRole(Connection &connection, const Uuid &port, const Uuid &user,
                   const std::optional<Uuid> &role)
{
    auto done =
        role ? connection.exec(
                   "update public.user_port_roles set role_id = $3 where port_id = $1 and user_id = $2",
                   Params().uuid(port).uuid(user).uuid(*role))
             : connection.exec("delete from public.user_port_roles where port_id = $1 and user_id = $2",
                               Params().uuid(port).uuid(user));
    return done ? Result<>(Done{}) : done.error();
}
} // namespace

Result<Invited> invite(Connection &connection, const Identity &by, const Uuid &port,
                       const Invitation &invitation)
{
    NIMARA_TRY(mayGrant(connection, by, port, invitation.role));
    Invited invited;
    auto user = findOrMake(connection, invitation, invited.isNew);
    if (!user)
        return user.error();
    invited.user = *user;
    auto joined =
        connection.exec("insert into public.user_port_roles (port_id, user_id, role_id) values ($1, $2, $3)"
                        " on conflict (port_id, user_id) do nothing",
                        Params().uuid(port).uuid(*user).uuid(invitation.role));
    if (!joined)
        return joined.error();
    if (joined->affected() == 0)
        return Error{.code = ErrorCode::Conflict, .key = "auth.member", .field = "email"};
    auth::AuditEntry audit = entry(by, port, *user);
    const std::string role = invitation.role.toString();
    audit.action = "create";
    audit.field = "role_id";
    audit.newValue = role;
    NIMARA_TRY(writeAudit(connection, audit));
    return invited;
}

Result<> changeRole(Connection &connection, const Identity &by, const Uuid &port, const Uuid &user,
                    const std::optional<Uuid> &role)
{
    auto member = membership(connection, port, user);
    if (!member)
        return member.error();
    if (member->isSuperAdmin && !by.isSuperAdmin)
        return forbidden("auth.role");
    // Neither may he take away rights beyond his own.
    NIMARA_TRY(mayGrant(connection, by, port, member->role));
    if (role)
        NIMARA_TRY(mayGrant(connection, by, port, *role));
    NIMARA_TRY(storeRole(connection, port, user, role));
    const std::string before = member->role.toString();
    const std::string after = role ? role->toString() : std::string();
    auth::AuditEntry audit = entry(by, port, user);
    audit.field = "role_id";
    audit.oldValue = before;
    audit.newValue = after;
    return writeAudit(connection, audit);
}

Result<> switchAccount(Connection &connection, const Identity &by, const Uuid &port, const Uuid &user,
                       bool isActive)
{
    if (user == by.userId)
        return Error{.code = ErrorCode::Conflict, .key = "auth.self", .field = "isActive"};
    if (!by.isSuperAdmin) {
        auto member = membership(connection, port, user);
        if (!member)
            return member.error();
        if (member->isSuperAdmin)
            return forbidden("auth.role");
        NIMARA_TRY(mayGrant(connection, by, port, member->role));
    }
    auto done = connection.exec(
        "update public.users set is_active = $2 where id = $1 and is_active <> $2 returning id",
        Params().uuid(user).boolean(isActive));
    if (!done)
        return done.error();
    if (done->affected() == 0)
        return Done{};
    auth::AuditEntry audit = entry(by, port, user);
    audit.field = "is_active";
    audit.oldValue = isActive ? "false" : "true";
    audit.newValue = isActive ? "true" : "false";
    return writeAudit(connection, audit);
}

Result<std::string> makePasswordToken(Connection &connection, const Identity &by, const Uuid &port,
                                      const Uuid &user)
{
    // A stolen session is not to outlive its end.
    if (user == by.userId)
        return Error{.code = ErrorCode::Conflict, .key = "auth.self"};
    auto member = membership(connection, port, user);
    if (!member)
        return member.error();
    if (member->isSuperAdmin && !by.isSuperAdmin)
        return forbidden("auth.role");
    if (!member->isActive)
        return Error{.code = ErrorCode::Conflict, .key = std::string(signin::inactive)};
    auto token = auth::issueOneTimeToken(connection, user, auth::OneTimePurpose::ResetPassword);
    if (!token)
        return token.error();
    auth::AuditEntry audit = entry(by, port, user);
    audit.field = "password_link";
    audit.newValue = "[hidden]";
    NIMARA_TRY(writeAudit(connection, audit));
    return token;
}

} // namespace nimara::server::api
