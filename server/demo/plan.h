#pragma once

#include "models/base/instant.h"
#include "models/base/json.h"
#include "models/base/uuid.h"
#include "server/demo/sources.h"

#include <string>
#include <vector>

namespace nimara::server::demo {

// Rows of one table as JSON objects that all have the same keys, parents before children.
struct Batch
{
    std::string table;
    std::vector<Json> rows;
};

struct Account
{
    Uuid userId;
    std::string name;
    std::string email;
};

struct Membership
{
    Uuid userId;
    std::string role; // system role
};

struct PortPlan
{
    Uuid id;
    std::string slug;
    std::string name;
    std::vector<Membership> members;
    std::vector<Batch> batches;
};

struct Plan
{
    std::vector<Account> accounts;
    std::vector<PortPlan> ports;
    std::vector<Json> rates;
};

// Files in, rows out. `today` is the day on which the last deal closes; nothing else is read from outside.
Result<Plan> makePlan(const Sources &sources, Instant today);

// The two ports and their places in what follows.
inline constexpr const char *currency = "EUR";

} // namespace nimara::server::demo
