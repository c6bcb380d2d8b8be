#pragma once

#include "models/base/result.h"
#include "server/db/connection.h"

#include <cstdint>
#include <string>
#include <vector>

// What this machine can do with the same rows and nothing of ours in the way: the limits that figures are held against.
namespace nimara::bench {

enum class Order { Key, Arrival };

// COPY … BINARY of a port's clients into a fresh, plain SQLite file in one transaction, synced at its end: rows a second.
Result<double> copyLoop(server::Connection &connection, const std::string &port, Order order,
                        const std::string &file);

// Commits of one small row, one after the other: milliseconds each.
Result<std::vector<double>> postgresCommits(server::Connection &connection, int count);
Result<std::vector<double>> sqliteCommits(const std::string &file, int count);
// A byte over loopback to another thread and back: milliseconds each.
Result<std::vector<double>> socketRoundTrips(int count);

} // namespace nimara::bench
