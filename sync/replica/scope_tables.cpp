#include "sync/replica/scope_tables.h"

#include "models/domain/scopes.h"
#include "sync/replica/layout.h"

namespace nimara::sync {

namespace {

// The class alone tells which rules match; whose port and whose rows is settled by the file.
ScopeKey keyOf(Realm realm, std::string_view cls)
{
    static const Uuid some(Uuid::Bytes{1});
    ScopeKey key;
    key.resourceClass = cls;
    if (cls == "user")
        key.member = some;
    if (realm == Realm::Port && cls != "all")
        key.port = some;
    return key;
}

} // namespace

std::vector<ScopeTable> scopeTables(Realm realm, std::string_view cls)
{
    const ScopeKey key = keyOf(realm, cls);
    std::vector<ScopeTable> tables;
    for (const Table *table : tablesOf(realm)) {
        if (!matchesOf(*table, key).empty())
            tables.push_back({table, columnsSent(*table, key)});
    }
    return tables;
}

} // namespace nimara::sync
