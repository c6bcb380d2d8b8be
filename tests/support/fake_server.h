#pragma once

#include "sync/service/http_client.h"
#include "tests/support/test_identity.h"

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSslServer>
#include <QWebSocket>
#include <QWebSocketServer>

#include <functional>
#include <vector>

// A server of one port over real TLS: HTTP requests are answered by a function, WebSockets are handed to another.
class FakeServer : public QObject
{
    Q_OBJECT

public:
    struct Request
    {
        QByteArray method;
        QByteArray path;
        QByteArray token;
        QByteArray body;
    };
    struct Answer
    {
        int status = 200;
        QByteArray body = "{}";
        QByteArray headers = {}; // whole lines, each with its end
        bool silent = false;     // never answers
    };

    explicit FakeServer(TestIdentity identity = TestIdentity::make(), QObject *parent = nullptr);

    // As a client that was paired with it sees it.
    nimara::sync::ServerEndpoint endpoint() const;
    const TestIdentity &identity() const { return m_identity; }

    std::function<Answer(const Request &)> answer = [](const Request &) { return Answer(); };
    // Empty: upgrades are answered by `answer`, like any request.
    std::function<void(QWebSocket *)> socketOpened;

    const std::vector<Request> &requests() const { return m_requests; }
    QList<QPointer<QWebSocket>> sockets;
    // Closes every WebSocket with a code, also one of those that Qt's enum does not name.
    void closeSockets(int code);
    // Breaks every connection, as a pulled cable does, but at once.
    void cut();
    // No new connection is taken until resume().
    void pause();
    void resume();

private:
    void accept();
    void read(QSslSocket *socket);

    TestIdentity m_identity;
    std::vector<Request> m_requests;
    QList<QPointer<QSslSocket>> m_connections;
    QHash<QSslSocket *, QByteArray> m_partial;
    quint16 m_port = 0;
    // Their sockets speak to the members above while they die.
    QSslServer m_tcp;
    QWebSocketServer m_webSockets;
};
