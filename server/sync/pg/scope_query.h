#pragma once

#include "models/domain/scopes.h"

#include <optional>
#include <string>
#include <vector>

namespace nimara::server {

// How the rows of a table that stand in a scope are asked for. Everything in it is made from the registry and from
// uuids, so it may stand in COPY, which takes no parameters.
struct ScopeQuery
{
    const Table *table = nullptr;
    std::vector<int> columns; // ordinals that are sent, id first
    std::string select;       // "r.rev, r.id, …"
    std::string condition;    // over `r`
};

// Nothing when the table has no rows in the scope.
std::optional<ScopeQuery> scopeQuery(const Table &table, const ScopeKey &scope);

std::string quotedName(std::string_view name);
std::string literal(const Uuid &id);
std::string literal(std::string_view text);
// "r.rev, r.id, …" for these columns.
std::string selectList(const Table &table, const std::vector<int> &columns);

} // namespace nimara::server
