#include "tests/sync/protocol/random_messages.h"

#include "models/schema/tables/clients.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/row_block.h"

#include <limits>

namespace nimara::sync::test {

using schema::Clients;

std::string RandomMessages::text()
{
    // Sometimes long enough to be compressed, and any byte.
    std::string text(m_rng.below(m_rng.oneIn(10) ? 2000 : 12), '\0');
    for (char &c : text)
        c = static_cast<char>(m_rng.below(m_rng.oneIn(3) ? 256 : 30));
    return text;
}

Uuid RandomMessages::uuid()
{
    if (m_rng.oneIn(6))
        return {};
    Uuid::Bytes bytes;
    for (std::uint8_t &byte : bytes)
        byte = static_cast<std::uint8_t>(m_rng.next());
    return Uuid(bytes);
}

std::int64_t RandomMessages::number()
{
    switch (m_rng.below(5)) {
    case 0:
        return std::numeric_limits<std::int64_t>::min();
    case 1:
        return std::numeric_limits<std::int64_t>::max();
    case 2:
        return static_cast<std::int64_t>(m_rng.next());
    default:
        return static_cast<std::int64_t>(m_rng.below(1000)) - 500;
    }
}

Value RandomMessages::value()
{
    switch (m_rng.below(4)) {
    case 0:
        return {};
    case 1:
        return number();
    case 2:
        return text();
    default:
        return uuid();
    }
}

Op RandomMessages::op()
{
    return {table(), uuid(), static_cast<OpKind>(m_rng.below(4)), some([this] {
                return FieldChange{text(), text(), value(), value()};
            })};
}

Error RandomMessages::error()
{
    // The detail stays at home.
    return {static_cast<ErrorCode>(m_rng.below(13)), text(), text(), {}};
}

DigestRange RandomMessages::range()
{
    return {uuid(), table(), uuid(), uuid()};
}

HeldScope RandomMessages::held()
{
    return {uuid(), text()};
}

Mutation RandomMessages::mutation()
{
    Mutation mutation;
    mutation.seq = m_rng.next();
    mutation.id = uuid();
    mutation.clientTime = instant();
    mutation.dependsOn = some([this] { return m_rng.next(); });
    mutation.edit.ops = some([this] { return op(); });
    mutation.edit.guards = some([this] {
        return Guard{table(), uuid(), text(), value(), some([this] { return op(); })};
    });
    if (flag())
        mutation.edit.command = Command{text(), text()};
    mutation.edit.group = uuid();
    return mutation;
}

Outcome RandomMessages::outcome()
{
    Outcome outcome;
    outcome.seq = m_rng.next();
    outcome.mutationId = uuid();
    outcome.kind = static_cast<OutcomeKind>(m_rng.below(4));
    outcome.revs = some([this] { return RowRev{table(), uuid(), number()}; });
    outcome.conflicts = some([this] {
        return FieldConflict{table(), uuid(), text(), value(), value(), value(), uuid(), instant()};
    });
    outcome.error = error();
    outcome.otherId = uuid();
    return outcome;
}

RowBlock RandomMessages::rowBlock()
{
    RowBlockWriter writer(Clients::table);
    for (std::uint64_t rows = m_rng.below(30); rows > 0; --rows) {
        Row row(Clients::table);
        row.rev = number();
        for (const ColumnInfo &column : Clients::table.columns) {
            if (column.index != 0 && m_rng.oneIn(3))
                continue;
            switch (shapeOf(column.type)) {
            case Shape::Integer:
                row.setValue(column.index, number());
                break;
            case Shape::Text:
                row.setValue(column.index, text());
                break;
            case Shape::Uuid:
                row.setValue(column.index, uuid());
                break;
            }
        }
        writer.add(row);
    }
    return writer.finish();
}

ScopeDelta RandomMessages::scopeDelta()
{
    return {uuid(), some([this] { return rowBlock(); }), some([this] {
                return Tombstone{table(), uuid(), number()};
            })};
}

ClientMessage RandomMessages::client(std::size_t kind)
{
    switch (kind) {
    case 0: {
        Hello hello;
        hello.protocol = static_cast<std::uint32_t>(m_rng.next());
        hello.generation = static_cast<std::uint32_t>(m_rng.below(9));
        hello.clientId = uuid();
        hello.incarnation = uuid();
        hello.port = uuid();
        hello.epoch = text();
        hello.aclHash = uuid();
        hello.lastSeq = m_rng.next();
        hello.scopes = some([this] { return held(); });
        hello.appVersion = text();
        return hello;
    }
    case 1:
        return Load{some([this] {
                        return LoadItem{uuid(), table(), uuid()};
                    }),
                    static_cast<std::uint32_t>(m_rng.next()), static_cast<std::uint32_t>(m_rng.below(100))};
    case 2:
        return Credit{static_cast<std::uint32_t>(m_rng.next())};
    case 3:
        return Subscribe{some([this] { return held(); })};
    case 4:
        return Push{some([this] { return mutation(); })};
    case 5:
        return Ping{m_rng.next()};
    case 6:
        return DigestRequest{some([this] { return range(); })};
    case 7:
        return RowsRequest{range()};
    default:
        return Presence{table(), uuid(), flag()};
    }
}

ServerMessage RandomMessages::server(std::size_t kind)
{
    switch (kind) {
    case 0: {
        Welcome welcome;
        welcome.protocol = static_cast<std::uint32_t>(m_rng.next());
        welcome.generation = static_cast<std::uint32_t>(m_rng.below(9));
        welcome.epoch = text();
        welcome.serverTime = instant();
        welcome.userId = uuid();
        welcome.isSuperAdmin = flag();
        welcome.aclHash = uuid();
        welcome.permissions = text();
        welcome.scopes = some([this] { return GrantedScope{uuid(), text(), flag(), number()}; });
        welcome.lastSeq = m_rng.next();
        welcome.leaseHours = static_cast<std::uint32_t>(m_rng.next());
        return welcome;
    }
    case 1:
        return Page{uuid(), table(), text(), rowBlock(), uuid(), flag()};
    case 2:
        return Delta{text(), some([this] { return uuid(); }), some([this] {
                         return std::make_shared<const std::string>(encodeScopeDelta(scopeDelta()));
                     }),
                     flag()};
    case 3:
        return Reload{some([this] { return uuid(); })};
    case 4:
        return Outcomes{some([this] { return outcome(); })};
    case 5:
        return Pong{m_rng.next(), instant()};
    case 6:
        return Digest{text(), some([this] { return RangeDigest{range(), m_rng.next(), m_rng.next()}; })};
    case 7:
        return Rows{range(), rowBlock()};
    case 8:
        return Event{text(), text()};
    default:
        return Bye{error(), static_cast<std::uint32_t>(m_rng.next())};
    }
}

} // namespace nimara::sync::test
