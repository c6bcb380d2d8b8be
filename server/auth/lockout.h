#pragma once

#include "models/base/result.h"
#include "models/base/uuid.h"
#include "server/db/connection.h"

#include <chrono>
#include <string>
#include <string_view>

namespace nimara::server::auth {

// DOMAIN.md: five failures in 15 minutes lock the account and address pair. The wide limit of one address stops guessing
// across many accounts.
inline constexpr int failuresOfPair = 5;
inline constexpr int failuresOfAddress = 60;
inline constexpr std::chrono::minutes lockoutSpan{15};

// Where a try comes from. Whoever shares an address with somebody, or sends his e-mail address from everywhere, could
// shut him out: a computer on which this account has signed in before, known by its random id, has a door of its own.
struct Door
{
    std::string name; // the group of the address, or the device
};
Result<Door> doorOf(Connection &connection, const Uuid &user, const Uuid &device, const std::string &address);

// One try at signing in. It is counted as a failure before the password is looked at, and taken back by success: tries
// that run beside each other cannot all slip through the last place.
struct Attempt
{
    bool isLocked = false;
    std::chrono::seconds wait{0}; // while locked
    int failures = 0;             // of the pair, with this one
};

Result<Attempt> beginAttempt(Connection &connection, const std::string &accountHash, const Door &door);
Result<> forgetFailures(Connection &connection, const std::string &accountHash, const Door &door);

} // namespace nimara::server::auth
