#pragma once

#include "sync/service/http_client.h"

#include <QByteArray>
#include <QObject>
#include <QWebSocket>

#include <chrono>
#include <cstdint>
#include <functional>

namespace nimara::sync {

// The one WebSocket to the server: bytes in, bytes out. It never connects again by itself; the engine decides when.
// Links are numbered, so that what an old one still had under way is told from the news of the present one.
//
// All members may be called from any thread; the work is done on the thread this object lives in, where the listener
// is called, too.
class SocketLink : public QObject
{
    Q_OBJECT

public:
    using Number = std::uint64_t;

    class Listener
    {
    public:
        virtual ~Listener() = default;
        virtual void linkUp(Number link) = 0;
        // Once a link, last. `retryAfter` is what the server asked for; zero: nothing.
        virtual void linkDown(Number link, Error why, std::chrono::milliseconds retryAfter) = 0;
        virtual void linkFrame(Number link, QByteArray bytes) = 0;
    };

    // The client asks why by a plain request, when the server refuses the upgrade: QWebSocket does not tell. Both
    // outlive this.
    SocketLink(Listener &listener, HttpClient &http, QObject *parent = nullptr);
    ~SocketLink() override;

    void open(Number link, ServerEndpoint server, QByteArray token);
    void send(Number link, QByteArray frame);
    // Nothing more is heard of the link.
    void close(Number link);
    // The listener is about to go. Returns when it will not be called any more; never from this object's own thread.
    void silence();

private:
    void connectTo(Number link, const ServerEndpoint &server, const QByteArray &token);
    void drop();
    void onSslErrors(const QList<QSslError> &faults);
    void onConnected();
    void onError(QAbstractSocket::SocketError fault);
    void onDisconnected();
    void askWhy();
    void fail(Error why, std::chrono::milliseconds retryAfter = {});

    Listener *m_listener;
    HttpClient &m_http;
    QWebSocket *m_socket = nullptr;
    Number m_link = 0; // 0: none
    ServerEndpoint m_server;
    QByteArray m_token;
    bool m_connected = false;
    bool m_asking = false;
};

} // namespace nimara::sync
