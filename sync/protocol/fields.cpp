#include "sync/protocol/fields.h"

#include <optional>
#include <type_traits>

namespace nimara::sync {

namespace {

// The smallest bytes an item can take: bounds a claimed count by what is really there.
template <typename T>
constexpr std::size_t smallest()
{
    return std::is_same_v<T, Uuid> ? 16 : 1;
}

} // namespace

void write(ByteWriter &out, const Error &item);
void read(ByteReader &in, Error &item);
void write(ByteWriter &out, const Edit &item);
void read(ByteReader &in, Edit &item);

// An element of a list, an optional and a shared part are written alike wherever they stand.
template <typename T>
void write(ByteWriter &out, const std::vector<T> &items);
template <typename T>
void read(ByteReader &in, std::vector<T> &items);
template <typename T>
void write(ByteWriter &out, const std::optional<T> &item);
template <typename T>
void read(ByteReader &in, std::optional<T> &item);

template <typename T>
requires std::is_enum_v<T>
void write(ByteWriter &out, T value)
{
    out.u8(static_cast<std::uint8_t>(value));
}

template <typename T>
requires std::is_enum_v<T>
constexpr std::uint8_t highest();
template <>
constexpr std::uint8_t highest<OpKind>()
{
    return static_cast<std::uint8_t>(OpKind::Restore);
}
template <>
constexpr std::uint8_t highest<OutcomeKind>()
{
    return static_cast<std::uint8_t>(OutcomeKind::Rejected);
}
template <>
constexpr std::uint8_t highest<ErrorCode>()
{
    return static_cast<std::uint8_t>(ErrorCode::Internal);
}

template <typename T>
requires std::is_enum_v<T>
void read(ByteReader &in, T &value)
{
    const std::uint8_t number = in.u8();
    if (number > highest<T>())
        in.fail();
    else
        value = static_cast<T>(number);
}

void write(ByteWriter &out, const std::shared_ptr<const std::string> &part)
{
    out.text(*part);
}

void read(ByteReader &in, std::shared_ptr<const std::string> &part)
{
    part = std::make_shared<const std::string>(in.text());
}

void write(ByteWriter &out, const Value &value)
{
    out.u8(static_cast<std::uint8_t>(value.index()));
    if (const auto *number = std::get_if<std::int64_t>(&value))
        out.zigzag(*number);
    else if (const auto *text = std::get_if<std::string>(&value))
        out.text(*text);
    else if (const auto *id = std::get_if<Uuid>(&value))
        out.uuid(*id);
}

void read(ByteReader &in, Value &value)
{
    switch (in.u8()) {
    case 0:
        value = std::monostate();
        break;
    case 1:
        value = in.zigzag();
        break;
    case 2:
        value = std::string(in.text());
        break;
    case 3:
        value = in.uuid();
        break;
    default:
        in.fail();
    }
}

void read(ByteReader &in, std::uint16_t &value)
{
    const std::uint64_t number = in.varint();
    if (number > 0xFFFFu)
        in.fail();
    value = static_cast<std::uint16_t>(number);
}

void read(ByteReader &in, std::uint32_t &value)
{
    const std::uint64_t number = in.varint();
    if (number > 0xFFFFFFFFu)
        in.fail();
    value = static_cast<std::uint32_t>(number);
}

// The fields of each type, in the order in which they travel. A new field goes to the end, under a new protocol
// version. Error::detail and Edit::title stay at home.
template <typename Visit, typename T>
void eachField(Visit &&visit, T &item)
{
    using Type = std::remove_const_t<T>;
    if constexpr (std::is_same_v<Type, Error>)
        visit(item.code, item.key, item.field);
    else if constexpr (std::is_same_v<Type, FieldChange>)
        visit(item.column, item.path, item.was, item.now);
    else if constexpr (std::is_same_v<Type, Op>)
        visit(item.table, item.id, item.kind, item.fields);
    else if constexpr (std::is_same_v<Type, Guard>)
        visit(item.table, item.id, item.column, item.expected, item.otherwise);
    else if constexpr (std::is_same_v<Type, Command>)
        visit(item.name, item.args);
    else if constexpr (std::is_same_v<Type, Edit>)
        visit(item.ops, item.guards, item.command, item.group);
    else if constexpr (std::is_same_v<Type, Mutation>)
        visit(item.seq, item.id, item.clientTime, item.dependsOn, item.edit);
    else if constexpr (std::is_same_v<Type, FieldConflict>)
        visit(item.table, item.id, item.column, item.was, item.mine, item.theirs, item.by, item.at);
    else if constexpr (std::is_same_v<Type, RowRev>)
        visit(item.table, item.id, item.rev);
    else if constexpr (std::is_same_v<Type, Outcome>)
        visit(item.seq, item.mutationId, item.kind, item.revs, item.conflicts, item.error, item.otherId);
    else if constexpr (std::is_same_v<Type, HeldScope>)
        visit(item.id, item.cursor);
    else if constexpr (std::is_same_v<Type, Hello>)
        visit(item.protocol, item.generation, item.clientId, item.incarnation, item.port, item.epoch,
              item.aclHash, item.lastSeq, item.scopes, item.appVersion);
    else if constexpr (std::is_same_v<Type, LoadItem>)
        visit(item.scope, item.table, item.after);
    else if constexpr (std::is_same_v<Type, Load>)
        visit(item.items, item.pageRows, item.credit);
    else if constexpr (std::is_same_v<Type, Credit>)
        visit(item.pages);
    else if constexpr (std::is_same_v<Type, Subscribe>)
        visit(item.scopes);
    else if constexpr (std::is_same_v<Type, Push>)
        visit(item.mutations);
    else if constexpr (std::is_same_v<Type, Ping>)
        visit(item.token);
    else if constexpr (std::is_same_v<Type, DigestRange>)
        visit(item.scope, item.table, item.first, item.last);
    else if constexpr (std::is_same_v<Type, DigestRequest>)
        visit(item.ranges);
    else if constexpr (std::is_same_v<Type, RowsRequest>)
        visit(item.range);
    else if constexpr (std::is_same_v<Type, Presence>)
        visit(item.table, item.id, item.joined);
    else if constexpr (std::is_same_v<Type, GrantedScope>)
        visit(item.id, item.cls, item.resume, item.rows);
    else if constexpr (std::is_same_v<Type, Welcome>)
        visit(item.protocol, item.generation, item.epoch, item.serverTime, item.userId, item.isSuperAdmin,
              item.aclHash, item.permissions, item.scopes, item.lastSeq, item.leaseHours);
    else if constexpr (std::is_same_v<Type, Page>)
        visit(item.scope, item.table, item.cursor, item.rows, item.last, item.done);
    else if constexpr (std::is_same_v<Type, Tombstone>)
        visit(item.table, item.id, item.rev);
    else if constexpr (std::is_same_v<Type, ScopeDelta>)
        visit(item.scope, item.upserts, item.deletes);
    else if constexpr (std::is_same_v<Type, Delta>)
        visit(item.to, item.advanced, item.parts, item.last);
    else if constexpr (std::is_same_v<Type, Reload>)
        visit(item.scopes);
    else if constexpr (std::is_same_v<Type, Outcomes>)
        visit(item.outcomes);
    else if constexpr (std::is_same_v<Type, Pong>)
        visit(item.token, item.serverTime);
    else if constexpr (std::is_same_v<Type, RangeDigest>)
        visit(item.range, item.count, item.sum);
    else if constexpr (std::is_same_v<Type, Digest>)
        visit(item.cursor, item.ranges);
    else if constexpr (std::is_same_v<Type, Rows>)
        visit(item.range, item.rows);
    else if constexpr (std::is_same_v<Type, Event>)
        visit(item.name, item.payload);
    else if constexpr (std::is_same_v<Type, Bye>)
        visit(item.error, item.retryAfterMs);
    else
        static_assert(sizeof(Type) == 0, "a type without a list of fields");
}

template <typename T>
void writeFields(ByteWriter &out, const T &item)
{
    eachField([&out](const auto &...field) { (write(out, field), ...); }, item);
}

template <typename T>
void readFields(ByteReader &in, T &item)
{
    eachField([&in](auto &...field) { (read(in, field), ...); }, item);
}

template <typename T>
void write(ByteWriter &out, const std::vector<T> &items)
{
    out.varint(items.size());
    for (const T &item : items)
        write(out, item);
}

template <typename T>
void read(ByteReader &in, std::vector<T> &items)
{
    const std::size_t count = in.count(smallest<T>());
    items.clear();
    for (std::size_t i = 0; i < count && in.ok(); ++i)
        read(in, items.emplace_back());
}

template <typename T>
void write(ByteWriter &out, const std::optional<T> &item)
{
    out.flag(item.has_value());
    if (item)
        write(out, *item);
}

template <typename T>
void read(ByteReader &in, std::optional<T> &item)
{
    item.reset();
    if (in.flag())
        read(in, item.emplace());
}

void write(ByteWriter &out, const Error &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Error &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const FieldChange &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, FieldChange &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Op &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Op &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Guard &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Guard &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Command &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Command &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Edit &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Edit &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Mutation &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Mutation &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const FieldConflict &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, FieldConflict &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const RowRev &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, RowRev &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Outcome &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Outcome &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const HeldScope &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, HeldScope &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Hello &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Hello &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const LoadItem &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, LoadItem &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Load &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Load &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Credit &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Credit &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Subscribe &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Subscribe &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Push &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Push &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Ping &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Ping &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const DigestRange &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, DigestRange &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const DigestRequest &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, DigestRequest &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const RowsRequest &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, RowsRequest &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Presence &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Presence &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const GrantedScope &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, GrantedScope &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Welcome &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Welcome &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Page &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Page &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Tombstone &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Tombstone &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const ScopeDelta &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, ScopeDelta &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Delta &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Delta &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Reload &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Reload &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Outcomes &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Outcomes &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Pong &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Pong &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const RangeDigest &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, RangeDigest &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Digest &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Digest &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Rows &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Rows &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Event &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Event &item)
{
    readFields(in, item);
}

void write(ByteWriter &out, const Bye &item)
{
    writeFields(out, item);
}

void read(ByteReader &in, Bye &item)
{
    readFields(in, item);
}

} // namespace nimara::sync
