#pragma once

#include "models/schema/row.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nimara {

enum class Compare {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains, // text, accents and case folded
    StartsWith,
    In,
    IsNull,
    IsNotNull
};

// A tree: an And/Or group of children, or one comparison.
struct Filter
{
    enum class Kind { All, And, Or, Not, Column };

    Kind kind = Kind::All;
    std::vector<Filter> children = {};
    std::string column = {};
    Compare compare = Compare::Equal;
    std::vector<Value> values = {};

    static Filter all() { return {}; }
    static Filter where(std::string_view column, Compare compare, Value value = {});
    template <typename T>
    static Filter equal(const Column<T> &column, typename ValueTraits<T>::Cpp value)
    {
        return where(column.name(), Compare::Equal, ValueTraits<T>::toValue(std::move(value)));
    }
    static Filter both(Filter left, Filter right);
};

struct SortKey
{
    std::string column;
    bool descending = false;
};

enum class Archived { Hide, Show, Only };

// The last row of a page that was read through the server, newest first.
struct PageEnd
{
    Instant createdAt;
    Uuid id;

    bool operator==(const PageEnd &) const = default;
};

struct Query
{
    const Table *table = nullptr;
    Filter filter = {};
    std::string search = {};        // words as typed, matched in the full-text index, prefix on the last
    std::vector<SortKey> sort = {}; // empty: newest first
    Archived archived = Archived::Hide;
    int limit = 0; // 0: all
    // Only for what is read through the server: the rows after this one.
    std::optional<PageEnd> after = {};
};

} // namespace nimara
