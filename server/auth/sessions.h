#pragma once

#include "models/base/instant.h"
#include "models/base/result.h"
#include "server/auth/identity.h"
#include "server/db/connection.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace nimara::server::auth {

// DOMAIN.md: 24 hours, renewed while in use in the last quarter, at most 30 days.
inline constexpr std::chrono::hours sessionLife{24};
inline constexpr std::chrono::hours sessionRenewal{6};
inline constexpr std::chrono::hours sessionLongest{24 * 30};

struct DeviceInfo
{
    Uuid id; // nil: not said
    std::string name;
    std::string platform;
};

struct NewSession
{
    std::string token;
    Uuid id;
    Instant expiresAt;
};

struct SessionRow
{
    Uuid id;
    std::string deviceName;
    std::string platform;
    std::string address;
    Instant createdAt;
    Instant lastUsedAt;
    Instant expiresAt;
};

struct Authenticated
{
    Identity identity;
    Instant expiresAt;
};

Result<NewSession> createSession(Connection &connection, const Uuid &user, const DeviceInfo &device,
                                 std::string_view address);

// Whom the token stands for; renews the session where that is due. Unauthenticated with the keys of
// models/domain/sign_in_errors.h: "auth.session_ended", "auth.revoked", "auth.inactive".
Result<Authenticated> authenticate(Connection &connection, std::string_view token, std::string_view address);

Result<std::vector<SessionRow>> sessionsOf(Connection &connection, const Uuid &user);
// NotFound when the user has no such session.
Result<> revokeSession(Connection &connection, const Uuid &user, const Uuid &session, const Uuid &by);
// All of the user's, but for `except`.
Result<> revokeSessions(Connection &connection, const Uuid &user, const Uuid &by, const Uuid &except = {});

} // namespace nimara::server::auth
