#pragma once

#include "models/schema/row.h"
#include "sync/protocol/codec.h"
#include "tests/support/fake_server.h"
#include "tests/sync/support/sync_words.h"

#include <QObject>

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace nimara::sync::test {

// The server's side of the sync socket, as a small program over the real codec: clients of one or more ports in memory,
// every edit applied as it comes, every change told to all. Rights and rules are not its business.
class ScriptedSync : public QObject
{
    Q_OBJECT

public:
    explicit ScriptedSync(FakeServer &server);

    // A client of the port, as if another user had made or changed it.
    void put(const Uuid &port, Row client);
    const Row *find(const Uuid &port, const Uuid &id) const;

    bool holdOutcomes = false;
    void release();
    std::string rejectWith; // not empty: edits are refused with this key
    PermissionSet permissions = PermissionSet::all();
    std::uint32_t leaseHours = 72;

    struct Received
    {
        QByteArray token;
        Uuid port;
        Mutation mutation;
    };
    std::vector<Received> received;
    int hellos = 0;
    // Tells everybody that they may do something else now.
    void changeRights(const PermissionSet &to);

private:
    struct Channel
    {
        QPointer<QWebSocket> socket;
        QByteArray token;
        std::uint8_t number = 0;
        Hello hello;
        std::map<ScopeId, bool> subscribed;
    };
    struct Kept
    {
        std::uint64_t lastSeq = 0;
        std::map<std::uint64_t, Outcome> outcomes;
    };

    void onFrame(QWebSocket *socket, const QByteArray &token, const QByteArray &bytes);
    void on(Channel &channel, const Hello &message);
    void on(Channel &channel, const Load &message);
    void on(Channel &channel, const Subscribe &message);
    void on(Channel &channel, const Push &message);
    void on(Channel &channel, const Ping &message);
    template <typename Message>
    void on(Channel &, const Message &)
    {}
    void send(const Channel &channel, const ServerMessage &message);
    Welcome welcomeFor(const Channel &channel);
    Outcome apply(const Channel &channel, const Mutation &mutation);
    void tell(const Uuid &port, const Row &row);
    static TestScope scope(const Uuid &port, const std::string &cls);
    Cursor cursor() const { return "c" + std::to_string(m_rev); }

    FakeServer &m_server;
    std::map<std::pair<QWebSocket *, std::uint8_t>, Channel> m_channels;
    std::map<Uuid, std::map<Uuid, Row>> m_clients;
    std::map<std::pair<Uuid, Uuid>, Kept> m_kept; // by client and incarnation
    std::vector<std::pair<std::pair<QWebSocket *, std::uint8_t>, Outcomes>> m_held;
    std::int64_t m_rev = 1;
};

} // namespace nimara::sync::test
