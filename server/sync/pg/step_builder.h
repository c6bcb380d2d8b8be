#pragma once

#include "server/db/connection.h"
#include "server/sync/door.h"
#include "server/sync/pg/feed.h"

#include <map>
#include <set>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

namespace nimara::server {

// Turns entries of the change index into the parts of a step: asks for the rows that are there, each once however many
// scopes want it, and encodes one scope after the other.
class StepBuilder
{
public:
    StepBuilder(const KnownScopes &known, std::span<const sync::ScopeId> scopes, std::size_t partBytes);

    // Rows of: scope_id, table_no, row_id, op, rev. Those of other scopes are passed over.
    Result<> add(const QueryResult &changes);
    // Of the same snapshot as the changes.
    std::vector<Statement> askForRows() const;
    Result<> finish(std::vector<QueryResult> rows, FeedStep &step);

private:
    // Rows of a table are found by port and id; ids alone are unique only outside ports.
    struct Source
    {
        const Table *table = nullptr;
        Uuid port;
        auto operator<=>(const Source &) const = default;
    };
    struct Fetched
    {
        QueryResult rows;
        std::map<Uuid, int> places;
    };
    struct Changed
    {
        std::vector<sync::Tombstone> gone;
        std::map<std::uint16_t, std::vector<Uuid>> there; // by table, parents first
    };

    Result<> encode(const sync::ScopeId &scope, const Changed &changed, FeedStep &step) const;
    Result<> encodeTable(const ScopeKey &key, const Table &table, const std::vector<Uuid> &ids,
                         std::vector<sync::RowBlock> &blocks) const;

    const KnownScopes &m_known;
    const std::unordered_set<sync::ScopeId> m_wanted;
    const std::size_t m_partBytes;
    std::map<sync::ScopeId, Changed> m_scopes;
    std::map<sync::ScopeId, ScopeKey> m_keys;
    std::map<Source, std::set<Uuid>> m_asked;
    std::map<Source, Fetched> m_fetched;
};

} // namespace nimara::server
