#include "server/changes/realm_rights.h"

#include <algorithm>

namespace nimara::server {

namespace {

constexpr const char *rightsSql = R"sql(
select u.is_super_admin, u.is_active, p.is_active, p.settings::text, p.timezone, p.default_currency,
    r.permissions::text, o.permission_overrides::text, sync.current_epoch(), now()
from public.users u
left join public.ports p on p.id = $2
left join public.user_port_roles m on m.port_id = p.id and m.user_id = u.id
left join public.roles r on r.id = m.role_id
left join public.port_role_overrides o on o.port_id = p.id and o.role_id = m.role_id
where u.id = $1)sql";

Error forbidden(std::string key)
{
    return {ErrorCode::Forbidden, std::move(key)};
}

Json objectOf(const std::string &text)
{
    auto json = parseJson(text);
    return json && json->is_object() ? *std::move(json) : Json::object();
}

} // namespace

bool Rights::holds(const ScopeKey &scope) const
{
    return std::ranges::binary_search(scopes, scope);
}

PermissionSet effectiveRights(const std::string &roleMap, const std::optional<std::string> &portOverride)
{
    const Json role = objectOf(roleMap);
    if (!portOverride)
        return PermissionSet::effective(role, nullptr);
    const Json own = objectOf(*portOverride);
    return PermissionSet::effective(role, &own);
}

Result<Rights> readRights(Connection &connection, const Uuid &user, const Uuid &port)
{
    const auto answers = connection.all({askForRights(user, port)});
    return answers ? rightsOf(answers->front(), user, port) : answers.error();
}

Statement askForRights(const Uuid &user, const Uuid &port)
{
    return {"nimara_rights", rightsSql, Params().uuid(user).uuid(port)};
}

Result<Rights> rightsOf(const QueryResult &row, const Uuid &user, const Uuid &port)
{
    const bool ownRealm = port.isNil();
    if (row.rows() == 0 || !row.boolean(0, 1))
        return forbidden("sync.inactive");
    Rights rights;
    rights.isSuperAdmin = row.boolean(0, 0);
    rights.epoch = row.text(0, 8);
    rights.serverTime = row.instant(0, 9);
    if (ownRealm) {
        rights.scopes = userScopesOf(user);
        return rights;
    }
    const bool isMember = !row.isNull(0, 6);
    if (row.isNull(0, 2) || !row.boolean(0, 2) || (!isMember && !rights.isSuperAdmin))
        return forbidden("sync.member");
    rights.portSettings = objectOf(row.text(0, 3));
    rights.portTimezone = row.text(0, 4);
    rights.portCurrency = row.text(0, 5);
    if (rights.isSuperAdmin)
        rights.permissions = PermissionSet::all();
    else
        rights.permissions =
            effectiveRights(row.text(0, 6), row.isNull(0, 7) ? std::nullopt : std::optional(row.text(0, 7)));
    rights.scopes = portScopesOf(port, user, rights.permissions);
    std::ranges::sort(rights.scopes);
    return rights;
}

} // namespace nimara::server
