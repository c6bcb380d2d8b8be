#pragma once

#include "models/base/result.h"
#include "models/domain/permissions.h"
#include "server/auth/identity.h"
#include "server/db/connection.h"

#include <string>
#include <vector>

namespace nimara::server::auth {

struct PortAccess
{
    Uuid id;
    std::string slug;
    std::string name;
    std::string currency;
    std::string timezone;
    std::string role; // "sales_agent", or the name of a port's own role
    PermissionSet permissions;
};

// The active ports the user belongs to, by name; all of them for a super admin.
Result<std::vector<PortAccess>> portsOf(Connection &connection, const Uuid &user, bool isSuperAdmin);

// What the user may do in one port. Forbidden, with nothing said of the port, to whom it is not open.
Result<PermissionSet> permissionsIn(Connection &connection, const Uuid &user, bool isSuperAdmin,
                                    const Uuid &port);

} // namespace nimara::server::auth
