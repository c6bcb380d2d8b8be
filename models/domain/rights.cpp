#include "models/domain/rights.h"

#include "models/schema/registry.h"

#include <algorithm>

namespace nimara
{

namespace
{

constexpr std::string_view anybody = "*";
constexpr std::string_view ofEntity = "@entity";

Verdict refuse(Verdict::Reason reason)
{
    return {reason, {}};
}

Verdict ask(std::string_view right, const Actor &actor)
{
    if (right.empty())
        return refuse(Verdict::Reason::ServerOnly);
    if (right == anybody || actor.may(right))
        return {};
    return {Verdict::Reason::MissingRight, right};
}

// The edit right of the table that the row's entity_type names. A table that itself hangs on its entity is no
// answer.
std::string_view entityRight(const Row *row)
{
    if (!row)
        return {};
    const auto *name = std::get_if<std::string>(&row->value("entity_type"));
    const Table *entity = name ? schema::findTable(*name) : nullptr;
    if (!entity || entity->rights.edit == ofEntity)
        return {};
    return entity->rights.edit;
}

Verdict askFor(std::string_view right, const Actor &actor, const Row *row)
{
    if (right != ofEntity)
        return ask(right, actor);
    const std::string_view resolved = entityRight(row);
    return resolved.empty() ? refuse(Verdict::Reason::Unknown) : ask(resolved, actor);
}

bool isOwner(const Table &table, const Actor &actor, const Row *row)
{
    if (!row || actor.userId.isNil())
        return false;
    return std::ranges::any_of(table.rights.ownerColumns, [&](std::string_view column) {
        const auto *owner = std::get_if<Uuid>(&row->value(column));
        return owner && *owner == actor.userId;
    });
}

// An owner's own right opens the row; where it does not, the wider one may.
Verdict askOwnerOr(std::string_view right, const Table &table, const Actor &actor, const Row *row)
{
    if (isOwner(table, actor, row)) {
        const Verdict own = ask(table.rights.own, actor);
        if (own)
            return own;
        const Verdict wider = askFor(right, actor, row);
        return wider || own.reason == Verdict::Reason::ServerOnly ? wider : own;
    }
    return askFor(right, actor, row);
}

} // namespace

Verdict canCreate(const Table &table, const Actor &actor, const Row *row)
{
    return askFor(table.rights.create, actor, row);
}

Verdict canEdit(const Table &table, const Actor &actor, const Row *row)
{
    if (table.is(AppendOnly))
        return refuse(Verdict::Reason::ServerOnly);
    return askOwnerOr(table.rights.edit, table, actor, row);
}

Verdict canRemove(const Table &table, const Actor &actor, const Row *row)
{
    if (table.is(AppendOnly))
        return refuse(Verdict::Reason::ServerOnly);
    return askOwnerOr(table.rights.remove, table, actor, row);
}

Verdict canSetOnCreate(const ColumnInfo &column, const Actor &actor)
{
    if (column.is(ServerSet | ServerOnly))
        return refuse(Verdict::Reason::ServerOnly);
    return column.spec.permission.empty() ? Verdict{} : ask(column.spec.permission, actor);
}

Verdict canChange(const ColumnInfo &column, const Actor &actor)
{
    const Verdict onCreate = canSetOnCreate(column, actor);
    if (!onCreate)
        return onCreate;
    return column.is(Immutable) ? refuse(Verdict::Reason::Immutable) : Verdict{};
}

std::string_view viewPermission(const Table &table)
{
    std::string_view first;
    for (const ScopeRule &rule : table.scopes) {
        if (rule.audience != Audience::PortClass)
            return {};
        if (first.empty())
            first = rule.permission;
    }
    return first;
}

bool canView(const Table &table, const Actor &actor)
{
    return std::ranges::any_of(table.scopes, [&](const ScopeRule &rule) {
        return rule.audience != Audience::PortClass || actor.may(rule.permission);
    });
}

} // namespace nimara
