#include "server/db/params.h"

#include "server/db/wire_format.h"

namespace nimara::server {

namespace {

// One-dimensional binary array: dimensions, has-nulls flag, element type, size, lower bound, elements.
std::string arrayHead(unsigned elementType, std::size_t count)
{
    std::string out;
    wire::putInt32(out, count == 0 ? 0 : 1);
    wire::putInt32(out, 0);
    wire::putInt32(out, static_cast<std::int32_t>(elementType));
    if (count > 0) {
        wire::putInt32(out, static_cast<std::int32_t>(count));
        wire::putInt32(out, 1);
    }
    return out;
}

std::string_view rawBytes(const Uuid &id)
{
    return {reinterpret_cast<const char *>(id.bytes().data()), id.bytes().size()};
}

} // namespace

Params &Params::add(std::string bytes, unsigned type, bool binary)
{
    m_values.push_back({std::move(bytes), type, binary, false});
    return *this;
}

Params &Params::null(unsigned type)
{
    m_values.push_back({{}, type, false, true});
    return *this;
}

Params &Params::text(std::string_view value)
{
    return add(std::string(value), oid::text, false);
}

Params &Params::untyped(std::string_view value)
{
    return add(std::string(value), 0, false);
}

Params &Params::uuid(const Uuid &value)
{
    return add(std::string(rawBytes(value)), oid::uuid, true);
}

Params &Params::int4(std::int32_t value)
{
    std::string out;
    wire::putInt32(out, value);
    return add(std::move(out), oid::int4, true);
}

Params &Params::int8(std::int64_t value)
{
    std::string out;
    wire::putInt64(out, value);
    return add(std::move(out), oid::int8, true);
}

Params &Params::boolean(bool value)
{
    return add(std::string(1, value ? '\1' : '\0'), oid::boolean, true);
}

Params &Params::bytes(std::string_view value)
{
    return add(std::string(value), oid::bytea, true);
}

Params &Params::json(std::string_view value)
{
    return add(std::string(value), oid::jsonb, false);
}

Params &Params::instant(Instant value)
{
    std::string out;
    wire::putInt64(out, value.micros() - wire::epochMicros);
    return add(std::move(out), oid::timestamptz, true);
}

Params &Params::uuids(std::span<const Uuid> values)
{
    std::string out = arrayHead(oid::uuid, values.size());
    for (const Uuid &value : values) {
        wire::putInt32(out, 16);
        out.append(rawBytes(value));
    }
    return add(std::move(out), oid::uuidArray, true);
}

Params &Params::int8s(std::span<const std::int64_t> values)
{
    std::string out = arrayHead(oid::int8, values.size());
    for (const std::int64_t value : values) {
        wire::putInt32(out, 8);
        wire::putInt64(out, value);
    }
    return add(std::move(out), oid::int8Array, true);
}

Params &Params::texts(std::span<const std::string> values)
{
    std::string out = arrayHead(oid::text, values.size());
    for (const std::string &value : values) {
        wire::putInt32(out, static_cast<std::int32_t>(value.size()));
        out.append(value);
    }
    return add(std::move(out), oid::textArray, true);
}

Params &Params::value(ColumnType type, const Value &value)
{
    if (const auto *id = std::get_if<Uuid>(&value))
        return uuid(*id);
    if (const auto *words = std::get_if<std::string>(&value)) {
        if (type == ColumnType::JsonText)
            return json(*words);
        if (type == ColumnType::Date)
            return add(*words, oid::date, false);
        return untyped(*words);
    }
    const auto *number = std::get_if<std::int64_t>(&value);
    if (!number)
        return null(type == ColumnType::Uuid ? oid::uuid : 0);
    if (type == ColumnType::Bool)
        return boolean(*number != 0);
    if (type == ColumnType::Instant)
        return instant(Instant(*number));
    if (decimalScale(type))
        return add(valueToText(type, value), oid::numeric, false);
    return int8(*number);
}

std::string_view arrayType(ColumnType type)
{
    switch (type) {
    case ColumnType::Uuid:
        return "uuid[]";
    case ColumnType::Int:
        return "bigint[]";
    case ColumnType::Bool:
        return "boolean[]";
    case ColumnType::Instant:
        return "timestamptz[]";
    default:
        return "text[]";
    }
}

Params &Params::column(ColumnType type, std::span<const Value> values)
{
    struct Kind
    {
        unsigned element;
        unsigned array;
    };
    const Kind kind = type == ColumnType::Uuid      ? Kind{oid::uuid, oid::uuidArray}
                      : type == ColumnType::Int     ? Kind{oid::int8, oid::int8Array}
                      : type == ColumnType::Bool    ? Kind{oid::boolean, oid::booleanArray}
                      : type == ColumnType::Instant ? Kind{oid::timestamptz, oid::timestamptzArray}
                                                    : Kind{oid::text, oid::textArray};
    std::string out = arrayHead(kind.element, values.size());
    if (!values.empty())
        out[7] = '\1'; // there may be nulls
    for (const Value &value : values) {
        if (isNull(value)) {
            wire::putInt32(out, -1);
            continue;
        }
        Params one;
        if (kind.element == oid::text)
            one.text(valueToText(type, value));
        else
            one.value(type, value);
        const Item &item = one.m_values.front();
        wire::putInt32(out, static_cast<std::int32_t>(item.bytes.size()));
        out.append(item.bytes);
    }
    return add(std::move(out), kind.array, true);
}

} // namespace nimara::server
