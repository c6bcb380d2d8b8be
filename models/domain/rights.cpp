#include "models/domain/rights.h"

#include "models/schema/registry.h"

#include <algorithm>

namespace nimara {

namespace {

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
    const Verdict wider = askFor(right, actor, row);
    if (wider || !isOwner(table, actor, row))
        return wider;
    const Verdict own = ask(table.rights.own, actor);
    return own.reason == Verdict::Reason::ServerOnly ? wider : own;
}

bool namesOneself(const ColumnInfo &column, const Actor &actor, const Value *value)
{
    const auto *user = value && column.spec.references == "users" ? std::get_if<Uuid>(value) : nullptr;
    return user && !actor.userId.isNil() && *user == actor.userId;
}

bool isInitial(const ColumnInfo &column, const Value *value)
{
    const auto initial = valueFromText(column.type, column.spec.initial);
    return value && initial && sameValue(column.type, *value, *initial);
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
    if (!table.rights.ownRemoves)
        return askFor(table.rights.remove, actor, row);
    return askOwnerOr(table.rights.remove, table, actor, row);
}

Verdict canSetOnCreate(const ColumnInfo &column, const Actor &actor, const Value *value)
{
    if (column.is(ServerSet | ServerOnly))
        return refuse(Verdict::Reason::ServerOnly);
    if (column.spec.permission.empty() || namesOneself(column, actor, value) || isInitial(column, value))
        return {};
    return ask(column.spec.permission, actor);
}

Verdict canChange(const ColumnInfo &column, const Actor &actor, const Value *value)
{
    if (column.is(ServerSet | ServerOnly))
        return refuse(Verdict::Reason::ServerOnly);
    if (column.is(Immutable))
        return refuse(Verdict::Reason::Immutable);
    if (column.spec.permission.empty() || namesOneself(column, actor, value))
        return {};
    return ask(column.spec.permission, actor);
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
        // Without a permission of its own the rows' entities decide, each for itself.
        return rule.audience != Audience::PortClass || rule.permission.empty() || actor.may(rule.permission);
    });
}

} // namespace nimara
