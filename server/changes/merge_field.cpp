#include "server/changes/merge_field.h"

#include "models/base/json.h"

#include <algorithm>
#include <optional>
#include <set>

namespace nimara::server {

namespace {

using Kind = MergedField::Kind;

Error invalid(const ColumnInfo &column)
{
    return {ErrorCode::Invalid, std::string(reject::invalid), std::string(column.spec.name)};
}

// Nothing for null; discarded (is_discarded) for what is no json, or nested deeper than any value is. What a client says
// it saw was not checked before, and a copy of a tree goes as deep as the tree.
std::optional<Json> jsonOf(const Value &value)
{
    const auto *text = std::get_if<std::string>(&value);
    if (!text)
        return std::nullopt;
    auto json = parseJson(*text);
    return json ? *std::move(json) : Json(Json::value_t::discarded);
}

bool isSet(const std::optional<Json> &json)
{
    return !json || (json->is_array() &&
                     std::ranges::none_of(*json, [](const Json &item) { return item.is_structured(); }));
}

bool isObject(const std::optional<Json> &json)
{
    return !json || json->is_object();
}

bool contains(const Json &array, const Json &item)
{
    return std::ranges::find(array, item) != array.end();
}

// Theirs, without what mine took away, with what mine added.
Json mergedSet(const Json &was, const Json &mine, const Json &theirs)
{
    Json merged = Json::array();
    for (const Json &item : theirs) {
        if (contains(mine, item) || !contains(was, item))
            merged.push_back(item);
    }
    for (const Json &item : mine) {
        if (!contains(was, item) && !contains(merged, item))
            merged.push_back(item);
    }
    return merged;
}

std::optional<Json> member(const std::optional<Json> &object, const std::string &key)
{
    if (!object || !object->is_object() || !object->contains(key))
        return std::nullopt;
    return object->at(key);
}

void setMember(Json &object, const std::string &key, const std::optional<Json> &value)
{
    if (value)
        object[key] = *value;
    else
        object.erase(key);
}

// One key of an object. A set below it merges as one.
Kind mergeKey(Json &object, const std::string &key, const std::optional<Json> &was,
              const std::optional<Json> &mine)
{
    const std::optional<Json> theirs = member(object, key);
    if (theirs == mine)
        return Kind::Unchanged;
    if (theirs == was) {
        setMember(object, key, mine);
        return Kind::Set;
    }
    if (was && mine && theirs && isSet(was) && isSet(mine) && isSet(theirs)) {
        object[key] = mergedSet(*was, *mine, *theirs);
        return Kind::Overruled;
    }
    return Kind::Conflict;
}

Kind worse(Kind left, Kind right)
{
    return std::max(left, right);
}

MergedField mergeObject(const std::optional<Json> &was, const std::optional<Json> &mine,
                        const std::optional<Json> &theirs)
{
    Json merged = theirs.value_or(Json::object());
    std::set<std::string> keys;
    for (const auto *side : {&was, &mine}) {
        if (!*side)
            continue;
        for (const auto &[key, value] : (*side)->items())
            keys.insert(key);
    }
    Kind kind = Kind::Unchanged;
    for (const std::string &key : keys) {
        if (member(was, key) == member(mine, key))
            continue;
        kind = worse(kind, mergeKey(merged, key, member(was, key), member(mine, key)));
    }
    return {kind, merged.dump()};
}

MergedField mergeJson(const Value &was, const Value &mine, const Value &theirs)
{
    const auto old = jsonOf(was);
    const auto now = jsonOf(mine);
    const auto there = jsonOf(theirs);
    if (old && now && there && isSet(old) && isSet(now) && isSet(there))
        return {Kind::Overruled, mergedSet(*old, *now, *there).dump()};
    if (now && isObject(old) && isObject(now) && isObject(there))
        return mergeObject(old, now, there);
    return {Kind::Conflict, theirs};
}

Result<MergedField> mergePath(const ColumnInfo &column, const Value &theirs, const FieldChange &change)
{
    const auto paths = column.spec.mergePaths;
    const bool known =
        paths.empty() ? column.spec.policy == Policy::Merge : std::ranges::count(paths, change.path) != 0;
    auto object = jsonOf(theirs);
    const auto was = jsonOf(change.was);
    const auto mine = jsonOf(change.now);
    if (!known || (object && !object->is_object()) || (was && was->is_discarded()) ||
        (mine && mine->is_discarded()))
        return invalid(column);
    Json merged = object.value_or(Json::object());
    const Kind kind = mergeKey(merged, change.path, was, mine);
    return MergedField{kind, kind == Kind::Conflict ? theirs : Value(merged.dump())};
}

// Null is less than anything.
const Value &larger(const Value &left, const Value &right)
{
    return left < right ? right : left;
}

} // namespace

Result<MergedField> mergeField(const ColumnInfo &column, const Value &theirs, const FieldChange &change)
{
    if (!change.path.empty()) {
        if (column.type != ColumnType::JsonText)
            return invalid(column);
        return mergePath(column, theirs, change);
    }
    if (sameValue(column.type, theirs, change.now))
        return MergedField{Kind::Unchanged, theirs};
    if (sameValue(column.type, theirs, change.was))
        return MergedField{Kind::Set, change.now};
    switch (column.spec.policy) {
    case Policy::LastWriter:
        return MergedField{Kind::Overruled, change.now};
    case Policy::Max:
        return MergedField{Kind::Overruled, larger(theirs, change.now)};
    case Policy::Merge:
        if (column.type == ColumnType::JsonText)
            return mergeJson(change.was, change.now, theirs);
        break;
    case Policy::Ask:
        break;
    }
    return MergedField{Kind::Conflict, theirs};
}

} // namespace nimara::server
