#pragma once

#include "sync/service/query_sql.h"

#include <string>

namespace nimara::sync {

// The rows of a table that hold every word, by the replica's full-text index (sync/replica/search_words.h). The index
// follows behind: rows it has not come to yet are looked at one by one, so that what was just typed is found at once.
// A table without an index is searched by the column that names its rows.
Condition searchCondition(const Table &table, const std::string &words);

} // namespace nimara::sync
