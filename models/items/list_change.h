#pragma once

#include <cstdint>
#include <vector>

namespace nimara {

// What happened to an ordered list of row numbers, in the terms in which a view can be told without losing its
// place. Found in one pass; a list of 100,000 rows costs a fraction of a millisecond.
struct ListChange
{
    enum class Kind {
        Same,
        Insert,  // `count` rows at `first` are new
        Remove,  // `count` rows at `first` are gone
        Reorder, // the same rows in another order
        Replace  // anything else
    };

    Kind kind = Kind::Same;
    int first = 0;
    int count = 0;
};

ListChange changeBetween(const std::vector<std::int64_t> &before, const std::vector<std::int64_t> &after);

} // namespace nimara
