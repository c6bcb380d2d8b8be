#include "server/sync/pg/scope_query.h"

namespace nimara::server {

namespace {

std::string column(std::string_view name)
{
    return "r." + quotedName(name);
}

// Whose colleague somebody is stands in the memberships, not in the user's row.
std::string memberCondition(const Uuid &port)
{
    return "exists (select from public.user_port_roles m where m.port_id = " + literal(port) +
           " and m.user_id = r.id)";
}

std::string whenCondition(const Table &table, const ScopeRule &rule)
{
    if (rule.whenColumn.empty())
        return {};
    const std::string name = column(rule.whenColumn);
    if (rule.whenValue == "null")
        return " and " + name + " is null";
    if (rule.whenValue == "!null")
        return " and " + name + " is not null";
    if (table.find(rule.whenColumn)->type == ColumnType::Bool)
        return " and " + (rule.whenValue == "true" ? name : "not " + name);
    return " and " + name + " = " + literal(rule.whenValue);
}

std::string ruleCondition(const Table &table, const ScopeKey &scope, const ScopeMatch &match)
{
    const ScopeRule &rule = *match.rule;
    std::string condition = "true";
    if (table.name == "users" && rule.audience == Audience::Port)
        condition = memberCondition(scope.port);
    if (!rule.ownerColumn.empty())
        condition += " and " + column(rule.ownerColumn) + " = " + literal(scope.member);
    if (!match.entity.empty())
        condition += " and " + column(rule.entityColumn) + " = " + literal(match.entity);
    return condition + whenCondition(table, rule);
}

std::string portCondition(const Table &table, const ScopeKey &scope)
{
    if (scope.port.isNil())
        return "true";
    if (table.name == "ports")
        return "r.id = " + literal(scope.port);
    return table.is(PortScoped | PortOptional) ? "r.port_id = " + literal(scope.port) : "true";
}

} // namespace

std::string quotedName(std::string_view name)
{
    return '"' + std::string(name) + '"';
}

std::string literal(const Uuid &id)
{
    return '\'' + id.toString() + "'::uuid";
}

// For words of the registry only: they hold neither quotes nor backslashes.
std::string literal(std::string_view text)
{
    return '\'' + std::string(text) + '\'';
}

std::string selectList(const Table &table, const std::vector<int> &columns)
{
    std::string list = "r.rev";
    for (const int ordinal : columns)
        list += ", " + column(table.columns[static_cast<std::size_t>(ordinal)].spec.name);
    return list;
}

std::optional<ScopeQuery> scopeQuery(const Table &table, const ScopeKey &scope)
{
    const std::vector<ScopeMatch> matches = matchesOf(table, scope);
    if (matches.empty() || !table.replicated())
        return std::nullopt;
    ScopeQuery query;
    query.table = &table;
    query.columns = columnsSent(table, scope);
    query.select = selectList(table, query.columns);
    query.condition = portCondition(table, scope) + " and (";
    for (std::size_t i = 0; i < matches.size(); ++i)
        query.condition += (i > 0 ? " or (" : "(") + ruleCondition(table, scope, matches[i]) + ')';
    query.condition += ')';
    return query;
}

} // namespace nimara::server
