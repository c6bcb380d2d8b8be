#pragma once

#include "server/db/connection.h"
#include "server/sync/pg/scope_query.h"

#include <cstdint>
#include <string>

namespace nimara::server {

// A block of rows as they came from COPY, encoded on the way.
struct ScopeBlock
{
    std::string rows;
    std::size_t count = 0;
    Uuid last;         // of the rows that are in it
    bool full = false; // rows were left out because the block had enough bytes
};

struct IdRange
{
    Uuid first;              // inclusive …
    bool afterFirst = false; // … or not
    Uuid last;               // inclusive; nil: to the end
};

// Rows of a scope in id order.
Result<ScopeBlock> readBlock(Connection &connection, const ScopeQuery &query, const IdRange &range,
                             std::size_t maxRows, std::size_t maxBytes);

struct RowsDigest
{
    std::uint64_t count = 0;
    std::uint64_t sum = 0;
};
Result<RowsDigest> digestRows(Connection &connection, const ScopeQuery &query, const IdRange &range);

} // namespace nimara::server
