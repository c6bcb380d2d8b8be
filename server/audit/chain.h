#pragma once

#include "models/base/uuid.h"
#include "server/db/query_result.h"

#include <cstdint>
#include <string>

namespace nimara::server {

// The chain of one port's audit log: each row's hash is made of the row and of the hash before it, so that a row that is
// changed, taken out or put in later breaks every hash after it.
struct ChainHead
{
    std::int64_t seq = 0; // of the last row; 0: none yet
    std::string hash;     // hex; empty before the first
};

// The columns that are hashed, as a select list over `a`.
extern const char *const chainedColumns;
inline constexpr int chainedColumnCount = 16;

// The hash of the row at `at`, whose columns begin with chainedColumns, as number `seq` after `previous`.
std::string chainHash(const QueryResult &rows, int at, std::int64_t seq, const std::string &previous);

} // namespace nimara::server
