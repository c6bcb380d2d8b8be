#pragma once

#include "models/base/result.h"
#include "server/db/connection.h"
#include "tests/bench/rows.h"

#include <cstdint>
#include <string>
#include <vector>

// What this machine can do with the same rows and nothing of ours in the way: the limits that figures are held against.
namespace nimara::bench {

enum class Order { Key, Arrival };

// COPY … BINARY of a port's clients into a fresh, plain SQLite file in one transaction, synced at its end: rows a second.
Result<double> copyLoop(server::Connection &connection, const std::string &port, Order order,
                        const std::string &file);

// The first `count` clients, one column of each, in pipelined transactions of 200: updates a second. The database's own
// triggers are at work; rights, rules, audit and outcomes are not.
Result<double> plainUpdates(server::Connection &connection, const ClientRows &clients, std::int64_t count);

// Commits of one small row, one after the other: milliseconds each.
Result<std::vector<double>> postgresCommits(server::Connection &connection, int count);
Result<std::vector<double>> sqliteCommits(const std::string &file, int count);
// A byte over loopback to another thread and back: milliseconds each.
Result<std::vector<double>> socketRoundTrips(int count);

} // namespace nimara::bench
