#pragma once

#include "models/base/result.h"
#include "server/auth/identity.h"
#include "server/db/connection.h"

#include <optional>
#include <string>
#include <string_view>

namespace nimara::server::api {

// Accounts and memberships, as an administrator of a port changes them. Each runs in the caller's transaction, whose tenant
// is the port, and writes its audit rows.

inline constexpr std::string_view manageUsers = "admin.manage_users";

struct Invitation
{
    std::string email;
    std::string name;
    Uuid role;
};

struct Invited
{
    Uuid user;
    bool isNew = false; // false: there was such an account, it is a member now
};

// Conflict when the person is a member already. Forbidden ("auth.role") for a role with rights beyond the inviter's own.
Result<Invited> invite(Connection &connection, const auth::Identity &by, const Uuid &port,
                       const Invitation &invitation);

// Another role in the port; nothing takes the membership away.
Result<> changeRole(Connection &connection, const auth::Identity &by, const Uuid &port, const Uuid &user,
                    const std::optional<Uuid> &role);

// An account is of all its ports: whoever is no super admin may switch it only where he manages the users of every one.
Result<> switchAccount(Connection &connection, const auth::Identity &by, const Uuid &port, const Uuid &user,
                       bool isActive);

// The token of a link by which the user sets a new password. Earlier links stop working; nothing else changes until it is
// used. Whoever holds it can become the user: the caller makes sure that it goes to nobody with fewer rights.
Result<std::string> makePasswordToken(Connection &connection, const auth::Identity &by, const Uuid &port,
                                      const Uuid &user);

} // namespace nimara::server::api
