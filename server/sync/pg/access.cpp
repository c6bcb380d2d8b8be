#include "server/sync/pg/access.h"

#include "models/base/hash.h"
#include "models/schema/registry.h"

#include <algorithm>

namespace nimara::server {

namespace {

constexpr std::uint32_t defaultLeaseHours = 72;
constexpr std::uint32_t longestLeaseHours = 24 * 365;

constexpr const char *stampsSql = R"sql(
select w.at, concat_ws(' ', u.rev, p.rev, m.rev, r.rev, o.rev, (u.is_active)::text, (m.id is not null)::text)
from unnest($1::uuid[], $2::uuid[]) with ordinality w (user_id, port_id, at)
join public.users u on u.id = w.user_id
left join public.ports p on p.id = w.port_id
left join public.user_port_roles m on m.port_id = p.id and m.user_id = u.id
left join public.roles r on r.id = m.role_id
left join public.port_role_overrides o on o.port_id = p.id and o.role_id = m.role_id)sql";

std::uint32_t leaseHoursOf(const Json &settings)
{
    const auto found = settings.find("offlineLeaseHours");
    if (found == settings.end() || !found->is_number_integer())
        return defaultLeaseHours;
    return static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(found->get<std::int64_t>(), 1, longestLeaseHours));
}

} // namespace

Access toAccess(const Rights &rights)
{
    Access access;
    access.permissions = rights.permissions;
    access.isSuperAdmin = rights.isSuperAdmin;
    access.epoch = rights.epoch;
    access.serverTime = rights.serverTime;
    access.leaseHours = leaseHoursOf(rights.portSettings);
    std::string input = rights.permissions.canonical() + (rights.isSuperAdmin ? "*" : "") + '/' +
                        std::to_string(schema::generation) + '/' + std::to_string(access.leaseHours);
    for (const ScopeKey &key : rights.scopes) {
        const Uuid id = scopeId(key);
        access.scopes.push_back({id, key.resourceClass, 0});
        input.append(reinterpret_cast<const char *>(id.bytes().data()), id.bytes().size());
    }
    const Sha256 digest = sha256(input);
    Uuid::Bytes half;
    std::copy_n(digest.begin(), half.size(), half.begin());
    access.aclHash = Uuid(half);
    return access;
}

Result<std::vector<std::string>> rightsStamps(Connection &feed, std::span<const Holder> whom)
{
    std::vector<Uuid> users;
    std::vector<Uuid> ports;
    for (const Holder &holder : whom) {
        users.push_back(holder.user);
        ports.push_back(holder.port);
    }
    const auto rows = feed.prepared("nimara_stamps", stampsSql, Params().uuids(users).uuids(ports));
    if (!rows)
        return rows.error();
    std::vector<std::string> stamps(whom.size());
    for (int i = 0; i < rows->rows(); ++i)
        stamps[static_cast<std::size_t>(rows->integer(i, 0) - 1)] = rows->text(i, 1);
    return stamps;
}

} // namespace nimara::server
