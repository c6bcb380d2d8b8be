#pragma once

#include "models/base/result.h"
#include "server/db/connection.h"

#include <string>
#include <vector>

namespace nimara::server::app {

struct FirstAdmin
{
    std::string email; // empty: none is made
    std::string name;
};

struct SetupReport
{
    std::vector<std::string> made;  // in words, for people
    std::vector<std::string> found; // what was there already
    std::string token;              // of the super admin's one-time link; empty when none was made
};

// The five system roles, the port Port Nimara and the first super admin, over the administrator's connection. What is
// there stays as it is, but for rights that are new in this version. A second super admin is not made here. One who has
// never set a password gets a new link.
Result<SetupReport> setUp(Connection &administrator, const FirstAdmin &admin);

} // namespace nimara::server::app
