#pragma once

#include "models/base/result.h"
#include "server/auth/password.h"
#include "server/db/connection.h"

#include <chrono>
#include <string>
#include <string_view>

namespace nimara::server::auth {

enum class OneTimePurpose { SetPassword, ResetPassword };
inline constexpr std::chrono::hours inviteLife{24 * 7};
inline constexpr std::chrono::hours resetLife{1};

// The token of a link that works once. Earlier ones of the user stop working.
Result<std::string> issueOneTimeToken(Connection &connection, const Uuid &user, OneTimePurpose purpose);

// Sets the password of whom the token was made for, ends all of his sessions, and uses the token up. Key "auth.token" for
// a token that is unknown, old or used, "auth.password" for a password against the rules (the token then stays good).
Result<> setPassword(Connection &connection, std::string_view token, std::string_view password,
                     std::string_view address, const PasswordCost &cost = {});

// "https://crm.example.org/set-password?token=…"
std::string setPasswordLink(std::string_view appUrl, std::string_view token);

} // namespace nimara::server::auth
