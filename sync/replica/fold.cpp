#include "sync/replica/fold.h"

#include "models/base/json.h"

namespace nimara::sync {

namespace {

Json objectOf(const Value &value)
{
    const auto json = ValueTraits<Json>::fromValue(value);
    return json && json->is_object() ? *json : Json::object();
}

// A key's value travels as JSON text; what is no JSON is taken as a plain string.
Json jsonOf(const Value &value)
{
    if (const auto *text = std::get_if<std::string>(&value)) {
        const auto parsed = parseJson(*text);
        return parsed ? *parsed : Json(*text);
    }
    if (const auto *number = std::get_if<std::int64_t>(&value))
        return Json(*number);
    if (const auto *id = std::get_if<Uuid>(&value))
        return Json(id->toString());
    return {};
}

void setField(Row &row, const FieldChange &field)
{
    if (field.path.empty()) {
        row.setValue(field.column, field.now);
        return;
    }
    Json object = objectOf(row.value(field.column));
    if (isNull(field.now))
        object.erase(field.path);
    else
        object[field.path] = jsonOf(field.now);
    row.setValue(field.column, Value(object.dump()));
}

Row created(const Table &table, std::optional<Row> row, const Op &op, const Uuid &user)
{
    Row made = row ? *std::move(row) : Row(table);
    made.setValue(0, op.id);
    for (const FieldChange &field : op.fields)
        setField(made, field);
    // Who makes the row is the server's to say; until it has, the laptop shows its own user.
    for (const ColumnInfo &column : table.columns) {
        if (column.is(Author) && isNull(made.value(column.index)) && !user.isNil())
            made.setValue(column.index, user);
    }
    return made;
}

} // namespace

std::optional<Row> folded(const Table &table, std::optional<Row> row, const Op &op, Instant clientTime,
                          const Uuid &user)
{
    if (op.kind == OpKind::Create)
        return created(table, std::move(row), op, user);
    if (!row)
        return std::nullopt;
    const ColumnInfo *archived = table.is(Archivable) ? table.find("archived_at") : nullptr;
    if (op.kind == OpKind::Delete && !archived)
        return std::nullopt;
    for (const FieldChange &field : op.fields)
        setField(*row, field);
    if (op.kind == OpKind::Delete)
        row->setValue(archived->index, clientTime.micros());
    else if (op.kind == OpKind::Restore && archived)
        row->setValue(archived->index, Value());
    return row;
}

Value valueAt(const Row &row, const FieldChange &field)
{
    const Value &value = row.value(field.column);
    if (field.path.empty())
        return value;
    const Json object = objectOf(value);
    const auto at = object.find(field.path);
    return at == object.end() ? Value() : Value(at->dump());
}

} // namespace nimara::sync
