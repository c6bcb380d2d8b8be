#pragma once

#include "models/base/uuid.h"
#include "sync/replica/replica.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>

namespace nimara::sync {

// A row, wherever it is spoken of.
struct RowKey
{
    std::uint16_t table = 0;
    Uuid id;

    auto operator<=>(const RowKey &) const = default;
};

struct RowKeyHash
{
    std::size_t operator()(const RowKey &key) const noexcept
    {
        return std::hash<Uuid>()(key.id) ^ (static_cast<std::size_t>(key.table) * 0x9E3779B97F4A7C15u);
    }
};

// Collects the rows that a transaction changes. Beyond `nameable` rows of one table nobody wants to hear each.
class ChangeSet
{
public:
    static constexpr std::size_t nameable = 1000;

    void add(std::uint16_t table, const Uuid &id)
    {
        std::set<Uuid> &ids = m_tables[table].ids;
        if (ids.size() <= nameable)
            ids.insert(id);
    }
    void add(const RowKey &key) { add(key.table, key.id); }
    void addAll(std::uint16_t table) { m_tables[table].all = true; }

    Changes take()
    {
        Changes changes;
        for (auto &[table, entry] : m_tables) {
            const bool named = !entry.all && entry.ids.size() <= nameable;
            TableChange change{table, {}};
            if (named)
                change.ids.assign(entry.ids.begin(), entry.ids.end());
            changes.push_back(std::move(change));
        }
        m_tables.clear();
        return changes;
    }

private:
    struct Entry
    {
        std::set<Uuid> ids;
        bool all = false;
    };
    std::map<std::uint16_t, Entry> m_tables;
};

} // namespace nimara::sync
