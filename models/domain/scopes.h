#pragma once

#include "models/base/uuid.h"
#include "models/domain/permissions.h"
#include "models/schema/row.h"

#include <compare>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nimara {

// Who shares rows. PostgreSQL names a scope by the same bytes: sync.scope_id (server/migrations/0002).
//   (port, "")                every member of the port       (port, "clients.view")   its members with that right
//   (port, "user", member)    one user in one port           (nil, "user", member)    one user
//   (nil, "all")              everybody
// A class of two rights, "files.view+clients.view", asks for both.
struct ScopeKey
{
    Uuid port;
    std::string resourceClass = {};
    Uuid member = {};

    auto operator<=>(const ScopeKey &) const = default;
};

Uuid scopeId(const ScopeKey &key);

// Every class of a port's members in the registry ("" and those that ask for rights): sorted, each once.
std::span<const std::string> scopeClasses();
// The class of a rule; `entity` is the value of its entityColumn, if it has one.
std::string scopeClass(const ScopeRule &rule, std::string_view entity = {});
bool holdsClass(const PermissionSet &permissions, std::string_view resourceClass);

// The scopes a member of the port receives: those of the port's file …
std::vector<ScopeKey> portScopesOf(const Uuid &port, const Uuid &user, const PermissionSet &permissions);
// … and that of the user's own file.
std::vector<ScopeKey> userScopesOf(const Uuid &user);
// Names a set of scopes, whatever their order.
Uuid aclHash(std::span<const ScopeKey> scopes);

// The scopes a row stands in, from the row alone, sorted, each once. One rule cannot be told from the row: `users` are
// seen by the members of their ports; that is left out here and added by the server, which knows the memberships.
std::vector<ScopeKey> scopesOfRow(const Table &table, const Row &row);

// How a table's rows come into a scope: by which rule and, where the rule looks at an entity, for which one. For the
// queries of bootstrap and digest. Empty: the table has no rows there.
struct ScopeMatch
{
    const ScopeRule *rule = nullptr;
    std::string entity = {};
};
std::vector<ScopeMatch> matchesOf(const Table &table, const ScopeKey &key);

// The columns of a table that are sent in a scope, ascending, id first: all that may leave the server, or the rule's
// projection.
std::vector<int> columnsSent(const Table &table, const ScopeKey &key);

} // namespace nimara
