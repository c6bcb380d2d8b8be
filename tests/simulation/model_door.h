#pragma once

#include "models/base/clock.h"
#include "models/base/rng.h"
#include "models/domain/scopes.h"
#include "server/sync/door.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace nimara::sim {

// The server's data in memory: the executable specification of what PostgreSQL and the code around it do. Plain on
// purpose: maps, one commit after the other, rules as docs/sync.md tells them.
class ModelDoor final : public server::Door
{
public:
    explicit ModelDoor(const Clock &clock) : m_clock(clock) {}

    // ---- the world, as an administrator arranges it
    void addUser(const Uuid &user);
    // Takes the place of an earlier right; an empty set takes the user out of the port.
    void setRights(const Uuid &user, const Uuid &port, const PermissionSet &rights);
    void takeRights(const Uuid &user, const Uuid &port);
    // Another writer's transaction (psql, a job): the change happens as a whole.
    struct Written
    {
        const Table *table;
        Row row; // its id names the row
        bool removed = false;
    };
    void commit(const std::vector<Written> &changes, const Uuid &by = {});

    // ---- for the checks
    struct Key
    {
        std::uint16_t table = 0;
        Uuid id;
        auto operator<=>(const Key &) const = default;
    };
    using Rows = std::map<Key, Row>;
    const Rows &rows() const { return m_data.rows; }
    // The outcome of a mutation, if it was ever answered.
    const Outcome *outcomeOf(const Uuid &mutation) const;
    // Mutations that were run again.
    std::size_t repeated() const { return m_repeated; }
    void forgetAnswer(const server::Device &device, const Mutation &mutation);
    // ---- disasters
    void backUp() { m_backup = m_data; }
    void restore(bool goesBack);

    // Two mutations under one sequence number: an outbox that lost its memory.
    std::size_t foreignSeqs() const { return m_foreignSeqs; }

    // ---- Door
    Result<server::Opened> open(const server::Actor &actor, const server::Device &device,
                                const sync::Hello &hello) override;
    Result<server::Access> access(const server::Actor &actor, Uuid port) override;
    Result<server::PageData> page(const server::Actor &actor, const server::Access &access,
                                  const server::PageRequest &request) override;
    Result<sync::Cursor> now() override;
    Result<server::FeedStep> feed(const sync::Cursor &from, std::span<const sync::ScopeId> scopes) override;
    Result<std::vector<Outcome>> apply(const server::Actor &actor, const server::Device &device,
                                       std::span<const Mutation> mutations) override;
    Result<server::DigestData> digest(const server::Actor &actor, const server::Access &access,
                                      const sync::Cursor &from,
                                      std::span<const sync::DigestRange> ranges) override;
    Result<sync::RowBlock> rows(const server::Actor &actor, const server::Access &access,
                                const sync::DigestRange &range) override;

private:
    struct Entry
    {
        bool removed = false;
        std::int64_t rev = 0;
        std::uint64_t commit = 0;
    };
    struct Transaction;

    std::string epoch() const;
    std::string cursor() const;
    std::optional<std::uint64_t> commitOf(const sync::Cursor &cursor) const;
    const ScopeKey *keyOf(const server::Actor &actor, Uuid port, const sync::ScopeId &scope) const;
    std::vector<ScopeKey> scopesHeld(const Uuid &user, const Uuid &port) const;
    bool inScope(const Table &table, const Row &row, const ScopeKey &key) const;
    Outcome run(const server::Actor &actor, const server::Device &device, const Mutation &mutation);
    void store(const std::vector<Written> &changes, const Uuid &by, std::vector<RowRev> *revs);

    const Clock &m_clock;
    std::map<Uuid, std::map<Uuid, PermissionSet>> m_users;
    std::map<sync::ScopeId, ScopeKey> m_keys; // every scope that ever had a row or a holder
    struct Change
    {
        Uuid by;
        Instant at;
    };
    // All that a backup holds.
    struct Data
    {
        Rows rows;
        std::map<Key, Change> changed;
        std::map<sync::ScopeId, std::map<Key, Entry>> index;
        std::uint64_t commits = 0;
        std::int64_t lastRev = 0;
        std::map<Uuid, Uuid> devices; // client -> user
        std::map<std::tuple<Uuid, Uuid, std::uint64_t>, Outcome> outcomes;
        std::map<Uuid, Outcome> answers; // by mutation
        std::set<Uuid> ran;              // mutations, whether they are still known as answered or not
    };
    Data m_data;
    std::optional<Data> m_backup;
    std::size_t m_restores = 0;
    std::size_t m_repeated = 0;
    std::size_t m_foreignSeqs = 0;
};

} // namespace nimara::sim
