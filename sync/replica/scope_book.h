#pragma once

#include "sync/replica/scope_tables.h"
#include "sync/replica/sqlite.h"

#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace nimara::sync {

// The scopes a replica holds, how far each is loaded, and which bit each has: sync_scope and sync_load, kept in memory
// too. Changes go to memory and file together; after a failed transaction load() brings memory back.
class ScopeBook
{
public:
    // Bits of a 64-bit number; the sign bit is left alone.
    static constexpr int maxSlots = 63;

    struct Place
    {
        Uuid after;
        bool done = false;
        std::int64_t rows = 0;
    };

    explicit ScopeBook(Realm realm) : m_realm(realm) {}

    Result<Done> load(const Database &db);

    const std::vector<ScopeState> &all() const { return m_scopes; }
    const ScopeState *find(const ScopeId &id) const;
    const std::vector<ScopeTable> &tables(const ScopeState &scope) const;
    // Nothing: the scope does not carry this table.
    const ScopeTable *table(const ScopeState &scope, std::uint16_t number) const;
    Place place(const ScopeState &scope, std::uint16_t table) const;
    static std::int64_t bit(const ScopeState &scope) { return std::int64_t(1) << scope.slot; }
    // The bits of all scopes that carry the table: what a row without _scopes stands in.
    std::int64_t bitsOf(const Table &table) const;
    // All tables of this stage are in, in every scope.
    bool stageLoaded(int stage) const;
    std::vector<LoadItem> plan() const;

    Result<Done> add(const Database &db, const GrantedScope &granted);
    Result<Done> remove(const Database &db, const ScopeId &id);
    // From the start again, over what is there.
    Result<Done> restart(const Database &db, const ScopeId &id);
    Result<Done> setCursor(const Database &db, std::span<const ScopeId> ids, const Cursor &cursor);
    Result<Done> setEstimate(const Database &db, const ScopeId &id, std::int64_t rows);
    Result<Done> setPlace(const Database &db, const ScopeId &id, std::uint16_t table, const Place &place);
    // After a place was set: whether all tables of the scope are in now.
    Result<Done> settleLoaded(const Database &db, const ScopeId &id);
    // Writes all of it into another file.
    Result<Done> saveAll(const Database &db) const;

private:
    ScopeState *mutableFind(const ScopeId &id);
    Result<Done> save(const Database &db, const ScopeState &scope) const;
    Result<Done> savePlace(const Database &db, int slot, std::uint16_t table, const Place &place) const;
    bool isDone(const ScopeState &scope, std::uint16_t table) const;

    Realm m_realm;
    std::vector<ScopeState> m_scopes; // by slot
    std::map<std::pair<int, std::uint16_t>, Place> m_places;
    mutable std::map<std::string, std::vector<ScopeTable>, std::less<>> m_tables; // by class
};

} // namespace nimara::sync
