#pragma once

#include "models/base/rng.h"
#include "models/domain/edit.h"
#include "sync/replica/replica.h"

#include <vector>

namespace nimara::sim {

// The rows that everybody works on: few, so that people meet.
struct Places
{
    Uuid port;
    std::vector<Uuid> users;
    std::vector<Uuid> clients;
    std::vector<Uuid> berths;
    std::vector<Uuid> interests;
    std::vector<Uuid> tags;
};

Places makePlaces(const Uuid &port, const std::vector<Uuid> &users);
std::vector<Row> seededRows(const Places &places);
// A client with a contact, as another program would write them: in one transaction.
std::vector<Row> importedRows(const Places &places, std::uint64_t number);

// What somebody does next, over what the replica shows. Nothing when it shows no row to do it to.
std::optional<Edit> nextEdit(const sync::Replica &replica, const Places &places, const Uuid &me,
                             const Clock &clock, Rng &rng);

} // namespace nimara::sim
