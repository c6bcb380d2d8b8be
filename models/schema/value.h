#pragma once

#include "models/base/decimal.h"
#include "models/base/instant.h"
#include "models/base/json_fwd.h"
#include "models/base/uuid.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace nimara {

// How a column's values are kept. In memory and in the replica every value is one of four shapes:
//   null · int64 (Bool 0/1, Int, decimals as scaled units, Instant as microseconds) · text (Text, Date as ISO,
//   Enum, Json as canonical dump) · uuid.
enum class ColumnType : std::uint8_t {
    Uuid,
    Text,
    Bool,
    Int,
    Money,        // numeric(14,2)
    Length,       // numeric(6,2), metres
    Quantity,     // numeric(12,3)
    TaxRate,      // numeric(7,4), percent
    ExchangeRate, // numeric(18,8)
    Instant,
    Date,
    Enum,
    JsonText
};

using Value = std::variant<std::monostate, std::int64_t, std::string, Uuid>;

inline bool isNull(const Value &value)
{
    return std::holds_alternative<std::monostate>(value);
}

// Digits after the point of a decimal type; nothing for the others.
std::optional<int> decimalScale(ColumnType type);
// Largest absolute value of a decimal type in units, from its numeric(precision, scale).
std::int64_t decimalLimit(ColumnType type);

// A value as people's tools write it (CLI, CSV, logs): "1234.50", "true", "2026-11-22T10:00:00.000000Z"; "" for null.
std::string valueToText(ColumnType type, const Value &value);
// The reverse, strict; empty text is null. Nothing when the text does not fit the type. Enum choices are not checked.
std::optional<Value> valueFromText(ColumnType type, std::string_view text);

// Equality by value: JSON is compared as value, not as text.
bool sameValue(ColumnType type, const Value &left, const Value &right);

// Phantom types for Column<T>: a decimal's kind is part of its column's type.
struct Money
{};
struct Length
{};
struct Quantity
{};
struct TaxRate
{};
struct ExchangeRate
{};

// Choices of an enum, found by argument-dependent lookup next to the enum: `choicesOf(BerthStatus)`.
struct Choice
{
    std::string_view value; // as stored
    std::string_view label; // NIMARA_TR
};

// Maps a Column<T> to its storage type and its C++ type.
template <typename T>
struct ValueTraits
{
    static_assert(std::is_enum_v<T>, "a column's type is an enum or one of the specialisations below");
    using Cpp = T;
    static constexpr ColumnType type = ColumnType::Enum;
    static Value toValue(T value)
    {
        return std::string(choicesOf(T{})[static_cast<std::size_t>(value)].value);
    }
    // An unknown word from a newer server stays in the row and reads as nothing here.
    static std::optional<T> fromValue(const Value &value)
    {
        const auto *text = std::get_if<std::string>(&value);
        if (!text)
            return std::nullopt;
        const auto choices = choicesOf(T{});
        for (std::size_t i = 0; i < choices.size(); ++i) {
            if (choices[i].value == *text)
                return static_cast<T>(i);
        }
        return std::nullopt;
    }
};

template <>
struct ValueTraits<Uuid>
{
    using Cpp = Uuid;
    static constexpr ColumnType type = ColumnType::Uuid;
    static Value toValue(const Uuid &value) { return value; }
    static std::optional<Uuid> fromValue(const Value &value)
    {
        const auto *id = std::get_if<Uuid>(&value);
        return id ? std::optional(*id) : std::nullopt;
    }
};

template <>
struct ValueTraits<std::string>
{
    using Cpp = std::string;
    static constexpr ColumnType type = ColumnType::Text;
    static Value toValue(std::string value) { return value; }
    static std::optional<std::string> fromValue(const Value &value)
    {
        const auto *text = std::get_if<std::string>(&value);
        return text ? std::optional(*text) : std::nullopt;
    }
};

template <>
struct ValueTraits<bool>
{
    using Cpp = bool;
    static constexpr ColumnType type = ColumnType::Bool;
    static Value toValue(bool value) { return std::int64_t(value ? 1 : 0); }
    static std::optional<bool> fromValue(const Value &value)
    {
        const auto *number = std::get_if<std::int64_t>(&value);
        return number ? std::optional(*number != 0) : std::nullopt;
    }
};

template <>
struct ValueTraits<std::int64_t>
{
    using Cpp = std::int64_t;
    static constexpr ColumnType type = ColumnType::Int;
    static Value toValue(std::int64_t value) { return value; }
    static std::optional<std::int64_t> fromValue(const Value &value)
    {
        const auto *number = std::get_if<std::int64_t>(&value);
        return number ? std::optional(*number) : std::nullopt;
    }
};

template <ColumnType kind, int digits>
struct DecimalTraits
{
    using Cpp = Decimal;
    static constexpr ColumnType type = kind;
    // Rounded half up to the column's scale.
    static Value toValue(Decimal value)
    {
        const auto fitted = value.rescaled(digits);
        return fitted ? Value(fitted->units()) : Value();
    }
    static std::optional<Decimal> fromValue(const Value &value)
    {
        const auto *units = std::get_if<std::int64_t>(&value);
        return units ? std::optional(Decimal(*units, digits)) : std::nullopt;
    }
};

template <>
struct ValueTraits<Money> : DecimalTraits<ColumnType::Money, 2>
{};
template <>
struct ValueTraits<Length> : DecimalTraits<ColumnType::Length, 2>
{};
template <>
struct ValueTraits<Quantity> : DecimalTraits<ColumnType::Quantity, 3>
{};
template <>
struct ValueTraits<TaxRate> : DecimalTraits<ColumnType::TaxRate, 4>
{};
template <>
struct ValueTraits<ExchangeRate> : DecimalTraits<ColumnType::ExchangeRate, 8>
{};

template <>
struct ValueTraits<Instant>
{
    using Cpp = Instant;
    static constexpr ColumnType type = ColumnType::Instant;
    static Value toValue(Instant value) { return value.micros(); }
    static std::optional<Instant> fromValue(const Value &value)
    {
        const auto *micros = std::get_if<std::int64_t>(&value);
        return micros ? std::optional(Instant(*micros)) : std::nullopt;
    }
};

template <>
struct ValueTraits<Date>
{
    using Cpp = Date;
    static constexpr ColumnType type = ColumnType::Date;
    static Value toValue(Date value) { return value.toString(); }
    static std::optional<Date> fromValue(const Value &value)
    {
        const auto *text = std::get_if<std::string>(&value);
        return text ? Date::parse(*text) : std::nullopt;
    }
};

template <>
struct ValueTraits<Json>
{
    using Cpp = Json;
    static constexpr ColumnType type = ColumnType::JsonText;
    static Value toValue(const Json &value);
    static std::optional<Json> fromValue(const Value &value);
};

} // namespace nimara
