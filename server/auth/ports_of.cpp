#include "server/auth/ports_of.h"

#include "models/base/json.h"

namespace nimara::server::auth {
namespace {
constexpr std::string_view superAdminRole = "super_admin";

Json parsed(const QueryResult &rows, int row, int column)
{
    return rows.isNull(row, column) ? Json::object() : Json::parse(rows.raw(row, column), nullptr, false);
}

PortAccess portOf(const QueryResult &rows, int row)
{
    return {.id = rows.uuid(row, 0),
            .slug = rows.text(row, 1),
            .name = rows.text(row, 2),
            .currency = rows.text(row, 3),
            .timezone = rows.text(row, 4),
            .role = {},
            .permissions = {}};
}

Result<QueryResult> openPorts(Connection &connection, const Uuid &user)
{
    auto transaction = Transaction::begin(connection, {.port = std::nullopt, .user = user});
    if (!transaction)
        return transaction.error();
    // Row-level security shows a user the ports that are his, and a super admin all of them.
    auto found = connection.prepared("ports_of",
                                     "select id, slug, name, default_currency, timezone from public.ports"
                                     " where is_active order by name, id limit 1000",
                                     {});
    if (found)
        NIMARA_TRY(transaction->commit());
    return found;
}

// Role and rights of a member; the port's override is only seen from within the port.
Result<PortAccess> memberAccess(Connection &connection, const Uuid &user, PortAccess port)
{
    auto transaction = Transaction::begin(connection, {.port = port.id, .user = user});
    if (!transaction)
        return transaction.error();
    Params params;
    params.uuid(port.id).uuid(user);
    auto found = connection.prepared(
        "port_rights",
        "select r.name, r.permissions, o.permission_overrides from public.user_port_roles m"
        " join public.ports p on p.id = m.port_id and p.is_active join public.roles r on r.id = m.role_id"
        " left join public.port_role_overrides o on o.port_id = m.port_id and o.role_id = m.role_id"
        " where m.port_id = $1 and m.user_id = $2",
        params);
    if (!found)
        return found.error();
    NIMARA_TRY(transaction->commit());
    if (found->rows() == 0)
        return Error{.code = ErrorCode::Forbidden, .key = "auth.port"};
    const Json roleMap = parsed(*found, 0, 1);
    const Json portMap = parsed(*found, 0, 2);
    port.role = found->text(0, 0);
    port.permissions = PermissionSet::effective(roleMap, found->isNull(0, 2) ? nullptr : &portMap);
    return port;
}

Result<PermissionSet> superAdminIn(Connection &connection, const Uuid &user, const Uuid &port)
{
    auto ports = openPorts(connection, user);
    if (!ports)
        return ports.error();
    for (int row = 0; row < ports->rows(); ++row) {
        if (ports->uuid(row, 0) == port)
            return PermissionSet::all();
    }
    return Error{.code = ErrorCode::Forbidden, .key = "auth.port"};
}
} // namespace

Result<std::vector<PortAccess>> portsOf(Connection &connection, const Uuid &user, bool isSuperAdmin)
{
    auto found = openPorts(connection, user);
    if (!found)
        return found.error();
    std::vector<PortAccess> ports;
    for (int row = 0; row < found->rows(); ++row) {
        PortAccess port = portOf(*found, row);
        if (isSuperAdmin) {
            port.role = superAdminRole;
            port.permissions = PermissionSet::all();
            ports.push_back(std::move(port));
            continue;
        }
        auto access = memberAccess(connection, user, std::move(port));
        if (access)
            ports.push_back(*std::move(access));
        else if (access.error().code != ErrorCode::Forbidden)
            return access.error();
    }
    return ports;
}

Result<PermissionSet> permissionsIn(Connection &connection, const Uuid &user, bool isSuperAdmin,
                                    const Uuid &port)
{
    if (isSuperAdmin)
        return superAdminIn(connection, user, port);
    PortAccess asked;
    asked.id = port;
    auto access = memberAccess(connection, user, std::move(asked));
    if (!access)
        return access.error();
    return access->permissions;
}

} // namespace nimara::server::auth
