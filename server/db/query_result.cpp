#include "server/db/query_result.h"

#include "models/base/json.h"
#include "server/db/wire_format.h"

#include <libpq-fe.h>
#include <charconv>

namespace nimara::server {

namespace {

// PostgreSQL writes jsonb with spaces and its own order of keys; rows hold the canonical dump.
std::optional<Value> canonicalJson(std::string_view text)
{
    if (text == "{}" || text == "[]" || text == "null")
        return Value(std::string(text));
    const auto json = parseJson(text, {.bytes = 16u * 1024 * 1024, .depth = 256});
    return json ? std::optional<Value>(json->dump()) : std::nullopt;
}

// numeric: count of base-10000 digits, weight of the first, sign, scale shown, digits.
std::optional<Value> decimalFromBinary(int scale, std::string_view bytes)
{
    if (bytes.size() < 8)
        return std::nullopt;
    const int digits = wire::getInt16(bytes);
    const int weight = wire::getInt16(bytes.substr(2));
    const auto sign = static_cast<std::uint16_t>(wire::getInt16(bytes.substr(4)));
    if (digits < 0 || bytes.size() != 8u + 2u * static_cast<std::size_t>(digits) ||
        (sign != 0 && sign != 0x4000))
        return std::nullopt;
    // Each digit stands for digit * 10000^(weight - i); units are 10^-scale.
    std::int64_t units = 0;
    for (int i = 0; i < digits; ++i) {
        std::int64_t digit = wire::getInt16(bytes.substr(8u + 2u * static_cast<std::size_t>(i)));
        int exponent = 4 * (weight - i) + scale;
        for (; exponent < 0 && digit != 0; ++exponent) {
            if (digit % 10 != 0)
                return std::nullopt; // finer than the column: not one of our columns
            digit /= 10;
        }
        for (; exponent > 0; --exponent) {
            if (__builtin_mul_overflow(digit, std::int64_t(10), &digit))
                return std::nullopt;
        }
        if (__builtin_add_overflow(units, digit, &units))
            return std::nullopt;
    }
    return Value(sign == 0 ? units : -units);
}

std::optional<Value> integerFromBinary(std::string_view bytes)
{
    switch (bytes.size()) {
    case 2:
        return Value(std::int64_t(wire::getInt16(bytes)));
    case 4:
        return Value(std::int64_t(wire::getInt32(bytes)));
    case 8:
        return Value(wire::getInt64(bytes));
    default:
        return std::nullopt;
    }
}

} // namespace

std::optional<Value> valueFromBinary(ColumnType type, std::string_view bytes)
{
    switch (type) {
    case ColumnType::Uuid: {
        const auto id = Uuid::fromBytes({reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size()});
        return id ? std::optional<Value>(*id) : std::nullopt;
    }
    case ColumnType::Text:
    case ColumnType::Enum:
        return Value(std::string(bytes));
    case ColumnType::Bool:
        return bytes.size() == 1 ? std::optional<Value>(std::int64_t(bytes[0] != 0)) : std::nullopt;
    case ColumnType::Int:
        return integerFromBinary(bytes);
    case ColumnType::Instant:
        return bytes.size() == 8 ? std::optional<Value>(wire::getInt64(bytes) + wire::epochMicros)
                                 : std::nullopt;
    case ColumnType::Date: {
        if (bytes.size() != 4)
            return std::nullopt;
        const std::chrono::sys_days day{std::chrono::days(wire::getInt32(bytes) + wire::epochDays)};
        return Value(Date(std::chrono::year_month_day(day)).toString());
    }
    case ColumnType::JsonText:
        // jsonb has a version byte before its text.
        return bytes.empty() || bytes[0] != 1 ? std::nullopt : canonicalJson(bytes.substr(1));
    default:
        break;
    }
    return decimalFromBinary(decimalScale(type).value_or(0), bytes);
}

std::optional<Value> valueFromPgText(ColumnType type, std::string_view text)
{
    switch (type) {
    case ColumnType::Bool:
        return Value(std::int64_t(text == "t"));
    case ColumnType::JsonText:
        return canonicalJson(text);
    case ColumnType::Text:
    case ColumnType::Enum:
        return Value(std::string(text));
    case ColumnType::Instant: {
        // "2026-11-22 10:44:03.12+00"; the session's time zone is UTC.
        std::string rfc(text);
        if (rfc.size() > 10)
            rfc[10] = 'T';
        if (rfc.size() > 3 && rfc[rfc.size() - 3] == '+')
            rfc += ":00";
        const auto instant = Instant::parse(rfc);
        return instant ? std::optional<Value>(instant->micros()) : std::nullopt;
    }
    default:
        return valueFromText(type, text);
    }
}

void QueryResult::Clear::operator()(pg_result *result) const
{
    PQclear(result);
}

int QueryResult::rows() const
{
    return PQntuples(m_result.get());
}

int QueryResult::columns() const
{
    return PQnfields(m_result.get());
}

int QueryResult::column(const char *name) const
{
    return PQfnumber(m_result.get(), name);
}

std::string QueryResult::tag() const
{
    return PQcmdStatus(m_result.get());
}

std::int64_t QueryResult::affected() const
{
    const std::string_view text = PQcmdTuples(m_result.get());
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

bool QueryResult::isNull(int row, int column) const
{
    return PQgetisnull(m_result.get(), row, column) != 0;
}

std::string_view QueryResult::raw(int row, int column) const
{
    return {PQgetvalue(m_result.get(), row, column),
            static_cast<std::size_t>(PQgetlength(m_result.get(), row, column))};
}

bool QueryResult::isBinary(int column) const
{
    return PQfformat(m_result.get(), column) == 1;
}

std::int64_t QueryResult::integer(int row, int column) const
{
    const Value read = value(row, column, ColumnType::Int);
    const auto *number = std::get_if<std::int64_t>(&read);
    return number ? *number : 0;
}

bool QueryResult::boolean(int row, int column) const
{
    const std::string_view bytes = raw(row, column);
    return isBinary(column) ? bytes == std::string_view("\1", 1) : bytes == "t";
}

Uuid QueryResult::uuid(int row, int column) const
{
    const Value read = value(row, column, ColumnType::Uuid);
    const auto *id = std::get_if<Uuid>(&read);
    return id ? *id : Uuid();
}

Instant QueryResult::instant(int row, int column) const
{
    const Value read = value(row, column, ColumnType::Instant);
    const auto *micros = std::get_if<std::int64_t>(&read);
    return Instant(micros ? *micros : 0);
}

std::string QueryResult::bytes(int row, int column) const
{
    if (isBinary(column))
        return text(row, column);
    std::size_t size = 0;
    const std::unique_ptr<unsigned char, decltype(&PQfreemem)> plain(
        PQunescapeBytea(reinterpret_cast<const unsigned char *>(PQgetvalue(m_result.get(), row, column)),
                        &size),
        PQfreemem);
    return plain ? std::string(reinterpret_cast<const char *>(plain.get()), size) : std::string();
}

Value QueryResult::value(int row, int column, ColumnType type) const
{
    if (isNull(row, column))
        return {};
    auto read =
        isBinary(column) ? valueFromBinary(type, raw(row, column)) : valueFromPgText(type, raw(row, column));
    return read ? std::move(*read) : Value();
}

} // namespace nimara::server
