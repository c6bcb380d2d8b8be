#include "server/changes/field_checks.h"

#include "models/schema/validate.h"
#include "server/changes/edit_ops.h"

#include <algorithm>
#include <set>

namespace nimara::server {

namespace {

bool namesOneself(const Changes &changes, const ColumnInfo &column, const Value &value)
{
    const auto *id = std::get_if<Uuid>(&value);
    return column.spec.references == "users" && id && *id == changes.actor().userId;
}

// Membership names people who are not of the port yet; accounts name themselves.
bool namesAnybody(const Table &table)
{
    return table.name == "user_port_roles" || table.name == "users";
}

std::set<Uuid> peopleIn(const Row *row)
{
    std::set<Uuid> people;
    if (!row)
        return people;
    for (const ColumnInfo &column : row->table().columns) {
        const auto *id = std::get_if<Uuid>(&row->value(column.index));
        if (id && column.spec.references == "users" && !column.is(ServerSet))
            people.insert(*id);
    }
    const auto mentioned = mentionedIn(row);
    people.insert(mentioned.begin(), mentioned.end());
    return people;
}

Tried refuse(const Table &table, const Uuid &id, const ColumnInfo &column, const Verdict &verdict)
{
    if (verdict.reason == Verdict::Reason::ServerOnly)
        return deniedRefusal(reject::serverOwned, table, id, column.spec.name, {});
    if (verdict.reason == Verdict::Reason::MissingRight)
        return deniedRefusal(reject::forbidden, table, id, column.spec.name, verdict.missing);
    return refusal(ErrorCode::Invalid, reject::invalid, column.spec.name);
}

} // namespace

Tried mayChange(const Changes &changes, const Table &table, const Uuid &id, const ColumnInfo &column,
                const Value &now)
{
    // Archived by Delete, brought back by Restore; both ask for another right.
    if (column.name() == "archived_at")
        return refusal(ErrorCode::Invalid, reject::invalid, column.name());
    const Verdict verdict = canChange(column, changes.asker());
    if (verdict || (verdict.reason == Verdict::Reason::MissingRight && namesOneself(changes, column, now)))
        return {};
    return refuse(table, id, column, verdict);
}

Tried maySet(const Changes &changes, const Table &table, const Uuid &id, const ColumnInfo &column,
             const Value &now)
{
    const Value initial = Row::fresh(table).value(column.index);
    // A client sends all that is not null, so also what it took from the schema or predicted.
    if (isNull(now) || sameValue(column.type, initial, now) ||
        (column.is(Author) && namesOneself(changes, column, now)))
        return {};
    if (column.name() == "archived_at")
        return refusal(ErrorCode::Invalid, reject::invalid, column.name());
    const Verdict verdict = canSetOnCreate(column, changes.asker());
    if (verdict || (verdict.reason == Verdict::Reason::MissingRight && namesOneself(changes, column, now)))
        return {};
    return refuse(table, id, column, verdict);
}

Tried checkPathValue(const ColumnInfo &column, const FieldChange &change)
{
    const auto *text = std::get_if<std::string>(&change.now);
    if (change.path.size() > 200 || (!text && !isNull(change.now)))
        return refusal(ErrorCode::Invalid, reject::invalid, column.name());
    if (!text)
        return {};
    // Wrapped, so that a bare word or number is checked like the rest of a json column.
    ColumnInfo wrapped = column;
    wrapped.type = ColumnType::JsonText;
    const auto value = validated(wrapped, Value("[" + *text + "]"));
    if (!value)
        return Refusal{.error = value.error()};
    return {};
}

std::vector<Uuid> mentionedIn(const Row *row)
{
    std::vector<Uuid> people;
    const auto *text = row ? std::get_if<std::string>(&row->value("mentions")) : nullptr;
    if (!text)
        return people;
    const Json list = Json::parse(*text, nullptr, false);
    if (!list.is_array())
        return people;
    for (const Json &item : list) {
        const auto id = item.is_string() ? Uuid::parse(item.get_ref<const std::string &>()) : std::nullopt;
        people.push_back(id.value_or(Uuid())); // nil is nobody, and is refused as such
    }
    return people;
}

Tried checkPeople(Changes &changes, const Row *before, const Row &after)
{
    if (changes.isUserRealm() || namesAnybody(after.table()))
        return {};
    const std::set<Uuid> known = peopleIn(before);
    for (const Uuid &person : peopleIn(&after)) {
        if (known.contains(person))
            continue;
        if (!changes.members().maySee(person, after.table(), after))
            return refusal(ErrorCode::Invalid, reject::notMember, "assigned_to");
    }
    return {};
}

} // namespace nimara::server
