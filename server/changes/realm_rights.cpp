#include "server/changes/realm_rights.h"

#include <algorithm>

namespace nimara::server {

namespace {

// Of the transaction's tenant: the migration names the columns.
constexpr const char *rightsSql = "select * from sync.actor_rights()";

Error forbidden(std::string key)
{
    return {ErrorCode::Forbidden, std::move(key)};
}

Json objectOf(const std::string &text)
{
    auto json = parseJson(text);
    return json && json->is_object() ? *std::move(json) : Json::object();
}

} // namespace

bool Rights::holds(const ScopeKey &scope) const
{
    return std::ranges::binary_search(scopes, scope);
}

PermissionSet effectiveRights(const std::string &roleMap, const std::optional<std::string> &portOverride)
{
    const Json role = objectOf(roleMap);
    if (!portOverride)
        return PermissionSet::effective(role, nullptr);
    const Json own = objectOf(*portOverride);
    return PermissionSet::effective(role, &own);
}

Result<Rights> readRights(Connection &connection, const Uuid &user, const Uuid &port)
{
    const auto answers = connection.all({askForRights()});
    return answers ? rightsOf(answers->front(), user, port) : answers.error();
}

Statement askForRights()
{
    return {.name = "nimara_rights", .sql = rightsSql};
}

Result<Rights> rightsOf(const QueryResult &row, const Uuid &user, const Uuid &port)
{
    const bool ownRealm = port.isNil();
    if (row.rows() == 0 || !row.boolean(0, 1))
        return forbidden("sync.inactive");
    Rights rights;
    rights.isSuperAdmin = row.boolean(0, 0);
    rights.epoch = row.text(0, 8);
    rights.serverTime = row.instant(0, 9);
    if (ownRealm) {
        rights.scopes = userScopesOf(user);
        return rights;
    }
    const bool isMember = !row.isNull(0, 6);
    if (row.isNull(0, 2) || !row.boolean(0, 2) || (!isMember && !rights.isSuperAdmin))
        return forbidden("sync.member");
    rights.portSettings = objectOf(row.text(0, 3));
    rights.portTimezone = row.text(0, 4);
    rights.portCurrency = row.text(0, 5);
    if (rights.isSuperAdmin)
        rights.permissions = PermissionSet::all();
    else
        rights.permissions =
            effectiveRights(row.text(0, 6), row.isNull(0, 7) ? std::nullopt : std::optional(row.text(0, 7)));
    rights.scopes = portScopesOf(port, user, rights.permissions);
    std::ranges::sort(rights.scopes);
    return rights;
}

} // namespace nimara::server
