#include "models/domain/settle.h"

#include "models/base/json.h"

#include <algorithm>
#include <optional>

namespace nimara {

namespace {

std::optional<std::size_t> conflictOf(const std::vector<FieldConflict> &conflicts, const Op &op,
                                      const FieldChange &field)
{
    for (std::size_t i = 0; i < conflicts.size(); ++i) {
        const FieldConflict &each = conflicts[i];
        if (each.table != op.table || each.id != op.id || each.column != field.column)
            continue;
        // Several keys of one column may have been changed, and not all of them met another's.
        if (field.path.empty() || (each.was == field.was && each.mine == field.now))
            return i;
    }
    return std::nullopt;
}

// Theirs is told as the whole column.
Value theirsOf(const FieldConflict &conflict, const FieldChange &field)
{
    if (field.path.empty())
        return conflict.theirs;
    const auto *text = std::get_if<std::string>(&conflict.theirs);
    const Json object = text ? Json::parse(*text, nullptr, false) : Json();
    return object.is_object() && object.contains(field.path) ? Value(object.at(field.path).dump()) : Value();
}

} // namespace

Edit settled(const Edit &edit, const std::vector<FieldConflict> &conflicts,
             const std::vector<std::size_t> &mine)
{
    // The server runs a command as one: who gives up a part of what it does gives up the command.
    if (edit.command && mine.size() < conflicts.size())
        return {.ops = {}, .title = edit.title};
    Edit left = edit;
    left.ops.clear();
    for (Op op : edit.ops) {
        std::vector<FieldChange> fields;
        for (FieldChange &field : op.fields) {
            const auto conflict = conflictOf(conflicts, op, field);
            if (conflict && std::ranges::find(mine, *conflict) == mine.end())
                continue;
            if (conflict)
                field.was = theirsOf(conflicts[*conflict], field);
            fields.push_back(std::move(field));
        }
        const bool nothingLeft = op.kind == OpKind::Update && fields.empty();
        op.fields = std::move(fields);
        if (!nothingLeft)
            left.ops.push_back(std::move(op));
    }
    return left;
}

} // namespace nimara
