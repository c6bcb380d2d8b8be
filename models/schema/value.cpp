#include "models/schema/value.h"

#include "models/base/json.h"

#include <charconv>

namespace nimara {

std::optional<int> decimalScale(ColumnType type)
{
    switch (type) {
    case ColumnType::Money:
    case ColumnType::Length:
        return 2;
    case ColumnType::Quantity:
        return 3;
    case ColumnType::TaxRate:
        return 4;
    case ColumnType::ExchangeRate:
        return 8;
    default:
        return std::nullopt;
    }
}

std::int64_t decimalLimit(ColumnType type)
{
    switch (type) {
    case ColumnType::Money:
        return 99'999'999'999'999;
    case ColumnType::Length:
        return 999'999;
    case ColumnType::Quantity:
        return 999'999'999'999;
    case ColumnType::TaxRate:
        return 9'999'999;
    case ColumnType::ExchangeRate:
        return 999'999'999'999'999'999;
    default:
        return 0;
    }
}

std::string valueToText(ColumnType type, const Value &value)
{
    if (const auto *text = std::get_if<std::string>(&value))
        return *text;
    if (const auto *id = std::get_if<Uuid>(&value))
        return id->toString();
    const auto *number = std::get_if<std::int64_t>(&value);
    if (!number)
        return {};
    if (type == ColumnType::Bool)
        return *number != 0 ? "true" : "false";
    if (type == ColumnType::Instant)
        return Instant(*number).toString();
    if (const auto scale = decimalScale(type))
        return Decimal(*number, *scale).toString();
    return std::to_string(*number);
}

std::optional<Value> valueFromText(ColumnType type, std::string_view text)
{
    if (text.empty())
        return Value();
    switch (type) {
    case ColumnType::Uuid:
        if (const auto id = Uuid::parse(text))
            return Value(*id);
        return std::nullopt;
    case ColumnType::Text:
    case ColumnType::Enum:
        return Value(std::string(text));
    case ColumnType::Bool:
        if (text == "true" || text == "1")
            return Value(std::int64_t(1));
        if (text == "false" || text == "0")
            return Value(std::int64_t(0));
        return std::nullopt;
    case ColumnType::Int: {
        std::int64_t number = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
        if (read.ec != std::errc() || read.ptr != text.data() + text.size())
            return std::nullopt;
        return Value(number);
    }
    case ColumnType::Instant:
        if (const auto instant = Instant::parse(text))
            return Value(instant->micros());
        return std::nullopt;
    case ColumnType::Date:
        if (Date::parse(text))
            return Value(std::string(text));
        return std::nullopt;
    case ColumnType::JsonText:
        if (const auto json = parseJson(text))
            return Value(json->dump());
        return std::nullopt;
    default:
        break;
    }
    const auto decimal = Decimal::parse(text, decimalScale(type).value_or(0));
    if (!decimal || decimal->units() > decimalLimit(type) || decimal->units() < -decimalLimit(type))
        return std::nullopt;
    return Value(decimal->units());
}

bool sameValue(ColumnType type, const Value &left, const Value &right)
{
    if (left == right)
        return true;
    if (type != ColumnType::JsonText || isNull(left) || isNull(right))
        return false;
    const auto a = ValueTraits<Json>::fromValue(left);
    const auto b = ValueTraits<Json>::fromValue(right);
    return a && b && *a == *b;
}

Value ValueTraits<Json>::toValue(const Json &value)
{
    return value.dump();
}

std::optional<Json> ValueTraits<Json>::fromValue(const Value &value)
{
    const auto *text = std::get_if<std::string>(&value);
    if (!text)
        return std::nullopt;
    const auto parsed = parseJson(*text);
    return parsed ? std::optional(*parsed) : std::nullopt;
}

} // namespace nimara
