#pragma once

#include "models/base/result.h"
#include "server/config/config.h"

#include <string>
#include <string_view>

namespace nimara::server::app {

// The conninfo of another of our roles in the database of DATABASE_URL: same host, database and password, another user.
Result<std::string> conninfoAs(std::string_view conninfo, std::string_view role);

} // namespace nimara::server::app
