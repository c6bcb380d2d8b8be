#pragma once

#include "models/base/log.h"
#include "server/auth/lockout.h"
#include "server/auth/password.h"
#include "server/auth/ports_of.h"
#include "server/auth/sessions.h"

#include <string>
#include <vector>

namespace nimara::server::auth {

struct Credentials
{
    std::string email;
    std::string password;
    DeviceInfo device;
    std::string address;
};

struct Account
{
    Uuid id;
    std::string name;
    std::string email;
    bool isSuperAdmin = false;
    bool isActive = false;
};

struct SignedIn
{
    NewSession session;
    Account account;
    std::vector<PortAccess> ports;
};

// Everybody may ask; an unknown address and a wrong password take the same time and get the same answer. Errors:
// Unauthenticated "auth.wrong_password", RateLimited "auth.locked" (detail: seconds to wait), Forbidden "auth.inactive"
// (only to whom knew the password).
Result<SignedIn> signIn(Connection &connection, const Credentials &credentials, std::string_view secret,
                        const PasswordCost &cost, const Log &log);

Result<> signOut(Connection &connection, const Identity &identity);

Result<Account> accountOf(Connection &connection, const Uuid &user);

} // namespace nimara::server::auth
