#pragma once

#include "server/db/connection.h"
#include "server/demo/plan.h"

#include <functional>
#include <string>
#include <vector>

namespace nimara::server::demo {

struct LoadedTable
{
    std::string port; // slug; empty for what is of no port
    std::string table;
    std::int64_t inFiles = 0;
    std::int64_t added = 0; // the rest was there already
};

// Writes the plan through the administrator's connection, each port in one transaction; what is there stays as it is,
// so it may be run again. The system roles must be there (`nimara-server setup`). All accounts get `passwordHash`.
// `progress` is told of each table when it is in.
Result<std::vector<LoadedTable>> load(Connection &connection, const Plan &plan,
                                      const std::string &passwordHash,
                                      const std::function<void(const LoadedTable &)> &progress = {});

// Gives it to all accounts of the plan, also to those that were there.
Result<> setPassword(Connection &connection, const Plan &plan, const std::string &passwordHash);

} // namespace nimara::server::demo
