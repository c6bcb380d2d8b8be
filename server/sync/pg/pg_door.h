#pragma once

#include "server/sync/door.h"
#include "server/sync/pg/access.h"
#include "server/sync/pg/connection_pool.h"
#include "server/sync/pg/feed.h"
#include "server/sync/pg/scope_counts.h"
#include "server/sync/pg/scope_reader.h"

#include <atomic>
#include <map>
#include <memory>

namespace nimara::server {

// What a PgDoor may be given.
struct PgDoorOptions
{
    std::string server; // conninfo of nimara_server: acts for a user in a port, under row-level security
    std::string feed;   // conninfo of nimara_feed: reads the change index and rows of all ports, for the hub
    FeedLimits feedLimits = {};
    std::size_t rowsLimit = 20'000;   // of a repair (Door::rows); above it the scope is loaded anew
    std::size_t devicesPerUser = 250; // replicas: each port of each laptop is one
};

// The door to PostgreSQL. Safe from any thread; each call takes a connection of its own.
class PgDoor final : public Door
{
public:
    explicit PgDoor(PgDoorOptions options);
    ~PgDoor() override;

    Result<Opened> open(const Actor &actor, const Device &device, const sync::Hello &hello) override;
    Result<Access> access(const Actor &actor, Uuid port) override;
    Result<PageData> page(const Actor &actor, const Access &access, const PageRequest &request) override;
    Result<sync::Cursor> now() override;
    Result<FeedStep> feed(const sync::Cursor &from, std::span<const sync::ScopeId> scopes) override;
    Result<std::vector<Outcome>> apply(const Actor &actor, const Device &device,
                                       std::span<const Mutation> mutations) override;
    Result<DigestData> digest(const Actor &actor, const Access &access, const sync::Cursor &from,
                              std::span<const sync::DigestRange> ranges) override;
    Result<sync::RowBlock> rows(const Actor &actor, const Access &access,
                                const sync::DigestRange &range) override;

    // For watching many channels by one query; see rightsStamps().
    Result<std::vector<std::string>> stamps(std::span<const Holder> whom);

private:
    struct Range; // what a digest or a repair reads
    Result<Range> rangeOf(const Access &access, const sync::DigestRange &range) const;
    Result<ScopeQuery> queryFor(const Access &access, const sync::ScopeId &scope, std::uint16_t table) const;
    std::size_t rowsForPage(const Table &table, const PageRequest &request) const;
    void learn(const Table &table, const ScopeBlock &block);

    const PgDoorOptions m_options;
    ConnectionPool m_server;
    ConnectionPool m_feed;
    KnownScopes m_known;
    ScopeCounts m_counts;
    // Bytes a row takes in a block, as the last page of its table had it: so a page asks for no more rows than fit.
    std::map<std::uint16_t, std::atomic<std::size_t>> m_rowBytes;
};

} // namespace nimara::server
