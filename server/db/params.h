#pragma once

#include "models/base/instant.h"
#include "models/schema/column.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nimara::server {

// PostgreSQL's numbers of the built-in types we name in parameters.
namespace oid {
inline constexpr unsigned boolean = 16;
inline constexpr unsigned bytea = 17;
inline constexpr unsigned int8 = 20;
inline constexpr unsigned int4 = 23;
inline constexpr unsigned text = 25;
inline constexpr unsigned date = 1082;
inline constexpr unsigned timestamptz = 1184;
inline constexpr unsigned numeric = 1700;
inline constexpr unsigned uuid = 2950;
inline constexpr unsigned jsonb = 3802;
inline constexpr unsigned booleanArray = 1000;
inline constexpr unsigned int8Array = 1016;
inline constexpr unsigned timestamptzArray = 1185;
inline constexpr unsigned textArray = 1009;
inline constexpr unsigned uuidArray = 2951;
} // namespace oid

// The array in which Params::column sends a column: "uuid[]", "bigint[]", "boolean[]", "timestamptz[]" or "text[]".
std::string_view arrayType(ColumnType type);

// The parameters $1, $2 … of one statement, in order. Values are copied; types are named, so that the server never
// guesses. What has a cheap binary form goes in it.
class Params
{
public:
    Params &null(unsigned type = 0);
    Params &text(std::string_view value);
    // As text of a type that the server infers: for citext, enums' text columns, xid8, pg_snapshot.
    Params &untyped(std::string_view value);
    Params &uuid(const Uuid &value);
    Params &uuid(const std::optional<Uuid> &value) { return value ? uuid(*value) : null(oid::uuid); }
    Params &int4(std::int32_t value);
    Params &int8(std::int64_t value);
    Params &boolean(bool value);
    Params &bytes(std::string_view value); // bytea
    Params &json(std::string_view value);  // jsonb
    Params &instant(Instant value);
    Params &uuids(std::span<const Uuid> values);
    Params &int8s(std::span<const std::int64_t> values);
    Params &texts(std::span<const std::string> values);
    // A column's value as the server's type of that column.
    Params &value(ColumnType type, const Value &value);
    // The values of one column for many rows, nulls included: an array of arrayType(type), for unnest().
    Params &column(ColumnType type, std::span<const Value> values);

    struct Item
    {
        std::string bytes;
        unsigned type = 0;
        bool binary = false;
        bool isNull = false;
    };
    std::span<const Item> items() const { return m_values; }
    void clear() { m_values.clear(); }

private:
    Params &add(std::string bytes, unsigned type, bool binary);

    std::vector<Item> m_values;
};

} // namespace nimara::server
