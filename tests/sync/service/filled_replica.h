#pragma once

#include "models/schema/row.h"
#include "sync/replica/replica.h"

#include <string>
#include <vector>

namespace nimara::sync::test {

// A real replica, encrypted, loaded by pages as from a server: clients with names of many languages, berths, and
// interests that point to both. What stands in it is a function of the counts alone.
class FilledReplica
{
public:
    struct Counts
    {
        std::size_t clients = 300;
        std::size_t berths = 40;
        std::size_t interests = 120;
    };

    FilledReplica(const std::string &path, Counts counts);

    const std::string &path() const { return m_path; }
    const ReplicaKey &key() const { return m_key; }
    Replica &replica() { return *m_replica; }
    const std::vector<Row> &clients() const { return m_clients; }
    const std::vector<Row> &berths() const { return m_berths; }
    const std::vector<Row> &interests() const { return m_interests; }
    void indexAll();

private:
    void makeRows(Counts counts);
    void load();

    std::string m_path;
    ReplicaKey m_key{};
    SystemClock m_clock;
    SeededRng m_rng{11};
    std::vector<Row> m_clients;
    std::vector<Row> m_berths;
    std::vector<Row> m_interests;
    std::unique_ptr<Replica> m_replica;
};

} // namespace nimara::sync::test
