#include "models/schema/validate.h"

#include "models/base/json.h"
#include "models/base/text.h"

#include <algorithm>

namespace nimara {

namespace {

Error fault(const ColumnInfo &column, std::string key, ErrorCode code = ErrorCode::Invalid)
{
    return Error{code, std::move(key), std::string(column.spec.name)};
}

std::size_t codePoints(std::string_view utf8)
{
    return static_cast<std::size_t>(std::count_if(
        utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

Result<Value> validatedText(const ColumnInfo &column, const std::string &text)
{
    auto normal = normalizedText(text);
    if (!normal)
        return fault(column, normal.error().key);
    if (normal->empty())
        return Value();
    if (codePoints(*normal) > static_cast<std::size_t>(column.spec.maxLength))
        return fault(column, "value.too_long", ErrorCode::TooLarge);
    return Value(std::move(*normal));
}

// Strings inside json have no length limit of their own, but a NUL in one cannot be stored by PostgreSQL.
bool holdsNul(const Json &json)
{
    if (json.is_string())
        return json.get_ref<const std::string &>().find('\0') != std::string::npos;
    if (json.is_object()) {
        for (const auto &[key, value] : json.items()) {
            if (key.find('\0') != std::string::npos || holdsNul(value))
                return true;
        }
        return false;
    }
    return json.is_array() && std::any_of(json.begin(), json.end(), holdsNul);
}

Result<Value> validatedJson(const ColumnInfo &column, const std::string &text)
{
    if (text.empty())
        return Value();
    const auto json = parseJson(text);
    if (!json)
        return fault(column, json.error().key, json.error().code);
    if (holdsNul(*json))
        return fault(column, "text.nul");
    return Value(json->dump());
}

Result<Value> validatedNumber(const ColumnInfo &column, std::int64_t number)
{
    if (column.type == ColumnType::Bool && number != 0 && number != 1)
        return fault(column, "value.range");
    if (column.type == ColumnType::Int && (number < column.spec.lowest || number > column.spec.highest))
        return fault(column, "value.range");
    if (decimalScale(column.type)) {
        const std::int64_t limit = decimalLimit(column.type);
        if (number > limit || number < -limit)
            return fault(column, "value.range");
    }
    // What PostgreSQL and RFC 3339 can both write: the years 1 to 9999.
    if (column.type == ColumnType::Instant &&
        (number < -62'135'596'800'000'000 || number > 253'402'300'799'999'999))
        return fault(column, "value.range");
    return Value(number);
}

Result<Value> shaped(const ColumnInfo &column, Value value)
{
    if (isNull(value))
        return value;
    switch (column.type) {
    case ColumnType::Uuid:
        if (!std::holds_alternative<Uuid>(value))
            return fault(column, "value.type");
        return value;
    case ColumnType::Text:
    case ColumnType::Enum:
    case ColumnType::Date:
    case ColumnType::JsonText:
        break;
    default:
        if (const auto *number = std::get_if<std::int64_t>(&value))
            return validatedNumber(column, *number);
        return fault(column, "value.type");
    }
    const auto *text = std::get_if<std::string>(&value);
    if (!text)
        return fault(column, "value.type");
    if (column.type == ColumnType::Text)
        return validatedText(column, *text);
    if (column.type == ColumnType::JsonText)
        return validatedJson(column, *text);
    if (text->empty())
        return Value();
    if (column.type == ColumnType::Date) {
        if (!Date::parse(*text))
            return fault(column, "value.date");
        return value;
    }
    const auto &choices = column.spec.choices;
    if (std::none_of(choices.begin(), choices.end(),
                     [&](const Choice &choice) { return choice.value == *text; }))
        return fault(column, "value.choice");
    return value;
}

} // namespace

Result<Value> validated(const ColumnInfo &column, Value value)
{
    auto fitted = shaped(column, std::move(value));
    if (fitted && isNull(*fitted) && column.is(Required) && !column.is(ServerSet))
        return fault(column, "value.required");
    return fitted;
}

Result<> validateRow(Row &row)
{
    for (const ColumnInfo &column : row.table().columns) {
        if (column.is(ServerOnly))
            continue;
        auto fitted = validated(column, row.value(column.index));
        if (!fitted)
            return fitted.error();
        row.setValue(column.index, std::move(*fitted));
    }
    return Done{};
}

} // namespace nimara
