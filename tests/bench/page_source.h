#pragma once

#include "models/domain/permissions.h"
#include "sync/replica/replica.h"
#include "tests/bench/rows.h"

#include <string>
#include <utility>
#include <vector>

namespace nimara::bench {

// A marina's clients as the server would send them to a new laptop, without a server: for what is measured on the
// laptop alone.
class PageSource
{
public:
    PageSource(const ClientRows &clients, std::int64_t count);

    static Uuid user();
    static const PermissionSet &permissions();
    sync::Welcome welcome() const;
    // The clients in id order as frames of channel 1, as they travel.
    std::vector<std::string> frames(std::size_t pageRows) const;
    // The `index`th client in id order.
    Row row(std::size_t index) const;
    sync::ScopeId clientsScope() const;

private:
    const ClientRows &m_clients;
    std::vector<std::pair<Uuid, std::int64_t>> m_order;
};

// The first load of a fresh replica, whole.
Result<> loadReplica(sync::Replica &replica, const PageSource &source,
                     const std::vector<std::string> &frames);
// As after a first load that brought nothing.
Result<> loadUserReplica(sync::Replica &replica);

} // namespace nimara::bench
