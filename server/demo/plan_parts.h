#pragma once

#include "server/demo/plan.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

// What the parts of the plan share.
namespace nimara::server::demo {

struct Client
{
    Uuid id;
    std::string name;
};

struct Vessel
{
    Uuid id;
    std::size_t client; // position in PortState::clients
    std::string length;
    std::string beam;
    std::string draft;
};

struct Berth
{
    Json row;
    bool taken = false;
};

// One port while it is being filled.
struct PortState
{
    PortPlan plan;
    std::vector<Client> companies;
    std::vector<Client> persons;
    std::map<std::string, std::size_t> companyOf; // account -> position in companies
    std::map<Uuid, Vessel> vesselOf;              // client -> a yacht of his
    std::vector<Berth> berths;
    std::vector<Uuid> agents;

    std::vector<Json> &rows(std::string_view table);
};

// Ids are derived from what the row stands for, so that a second run finds the first one's rows.
Uuid demoId(std::string_view kind, const Uuid &port, std::string_view key);
// A number that looks arbitrary and is always the same for the same key.
std::uint64_t pick(std::string_view key, std::uint64_t bound);
Json row(const PortState &port, const Uuid &id);
std::string instant(Instant value);

void planBerths(const Sources &sources, std::vector<PortState> &ports, Instant today);
void planClients(const Sources &sources, PortState &port);
void planVessels(const Sources &sources, std::vector<PortState> &ports);
Result<> planDeals(const Sources &sources, std::vector<PortState> &ports, Instant today);
std::vector<Json> planRates(const Sources &sources);

} // namespace nimara::server::demo
