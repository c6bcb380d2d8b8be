#pragma once

#include "models/schema/row.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace nimara {

// The rows of a list that were looked at last, by row number. Bounded: the list may have a million rows.
class RowCache
{
public:
    static constexpr std::size_t usualLimit = 2000;
    explicit RowCache(std::size_t limit = usualLimit) : m_limit(limit) {}

    // Null where the row was never fetched. A stale row is still shown while its successor is on its way.
    const Row *find(std::int64_t number);
    bool isFresh(std::int64_t number) const;
    void put(std::int64_t number, Row row);
    void markStale(const std::vector<Uuid> &ids); // empty: all
    void clear() { m_entries.clear(); }
    std::size_t limit() const { return m_limit; }
    std::size_t size() const { return m_entries.size(); }

private:
    struct Entry
    {
        Row row;
        std::uint64_t used = 0;
        bool fresh = true;
    };
    void makeRoom();

    std::unordered_map<std::int64_t, Entry> m_entries;
    std::size_t m_limit;
    std::uint64_t m_tick = 0;
};

} // namespace nimara
