#include "sync/replica/scope_book.h"

#include <algorithm>

namespace nimara::sync {

Result<Done> ScopeBook::load(const Database &db)
{
    m_scopes.clear();
    m_places.clear();
    auto scopes =
        db.prepare("SELECT slot, id, cls, cursor, loaded, again, estimate FROM sync_scope ORDER BY slot");
    if (!scopes)
        return scopes.error();
    for (;;) {
        const auto step = scopes->step();
        if (!step)
            return step.error();
        if (*step == Step::End)
            break;
        m_scopes.push_back({static_cast<int>(scopes->integer(0)), scopes->uuid(1),
                            std::string(scopes->text(2)), std::string(scopes->blob(3)),
                            scopes->integer(4) != 0, scopes->integer(5) != 0, scopes->integer(6)});
    }
    auto places = db.prepare("SELECT slot, table_no, after, done, rows FROM sync_load");
    if (!places)
        return places.error();
    for (;;) {
        const auto step = places->step();
        if (!step)
            return step.error();
        if (*step == Step::End)
            return Done{};
        m_places[{static_cast<int>(places->integer(0)), static_cast<std::uint16_t>(places->integer(1))}] = {
            places->uuid(2), places->integer(3) != 0, places->integer(4)};
    }
}

const ScopeState *ScopeBook::find(const ScopeId &id) const
{
    const auto at =
        std::find_if(m_scopes.begin(), m_scopes.end(), [&](const ScopeState &s) { return s.id == id; });
    return at == m_scopes.end() ? nullptr : &*at;
}

ScopeState *ScopeBook::mutableFind(const ScopeId &id)
{
    return const_cast<ScopeState *>(find(id));
}

const std::vector<ScopeTable> &ScopeBook::tables(const ScopeState &scope) const
{
    auto at = m_tables.find(scope.cls);
    if (at == m_tables.end())
        at = m_tables.emplace(scope.cls, scopeTables(m_realm, scope.cls)).first;
    return at->second;
}

const ScopeTable *ScopeBook::table(const ScopeState &scope, std::uint16_t number) const
{
    for (const ScopeTable &each : tables(scope)) {
        if (each.table->number == number)
            return &each;
    }
    return nullptr;
}

ScopeBook::Place ScopeBook::place(const ScopeState &scope, std::uint16_t table) const
{
    const auto at = m_places.find({scope.slot, table});
    return at == m_places.end() ? Place{} : at->second;
}

std::int64_t ScopeBook::bitsOf(const Table &table) const
{
    std::int64_t bits = 0;
    for (const ScopeState &scope : m_scopes) {
        if (this->table(scope, table.number))
            bits |= bit(scope);
    }
    return bits;
}

bool ScopeBook::isDone(const ScopeState &scope, std::uint16_t table) const
{
    return scope.loaded || place(scope, table).done;
}

bool ScopeBook::stageLoaded(int stage) const
{
    for (const ScopeState &scope : m_scopes) {
        for (const ScopeTable &each : tables(scope)) {
            if (each.table->stage <= stage && !isDone(scope, each.table->number))
                return false;
        }
    }
    return !m_scopes.empty();
}

std::vector<LoadItem> ScopeBook::plan() const
{
    struct Item
    {
        int stage;
        LoadItem item;
    };
    std::vector<Item> items;
    for (const ScopeState &scope : m_scopes) {
        for (const ScopeTable &each : tables(scope)) {
            const std::uint16_t number = each.table->number;
            if (!isDone(scope, number))
                items.push_back({each.table->stage, {scope.id, number, place(scope, number).after}});
        }
    }
    std::stable_sort(items.begin(), items.end(),
                     [](const Item &a, const Item &b) { return a.stage < b.stage; });
    std::vector<LoadItem> plan;
    for (const Item &each : items)
        plan.push_back(each.item);
    return plan;
}

Result<Done> ScopeBook::add(const Database &db, const GrantedScope &granted)
{
    int slot = 0;
    for (const ScopeState &scope : m_scopes) {
        if (scope.slot == slot)
            ++slot;
    }
    if (slot >= maxSlots)
        return Error{ErrorCode::TooLarge, "replica.scopes"};
    ScopeState scope{slot, granted.id, granted.cls, {}, false, false, granted.rows};
    // A class this client has no tables for is complete as it is.
    scope.loaded = tables(scope).empty();
    NIMARA_TRY(save(db, scope));
    const auto at =
        std::find_if(m_scopes.begin(), m_scopes.end(), [&](const ScopeState &s) { return s.slot > slot; });
    m_scopes.insert(at, std::move(scope));
    return Done{};
}

Result<Done> ScopeBook::remove(const Database &db, const ScopeId &id)
{
    const ScopeState *scope = find(id);
    if (!scope)
        return Done{};
    const int slot = scope->slot;
    NIMARA_TRY(db.exec("DELETE FROM sync_load WHERE slot = " + std::to_string(slot)));
    NIMARA_TRY(db.exec("DELETE FROM sync_scope WHERE slot = " + std::to_string(slot)));
    std::erase_if(m_places, [&](const auto &entry) { return entry.first.first == slot; });
    std::erase_if(m_scopes, [&](const ScopeState &s) { return s.slot == slot; });
    return Done{};
}

Result<Done> ScopeBook::restart(const Database &db, const ScopeId &id)
{
    ScopeState *scope = mutableFind(id);
    if (!scope)
        return Done{};
    // Whatever of it is there may be out of date: rows that the new load does not bring have to go.
    scope->again = true;
    scope->loaded = tables(*scope).empty();
    scope->cursor.clear();
    const int slot = scope->slot;
    std::erase_if(m_places, [&](const auto &entry) { return entry.first.first == slot; });
    NIMARA_TRY(db.exec("DELETE FROM sync_load WHERE slot = " + std::to_string(slot)));
    return save(db, *scope);
}

Result<Done> ScopeBook::setCursor(const Database &db, std::span<const ScopeId> ids, const Cursor &cursor)
{
    std::int64_t slots = 0;
    for (const ScopeId &id : ids) {
        if (ScopeState *scope = mutableFind(id)) {
            scope->cursor = cursor;
            slots |= bit(*scope);
        }
    }
    // One statement whatever their number: every step of the feed comes through here.
    auto statement = db.prepare("UPDATE sync_scope SET cursor = ?1 WHERE (?2 >> slot) & 1");
    if (!statement)
        return statement.error();
    statement->bindBlob(1, cursor);
    statement->bind(2, slots);
    return statement->run();
}

Result<Done> ScopeBook::setEstimate(const Database &db, const ScopeId &id, std::int64_t rows)
{
    ScopeState *scope = mutableFind(id);
    if (!scope || scope->estimate == rows)
        return Done{};
    scope->estimate = rows;
    return save(db, *scope);
}

Result<Done> ScopeBook::setPlace(const Database &db, const ScopeId &id, std::uint16_t table,
                                 const Place &place)
{
    const ScopeState *scope = find(id);
    if (!scope)
        return Done{};
    m_places[{scope->slot, table}] = place;
    return savePlace(db, scope->slot, table, place);
}

Result<Done> ScopeBook::settleLoaded(const Database &db, const ScopeId &id)
{
    ScopeState *scope = mutableFind(id);
    if (!scope || scope->loaded)
        return Done{};
    for (const ScopeTable &each : tables(*scope)) {
        if (!place(*scope, each.table->number).done)
            return Done{};
    }
    scope->loaded = true;
    scope->again = false;
    return save(db, *scope);
}

Result<Done> ScopeBook::saveAll(const Database &db) const
{
    for (const ScopeState &scope : m_scopes)
        NIMARA_TRY(save(db, scope));
    for (const auto &[key, place] : m_places)
        NIMARA_TRY(savePlace(db, key.first, key.second, place));
    return Done{};
}

Result<Done> ScopeBook::save(const Database &db, const ScopeState &scope) const
{
    auto statement =
        db.prepare("INSERT OR REPLACE INTO sync_scope (slot, id, cls, cursor, loaded, again, estimate)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    if (!statement)
        return statement.error();
    statement->bind(1, std::int64_t(scope.slot));
    statement->bind(2, scope.id);
    statement->bind(3, std::string_view(scope.cls));
    statement->bindBlob(4, scope.cursor);
    statement->bind(5, std::int64_t(scope.loaded ? 1 : 0));
    statement->bind(6, std::int64_t(scope.again ? 1 : 0));
    statement->bind(7, scope.estimate);
    return statement->run();
}

Result<Done> ScopeBook::savePlace(const Database &db, int slot, std::uint16_t table, const Place &place) const
{
    auto statement = db.prepare("INSERT OR REPLACE INTO sync_load (slot, table_no, after, done, rows)"
                                " VALUES (?1, ?2, ?3, ?4, ?5)");
    if (!statement)
        return statement.error();
    statement->bind(1, std::int64_t(slot));
    statement->bind(2, std::int64_t(table));
    statement->bind(3, place.after);
    statement->bind(4, std::int64_t(place.done ? 1 : 0));
    statement->bind(5, place.rows);
    return statement->run();
}

} // namespace nimara::sync
