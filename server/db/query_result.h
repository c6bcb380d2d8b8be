#pragma once

#include "models/base/instant.h"
#include "models/schema/column.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct pg_result;

namespace nimara::server {

// A column's value from PostgreSQL's binary form of it, as COPY BINARY and binary results carry it. Nothing when the
// bytes do not fit the type.
std::optional<Value> valueFromBinary(ColumnType type, std::string_view bytes);
// The same from its text form.
std::optional<Value> valueFromPgText(ColumnType type, std::string_view text);

// The rows of one statement. Reads look at each column's own format, so they serve text and binary results alike;
// reading a null or another type gives zero, empty or nil: ask isNull() first where it matters.
class QueryResult
{
public:
    QueryResult() = default;
    explicit QueryResult(pg_result *result) : m_result(result) {}

    int rows() const;
    int columns() const;
    // By name in the statement's output; -1 when there is none.
    int column(const char *name) const;
    std::string tag() const;       // "INSERT 0 3", "COMMIT"
    std::int64_t affected() const; // rows touched by INSERT, UPDATE, DELETE

    bool isNull(int row, int column) const;
    std::string_view raw(int row, int column) const; // the bytes as they came
    std::string text(int row, int column) const { return std::string(raw(row, column)); }
    std::int64_t integer(int row, int column) const; // int2, int4, int8, oid
    bool boolean(int row, int column) const;
    Uuid uuid(int row, int column) const;
    Instant instant(int row, int column) const;
    std::string bytes(int row, int column) const; // bytea
    Value value(int row, int column, ColumnType type) const;

private:
    struct Clear
    {
        void operator()(pg_result *result) const;
    };
    bool isBinary(int column) const;

    std::unique_ptr<pg_result, Clear> m_result;
};

} // namespace nimara::server
