#pragma once

#include "models/base/tr.h"
#include "models/schema/value.h"

#include <array>
#include <limits>
#include <span>
#include <string_view>

namespace nimara {

enum ColumnFlag : unsigned {
    Required = 1u << 0u, // NOT NULL on the server; with ServerSet null on the laptop until it is acknowledged
    Immutable = 1u << 1u,  // set on creation, never after
    ServerSet = 1u << 2u,  // "~": only the server writes it; a client's attempt is refused and audited
    ServerOnly = 1u << 3u, // "!": never leaves the server, is not in the replica, not on the wire
    Searchable = 1u << 4u, // in the full-text index
    Sensitive = 1u << 5u,  // masked in the audit log
    Markdown = 1u << 6u,   // long text with several lines
    Multiline = 1u << 7u,
    CaseInsensitive = 1u << 8u, // citext on the server
    StageDate = 1u << 9u,
    Author =
        1u
        << 10u // with ServerSet: the user who makes the row. The laptop fills it in as a prediction, unsent
};

// What the server does when a field was changed by two people at once (SYNC.md).
enum class Policy : std::uint8_t { Ask, LastWriter, Max, Merge };

// What happens to a row when the row it points to is deleted.
enum class OnDelete : std::uint8_t { Restrict, SetNull, Cascade };

// Everything that is said once about a column.
struct ColumnSpec
{
    std::string_view name;
    std::string_view label = {}; // NIMARA_TR; empty: not shown to people
    unsigned flags = 0;
    std::span<const Choice> choices = {};
    std::string_view references = {}; // table name
    OnDelete onDelete = OnDelete::Restrict;
    Policy policy = Policy::Ask;
    std::string_view initial = {}; // value of a new row, as valueFromText reads it; empty: null
    // Needed, beside the table's own right, to give this column another value than its initial one or, where it names
    // a user, to name somebody else than oneself.
    std::string_view permission = {};
    int maxLength = 500; // characters (code points), for Text
    // Top-level keys of a Json column that merge. With Policy::Merge and no paths the whole value does: an object key by
    // key, an array as a set.
    std::span<const std::string_view> mergePaths = {};
    std::string_view unit = {}; // "m", "kVA", "%": shown muted behind the value
    std::int64_t lowest = std::numeric_limits<std::int64_t>::min(); // of an Int
    std::int64_t highest = std::numeric_limits<std::int64_t>::max();
};

// The type-erased column: what every loop over a table works with.
struct ColumnInfo
{
    int index = 0; // position in Table::columns and in Row
    ColumnType type = ColumnType::Text;
    ColumnSpec spec;

    constexpr bool is(unsigned flag) const { return (spec.flags & flag) != 0; }
    constexpr std::string_view name() const { return spec.name; }
};

// The typed handle that code names: `row[Berths::status]`.
template <typename T>
class Column
{
public:
    using Traits = ValueTraits<T>;

    consteval Column(int index, ColumnSpec spec) : m_info{index, Traits::type, spec} {}

    constexpr int index() const { return m_info.index; }
    constexpr std::string_view name() const { return m_info.spec.name; }
    constexpr const ColumnInfo &info() const { return m_info; }

private:
    ColumnInfo m_info;
};

// Checks at compile time what can be checked: order, names, choices.
template <typename... T>
consteval auto columnsOf(const Column<T> &...columns)
{
    std::array<ColumnInfo, sizeof...(T)> all{columns.info()...};
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].index != static_cast<int>(i))
            throw "a column's ordinal is not its position";
        if (all[i].spec.name.empty())
            throw "a column without a name";
        if ((all[i].type == ColumnType::Enum) != !all[i].spec.choices.empty())
            throw "enum columns have choices, others have none";
        if (all[i].type == ColumnType::Uuid && all[i].is(Markdown | Multiline))
            throw "an id is no text";
        for (std::size_t k = 0; k < i; ++k) {
            if (all[k].spec.name == all[i].spec.name)
                throw "a doubled column name";
        }
    }
    return all;
}

// The columns every table begins with.
namespace spec {
inline constexpr ColumnSpec id{.name = "id", .flags = Required | Immutable};
inline constexpr ColumnSpec portId{
    .name = "port_id", .flags = Required | Immutable, .references = "ports", .onDelete = OnDelete::Cascade};
inline constexpr ColumnSpec portIdOrNull{
    .name = "port_id", .flags = Immutable, .references = "ports", .onDelete = OnDelete::Cascade};
inline constexpr ColumnSpec createdAt{
    .name = "created_at", .label = NIMARA_TR("Created"), .flags = Required | ServerSet};
inline constexpr ColumnSpec updatedAt{
    .name = "updated_at", .label = NIMARA_TR("Changed"), .flags = Required | ServerSet};
inline constexpr ColumnSpec archivedAt{.name = "archived_at", .label = NIMARA_TR("Archived")};
} // namespace spec

} // namespace nimara
