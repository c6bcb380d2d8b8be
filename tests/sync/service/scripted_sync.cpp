#include "tests/sync/service/scripted_sync.h"

#include "models/domain/scopes.h"
#include "models/schema/tables/all.h"

namespace nimara::sync::test {

using schema::Clients;

ScriptedSync::ScriptedSync(FakeServer &server) : m_server(server)
{
    server.socketOpened = [this](QWebSocket *socket) {
        const QByteArray token = m_server.requests().back().token;
        connect(socket, &QWebSocket::binaryMessageReceived, this,
                [this, socket, token](const QByteArray &bytes) { onFrame(socket, token, bytes); });
        connect(socket, &QObject::destroyed, this, [this, socket] {
            std::erase_if(m_channels, [socket](const auto &each) { return each.first.first == socket; });
        });
    };
}

TestScope ScriptedSync::scope(const Uuid &port, const std::string &cls)
{
    ScopeKey key{port, cls};
    if (cls == "user")
        key.member = userId;
    return {scopeId(key), cls};
}

void ScriptedSync::onFrame(QWebSocket *socket, const QByteArray &token, const QByteArray &bytes)
{
    const auto frame = decodeClient(std::string_view(bytes.constData(), std::size_t(bytes.size())));
    if (!frame) {
        qWarning("a frame that cannot be read: %s", frame.error().detail.c_str());
        return;
    }
    Channel &channel = m_channels[{socket, frame->channel}];
    channel.socket = socket;
    channel.token = token;
    channel.number = frame->channel;
    std::visit([&](const auto &message) { on(channel, message); }, frame->message);
}

void ScriptedSync::send(const Channel &channel, const ServerMessage &message)
{
    if (channel.socket)
        channel.socket->sendBinaryMessage(QByteArray::fromStdString(encode(channel.number, message)));
}

Welcome ScriptedSync::welcomeFor(const Channel &channel)
{
    Welcome welcome;
    welcome.epoch = "epoch-1";
    welcome.userId = userId;
    welcome.permissions = permissions.toJson().dump();
    welcome.aclHash = Uuid::derived("acl", {}, permissions.canonical());
    welcome.leaseHours = leaseHours;
    welcome.serverTime = SystemClock().now();
    const bool user = channel.hello.port.isNil();
    for (const std::string &cls :
         user ? std::vector<std::string>{"user"} : std::vector<std::string>{"", "clients.view"}) {
        const TestScope each = scope(channel.hello.port, cls);
        const bool resume =
            std::any_of(channel.hello.scopes.begin(), channel.hello.scopes.end(),
                        [&](const HeldScope &held) { return held.id == each.id && !held.cursor.empty(); });
        welcome.scopes.push_back({each.id, cls, resume, std::int64_t(m_clients[channel.hello.port].size())});
    }
    welcome.lastSeq = m_kept[{channel.hello.clientId, channel.hello.incarnation}].lastSeq;
    return welcome;
}

void ScriptedSync::on(Channel &channel, const Hello &message)
{
    ++hellos;
    channel.hello = message;
    channel.subscribed.clear();
    send(channel, welcomeFor(channel));
}

void ScriptedSync::on(Channel &channel, const Load &message)
{
    for (const LoadItem &item : message.items) {
        const Table &table = *schema::findTable(item.table);
        std::vector<Row> rows;
        if (&table == &Clients::table && item.scope == scope(channel.hello.port, "clients.view").id) {
            for (const auto &[id, row] : m_clients[channel.hello.port]) {
                if (item.after < id)
                    rows.push_back(row);
            }
        }
        send(channel, pageOf({item.scope, {}}, table, rows, true, cursor()));
    }
}

// What changed since the cursor is not kept: the whole port is told again.
void ScriptedSync::on(Channel &channel, const Subscribe &message)
{
    for (const HeldScope &held : message.scopes) {
        channel.subscribed[held.id] = true;
        Change change{{held.id, {}}};
        if (held.id == scope(channel.hello.port, "clients.view").id) {
            for (const auto &[id, row] : m_clients[channel.hello.port])
                change.upserts.push_back(row);
        }
        send(channel, deltaOf(cursor(), {change}, {{held.id, {}}}));
    }
}

void ScriptedSync::on(Channel &channel, const Push &message)
{
    Kept &kept = m_kept[{channel.hello.clientId, channel.hello.incarnation}];
    Outcomes answer;
    for (const Mutation &mutation : message.mutations) {
        if (!kept.outcomes.contains(mutation.seq)) {
            received.push_back({channel.token, channel.hello.port, mutation});
            kept.outcomes[mutation.seq] = apply(channel, mutation);
            kept.lastSeq = std::max(kept.lastSeq, mutation.seq);
        }
        answer.outcomes.push_back(kept.outcomes[mutation.seq]);
    }
    if (holdOutcomes)
        m_held.push_back({{channel.socket, channel.number}, answer});
    else
        send(channel, answer);
}

void ScriptedSync::on(Channel &channel, const Ping &message)
{
    send(channel, Pong{message.token, SystemClock().now()});
}

void ScriptedSync::release()
{
    holdOutcomes = false;
    for (const auto &[key, outcomes] : std::exchange(m_held, {})) {
        if (const auto found = m_channels.find(key); found != m_channels.end())
            send(found->second, outcomes);
    }
}

Outcome ScriptedSync::apply(const Channel &channel, const Mutation &mutation)
{
    Outcome outcome;
    outcome.seq = mutation.seq;
    outcome.mutationId = mutation.id;
    if (!rejectWith.empty()) {
        outcome.kind = OutcomeKind::Rejected;
        outcome.error = {ErrorCode::Forbidden, rejectWith};
        return outcome;
    }
    for (const Op &op : mutation.edit.ops) {
        if (op.table != Clients::table.number)
            continue;
        Row &row = m_clients[channel.hello.port][op.id];
        if (!row.isValid())
            row = clientRow(0, 0);
        row.set(Clients::id, op.id);
        row.set(Clients::portId, channel.hello.port);
        for (const FieldChange &field : op.fields)
            row.setValue(field.column, field.now);
        row.rev = ++m_rev;
        outcome.revs.push_back({op.table, op.id, row.rev});
        tell(channel.hello.port, row);
    }
    return outcome;
}

void ScriptedSync::tell(const Uuid &port, const Row &row)
{
    const TestScope clients = scope(port, "clients.view");
    for (const auto &[key, channel] : m_channels) {
        if (channel.hello.port == port && channel.subscribed.contains(clients.id))
            send(channel, deltaOf(cursor(), {{clients, {row}}}, {clients}));
    }
}

void ScriptedSync::put(const Uuid &port, Row client)
{
    client.rev = ++m_rev;
    client.set(Clients::portId, port);
    tell(port, m_clients[port][client.id()] = client);
}

const Row *ScriptedSync::find(const Uuid &port, const Uuid &id) const
{
    const auto clients = m_clients.find(port);
    if (clients == m_clients.end())
        return nullptr;
    const auto found = clients->second.find(id);
    return found == clients->second.end() ? nullptr : &found->second;
}

void ScriptedSync::changeRights(const PermissionSet &to)
{
    permissions = to;
    for (const auto &[key, channel] : m_channels) {
        Welcome welcome = welcomeFor(channel);
        for (GrantedScope &scope : welcome.scopes)
            scope.resume = true;
        send(channel, welcome);
    }
}

} // namespace nimara::sync::test
