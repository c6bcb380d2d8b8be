#include "models/items/list_change.h"

#include <algorithm>

namespace nimara {

namespace {

// A number that spreads well, so that a sum of them tells two sets apart whatever their order.
std::uint64_t spread(std::int64_t number)
{
    auto x = static_cast<std::uint64_t>(number) + 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30u)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27u)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31u);
}

} // namespace

ListChange changeBetween(const std::vector<std::int64_t> &before, const std::vector<std::int64_t> &after)
{
    const std::size_t shorter = std::min(before.size(), after.size());
    std::size_t head = 0;
    while (head < shorter && before[head] == after[head])
        ++head;
    if (head == before.size() && head == after.size())
        return {};
    std::size_t tail = 0;
    while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;

    const std::size_t gone = before.size() - head - tail;
    const std::size_t come = after.size() - head - tail;
    const int first = static_cast<int>(head);
    if (gone == 0)
        return {ListChange::Kind::Insert, first, static_cast<int>(come)};
    if (come == 0)
        return {ListChange::Kind::Remove, first, static_cast<int>(gone)};
    if (gone != come)
        return {ListChange::Kind::Replace, first, static_cast<int>(come)};

    std::uint64_t difference = 0;
    for (std::size_t i = head; i < head + gone; ++i)
        difference += spread(before[i]) - spread(after[i]);
    const auto kind = difference == 0 ? ListChange::Kind::Reorder : ListChange::Kind::Replace;
    return {kind, first, static_cast<int>(come)};
}

} // namespace nimara
