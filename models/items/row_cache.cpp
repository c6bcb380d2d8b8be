#include "models/items/row_cache.h"

#include <algorithm>

namespace nimara {

const Row *RowCache::find(std::int64_t number)
{
    const auto it = m_entries.find(number);
    if (it == m_entries.end() || !it->second.row.isValid())
        return nullptr;
    it->second.used = ++m_tick;
    return &it->second.row;
}

bool RowCache::isFresh(std::int64_t number) const
{
    const auto it = m_entries.find(number);
    return it != m_entries.end() && it->second.fresh;
}

void RowCache::put(std::int64_t number, Row row)
{
    if (m_entries.size() >= m_limit && !m_entries.contains(number))
        makeRoom();
    m_entries[number] = {std::move(row), ++m_tick, true};
}

void RowCache::markStale(const std::vector<Uuid> &ids)
{
    for (auto &[number, entry] : m_entries) {
        // A row that could not be fetched has no id to be named by: it is asked for again after any change.
        if (ids.empty() || !entry.row.isValid() || std::ranges::find(ids, entry.row.id()) != ids.end())
            entry.fresh = false;
    }
}

// A quarter goes at a time, so that scrolling does not pay for it at every row.
void RowCache::makeRoom()
{
    std::vector<std::uint64_t> ages;
    ages.reserve(m_entries.size());
    for (const auto &[number, entry] : m_entries)
        ages.push_back(entry.used);
    const auto cut = ages.begin() + static_cast<std::ptrdiff_t>(ages.size() / 4);
    std::nth_element(ages.begin(), cut, ages.end());
    const std::uint64_t oldest = *cut;
    std::erase_if(m_entries, [oldest](const auto &item) { return item.second.used <= oldest; });
}

} // namespace nimara
