#pragma once

#include "models/schema/table.h"
#include "sync/replica/sqlite.h"

#include <span>
#include <vector>

// The tables of a replica file: those of the registry, and the replica's own (sync_…).
namespace nimara::sync {

// "Nima" in the file's header tells it from any other SQLite file.
inline constexpr std::int64_t applicationId = 0x4E696D61;
// Of the replica's own tables; raised when one of them changes. Together with schema::generation it makes
// user_version.
inline constexpr int layoutVersion = 2;
std::int64_t userVersion();

// The registry's tables that live in a file of this realm, in registry order.
std::vector<const Table *> tablesOf(Realm realm);
// The columns a replica keeps (all but ServerOnly ones), in order.
const std::vector<int> &replicaColumns(const Table &table);
// Rows may stand in several scopes at once, or move from one to another: they carry the bits of theirs.
bool hasScopeBits(const Table &table);

// All statements of an empty file. Indexes of the registry's tables apart, so that a first load can make them last.
Result<Done> createTables(const Database &db, Realm realm);
Result<Done> createIndexes(const Database &db, Realm realm);
// Those of one table beside the one on id; each by its name and the statement that makes it.
struct IndexStatement
{
    std::string name;
    std::string create;
};
std::vector<IndexStatement> indexesOf(const Table &table);

} // namespace nimara::sync
