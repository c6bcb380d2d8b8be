#include "models/domain/scopes.h"

#include "models/base/hash.h"
#include "models/schema/registry.h"

#include <algorithm>
#include <set>

namespace nimara {

namespace {

constexpr std::string_view userClass = "user";
constexpr std::string_view allClass = "all";
// A file that belongs to no record asks for nothing beside the right to see files.
constexpr std::string_view noEntity = "general";

std::string_view bytesOf(const Uuid &id)
{
    return {reinterpret_cast<const char *>(id.bytes().data()), id.bytes().size()};
}

Uuid firstHalf(const Sha256 &digest)
{
    Uuid::Bytes bytes;
    std::copy_n(digest.begin(), bytes.size(), bytes.begin());
    return Uuid(bytes);
}

// The column that names a row's port: its own id on `ports`, none on tables of no port.
Uuid portOf(const Table &table, const Row &row)
{
    const Value &value = row.value(table.name == "ports" ? "id" : "port_id");
    const auto *port = std::get_if<Uuid>(&value);
    return port ? *port : Uuid();
}

bool holds(const ScopeRule &rule, const Table &table, const Row &row)
{
    if (rule.whenColumn.empty())
        return true;
    const Value &value = row.value(rule.whenColumn);
    if (rule.whenValue == "null")
        return isNull(value);
    if (rule.whenValue == "!null")
        return !isNull(value);
    return !isNull(value) && valueToText(table.find(rule.whenColumn)->type, value) == rule.whenValue;
}

std::vector<std::string> entitiesOf(const Table &table, const ScopeRule &rule)
{
    std::vector<std::string> entities;
    for (const Choice &choice : table.find(rule.entityColumn)->spec.choices)
        entities.emplace_back(choice.value);
    return entities;
}

std::vector<std::string> collectClasses()
{
    std::set<std::string> classes;
    for (const Table *table : schema::tables()) {
        for (const ScopeRule &rule : table->scopes) {
            if (rule.audience == Audience::Port)
                classes.insert("");
            if (rule.audience != Audience::PortClass)
                continue;
            if (rule.entityColumn.empty())
                classes.insert(scopeClass(rule));
            else
                for (const std::string &entity : entitiesOf(*table, rule))
                    classes.insert(scopeClass(rule, entity));
        }
    }
    return {classes.begin(), classes.end()};
}

} // namespace

Uuid scopeId(const ScopeKey &key)
{
    std::string input(bytesOf(key.port));
    input += key.resourceClass;
    input += bytesOf(key.member);
    return firstHalf(sha256(input));
}

std::string scopeClass(const ScopeRule &rule, std::string_view entity)
{
    std::string name(rule.permission);
    if (rule.entityColumn.empty() || entity == noEntity)
        return name;
    if (!name.empty())
        name += '+';
    return name + std::string(entity) + ".view";
}

std::span<const std::string> scopeClasses()
{
    static const std::vector<std::string> classes = collectClasses();
    return classes;
}

bool holdsClass(const PermissionSet &permissions, std::string_view resourceClass)
{
    while (!resourceClass.empty()) {
        const std::size_t plus = resourceClass.find('+');
        if (!permissions.has(resourceClass.substr(0, plus)))
            return false;
        resourceClass = plus == std::string_view::npos ? "" : resourceClass.substr(plus + 1);
    }
    return true;
}

std::vector<ScopeKey> portScopesOf(const Uuid &port, const Uuid &user, const PermissionSet &permissions)
{
    std::vector<ScopeKey> scopes{{Uuid(), std::string(allClass)}, {port, std::string(userClass), user}};
    for (const std::string &name : scopeClasses()) {
        if (holdsClass(permissions, name))
            scopes.push_back({port, name});
    }
    std::sort(scopes.begin(), scopes.end());
    return scopes;
}

std::vector<ScopeKey> userScopesOf(const Uuid &user)
{
    return {{Uuid(), std::string(userClass), user}};
}

Uuid aclHash(std::span<const ScopeKey> scopes)
{
    std::vector<Uuid> ids;
    for (const ScopeKey &key : scopes)
        ids.push_back(scopeId(key));
    std::sort(ids.begin(), ids.end());
    std::string input;
    for (const Uuid &id : ids)
        input += bytesOf(id);
    return firstHalf(sha256(input));
}

std::vector<ScopeKey> scopesOfRow(const Table &table, const Row &row)
{
    std::vector<ScopeKey> scopes;
    const Uuid port = portOf(table, row);
    for (const ScopeRule &rule : table.scopes) {
        if (!holds(rule, table, row))
            continue;
        const Value &owner = row.value(rule.ownerColumn);
        const auto *member = std::get_if<Uuid>(&owner);
        switch (rule.audience) {
        case Audience::All:
            scopes.push_back({Uuid(), std::string(allClass)});
            break;
        case Audience::Port:
            if (table.name != "users")
                scopes.push_back({port, ""});
            break;
        case Audience::PortClass: {
            const auto *entity = std::get_if<std::string>(&row.value(rule.entityColumn));
            if (rule.entityColumn.empty() || entity)
                scopes.push_back({port, scopeClass(rule, entity ? *entity : "")});
            break;
        }
        case Audience::PortUser:
            if (member)
                scopes.push_back({port, std::string(userClass), *member});
            break;
        case Audience::User:
            if (member)
                scopes.push_back({Uuid(), std::string(userClass), *member});
            break;
        }
    }
    std::sort(scopes.begin(), scopes.end());
    scopes.erase(std::unique(scopes.begin(), scopes.end()), scopes.end());
    return scopes;
}

std::vector<ScopeMatch> matchesOf(const Table &table, const ScopeKey &key)
{
    std::vector<ScopeMatch> matches;
    const bool ofPort = !key.port.isNil();
    const bool ofMember = !key.member.isNil();
    for (const ScopeRule &rule : table.scopes) {
        switch (rule.audience) {
        case Audience::All:
            if (key.resourceClass == allClass)
                matches.push_back({&rule});
            break;
        case Audience::Port:
            if (ofPort && !ofMember && key.resourceClass.empty())
                matches.push_back({&rule});
            break;
        case Audience::PortClass:
            if (!ofPort || ofMember)
                break;
            if (rule.entityColumn.empty()) {
                if (key.resourceClass == rule.permission)
                    matches.push_back({&rule});
                break;
            }
            for (const std::string &entity : entitiesOf(table, rule)) {
                if (key.resourceClass == scopeClass(rule, entity))
                    matches.push_back({&rule, entity});
            }
            break;
        case Audience::PortUser:
            if (ofPort && ofMember)
                matches.push_back({&rule});
            break;
        case Audience::User:
            if (!ofPort && ofMember)
                matches.push_back({&rule});
            break;
        }
    }
    return matches;
}

std::vector<int> columnsSent(const Table &table, const ScopeKey &key)
{
    std::set<int> columns;
    for (const ScopeMatch &match : matchesOf(table, key)) {
        for (const ColumnInfo &column : table.columns) {
            const auto &projection = match.rule->projection;
            const bool shown =
                projection.empty() || column.index == 0 ||
                std::find(projection.begin(), projection.end(), column.spec.name) != projection.end();
            if (shown && !column.is(ServerOnly))
                columns.insert(column.index);
        }
    }
    return {columns.begin(), columns.end()};
}

} // namespace nimara
