#include "server/changes/members.h"

#include "server/changes/realm_rights.h"

#include <algorithm>

namespace nimara::server {

namespace {

constexpr const char *membersSql = R"sql(
select u.id, u.name, u.is_super_admin, r.permissions::text, o.permission_overrides::text
from public.users u
left join public.user_port_roles m on m.port_id = $1 and m.user_id = u.id
left join public.roles r on r.id = m.role_id
left join public.port_role_overrides o on o.port_id = m.port_id and o.role_id = m.role_id
where u.is_active and (m.id is not null or u.is_super_admin))sql";

PermissionSet permissionsOf(const QueryResult &rows, int at)
{
    if (rows.boolean(at, 2))
        return PermissionSet::all();
    return effectiveRights(rows.text(at, 3),
                           rows.isNull(at, 4) ? std::nullopt : std::optional(rows.text(at, 4)));
}

} // namespace

Result<Members> Members::read(Connection &connection, const Uuid &port)
{
    const auto rows = connection.prepared("nimara_members", membersSql, Params().uuid(port));
    if (!rows)
        return rows.error();
    Members members;
    members.m_port = port;
    for (int i = 0; i < rows->rows(); ++i)
        members.m_people[rows->uuid(i, 0)] = {rows->text(i, 1), permissionsOf(*rows, i)};
    return members;
}

const Members::Member *Members::find(const Uuid &user) const
{
    const auto found = m_people.find(user);
    return found == m_people.end() ? nullptr : &found->second;
}

bool Members::maySee(const Uuid &user, const Table &table, const Row &row) const
{
    const Member *member = find(user);
    if (!member)
        return false;
    std::vector<ScopeKey> scopes = portScopesOf(m_port, user, member->permissions);
    std::ranges::sort(scopes);
    return isSeen(table, row, scopes);
}

bool Members::allWith(std::string_view right, std::string_view other) const
{
    return std::ranges::all_of(m_people, [&](const auto &entry) {
        return !entry.second.permissions.has(right) || entry.second.permissions.has(other);
    });
}

bool isSeen(const Table &table, const Row &row, std::span<const ScopeKey> scopes)
{
    if (table.name == "users")
        return true;
    return std::ranges::any_of(scopesOfRow(table, row),
                               [&](const ScopeKey &key) { return std::ranges::binary_search(scopes, key); });
}

} // namespace nimara::server
