#include "server/changes/workspace.h"

#include <algorithm>
#include <utility>

namespace nimara::server {

Workspace::Workspace(Connection &connection, const Uuid &port) : m_connection(connection), m_port(port) {}

Result<> Workspace::load(std::span<const RowKey> keys)
{
    const std::vector<Missing> unknown = missing(keys);
    if (unknown.empty())
        return Done{};
    std::vector<Statement> questions;
    for (const Missing &rows : unknown)
        questions.push_back(askFor(rows));
    const auto answers = m_connection.all(std::move(questions));
    if (!answers)
        return answers.error();
    for (std::size_t i = 0; i < unknown.size(); ++i)
        take(unknown[i], (*answers)[i]);
    return Done{};
}

// In the order of table numbers and ids, which RowKey has.
std::vector<Workspace::Missing> Workspace::missing(std::span<const RowKey> keys) const
{
    std::vector<Missing> unknown;
    for (const RowKey &key : std::set<RowKey>(keys.begin(), keys.end())) {
        if (m_slots.contains(key))
            continue;
        if (unknown.empty() || unknown.back().table != key.table)
            unknown.push_back({key.table, {}});
        unknown.back().ids.push_back(key.id);
    }
    return unknown;
}

const Row *Workspace::find(const RowKey &key) const
{
    const auto slot = m_slots.find(key);
    return slot != m_slots.end() && slot->second.now ? &*slot->second.now : nullptr;
}

Workspace::Slot &Workspace::change(const RowKey &key)
{
    Slot &slot = m_slots[key];
    m_log.push_back({key, slot.now});
    m_dirty.insert(key);
    return slot;
}

void Workspace::insert(Row row)
{
    const RowKey key{&row.table(), row.id()};
    change(key).now = std::move(row);
}

void Workspace::set(const RowKey &key, int column, Value value)
{
    Slot &slot = change(key);
    if (!slot.now)
        return;
    slot.now->setValue(column, std::move(value));
    slot.changed.insert(column);
}

void Workspace::erase(const RowKey &key)
{
    change(key).now.reset();
}

// `changed` may name more columns than differ then: they are written with the values they have.
void Workspace::rollBack(std::size_t mark)
{
    while (m_log.size() > mark) {
        Entry &entry = m_log.back();
        m_slots[entry.key].now = std::move(entry.before);
        m_log.pop_back();
    }
}

std::vector<Workspace::Touched> Workspace::touchedSince(std::size_t mark) const
{
    std::set<RowKey> seen;
    std::vector<Touched> touched;
    for (std::size_t i = mark; i < m_log.size(); ++i) {
        if (seen.insert(m_log[i].key).second)
            touched.push_back({m_log[i].key, m_log[i].before});
    }
    return touched;
}

bool Workspace::mustFlushBefore(const RowKey &key, bool isCreate) const
{
    const auto slot = m_slots.find(key);
    if (slot == m_slots.end() || !m_dirty.contains(key))
        return false;
    return isCreate ? slot->second.stored && !slot->second.now : !slot->second.stored && slot->second.now;
}

std::int64_t Workspace::rev(const RowKey &key) const
{
    const auto slot = m_slots.find(key);
    if (slot == m_slots.end())
        return 0;
    return slot->second.stored ? slot->second.stored->rev : slot->second.tombstone;
}

std::vector<RowKey> Workspace::keysOf(const Table &table) const
{
    std::vector<RowKey> keys;
    for (auto it = m_slots.lower_bound({&table, Uuid()}); it != m_slots.end() && it->first.table == &table;
         ++it)
        keys.push_back(it->first);
    return keys;
}

Result<> Workspace::flush()
{
    std::map<std::uint16_t, Rows> inserts;
    std::map<std::uint16_t, Rows> updates;
    std::map<std::uint16_t, Rows, std::greater<>> erases; // children before parents
    for (const RowKey &key : m_dirty) {
        const Slot &slot = m_slots.at(key);
        if (slot.now && !slot.stored)
            inserts[key.table->number].push_back(key);
        else if (slot.now && !(*slot.now == *slot.stored))
            updates[key.table->number].push_back(key);
        else if (!slot.now && slot.stored)
            erases[key.table->number].push_back(key);
    }
    for (const auto &[number, keys] : inserts)
        NIMARA_TRY(insertRows(*keys.front().table, keys));
    for (const auto &[number, keys] : updates)
        NIMARA_TRY(updateRows(*keys.front().table, keys));
    for (const auto &[number, keys] : erases)
        NIMARA_TRY(eraseRows(*keys.front().table, keys));
    m_dirty.clear();
    m_log.clear();
    return Done{};
}

} // namespace nimara::server
