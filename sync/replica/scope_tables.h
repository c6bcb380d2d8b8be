#pragma once

#include "models/schema/table.h"

#include <string_view>
#include <vector>

namespace nimara::sync {

// One table of a scope, with the columns that are sent there.
struct ScopeTable
{
    const Table *table = nullptr;
    std::vector<int> columns;
};

// The tables that a scope of this class carries in a file of this realm, parents first. Empty for a class that this
// client does not know.
std::vector<ScopeTable> scopeTables(Realm realm, std::string_view cls);

} // namespace nimara::sync
