#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace nimara::server::auth {

// What one derivation costs. Kept in each hash, so that it may be raised: older hashes are made anew at sign-in.
struct PasswordCost
{
    std::uint32_t kibibytes =
        19 * 1024; // the least OWASP advises; eight at once still fit beside the server's work
    std::uint32_t passes = 2;
    std::uint32_t lanes = 1;

    bool operator==(const PasswordCost &) const = default;
};

// 12 characters or more (and no more than 256) with upper and lower case, a digit and something else.
Result<> checkPassword(std::string_view password);

// "$argon2id$v=19$m=…,t=…,p=…$salt$hash"
Result<std::string> hashPassword(std::string_view password, const PasswordCost &cost = {});

enum class PasswordMatch { No, Yes, YesButWeaker };
PasswordMatch matchPassword(std::string_view hash, std::string_view password, const PasswordCost &cost = {});
// As long as a match takes, for accounts that do not exist.
void spendPasswordTime(std::string_view password, const PasswordCost &cost = {});

} // namespace nimara::server::auth
