#include "sync/service/socket_link.h"

#include "models/domain/sign_in_errors.h"
#include "models/store/when_done.h"
#include "sync/protocol/messages.h"
#include "sync/service/server_api.h"
#include "sync/service/tls_trust.h"

#include <QNetworkRequest>
#include <QSslSocket>

namespace nimara::sync {

namespace {

const QString syncPath = QStringLiteral("/api/sync");

// Close codes of the server beyond those of the standard.
constexpr int sessionEnded = 4401;
constexpr int tooSlow = 4408;

Error closeError(int code, const QString &reason)
{
    const std::string detail = std::to_string(code) + " " + reason.toStdString();
    switch (code) {
    case sessionEnded:
        return {ErrorCode::Unauthenticated, std::string(signin::revoked), {}, detail};
    case QWebSocketProtocol::CloseCodeProtocolError:
    case QWebSocketProtocol::CloseCodeTooMuchData:
        return {ErrorCode::Protocol, "protocol.closed", {}, detail};
    case tooSlow:
    case QWebSocketProtocol::CloseCodeGoingAway:
    default:
        return {ErrorCode::Offline, std::string(signin::unreachable), {}, detail};
    }
}

Error socketError(QAbstractSocket::SocketError fault, const QString &detail)
{
    std::string_view key = signin::unreachable;
    if (fault == QAbstractSocket::HostNotFoundError)
        key = signin::unknownHost;
    else if (fault == QAbstractSocket::SocketTimeoutError)
        key = signin::timeout;
    else if (fault == QAbstractSocket::SslHandshakeFailedError)
        key = signin::notNimara;
    return {ErrorCode::Offline, std::string(key), {}, detail.toStdString()};
}

} // namespace

SocketLink::SocketLink(Listener &listener, HttpClient &http, QObject *parent)
    : QObject(parent), m_listener(&listener), m_http(http)
{}

SocketLink::~SocketLink()
{
    drop();
}

void SocketLink::open(Number link, ServerEndpoint server, QByteArray token)
{
    QMetaObject::invokeMethod(this, [this, link, server = std::move(server), token = std::move(token)] {
        connectTo(link, server, token);
    });
}

void SocketLink::send(Number link, QByteArray frame)
{
    QMetaObject::invokeMethod(this, [this, link, frame = std::move(frame)] {
        if (link == m_link && m_connected)
            m_socket->sendBinaryMessage(frame);
    });
}

void SocketLink::close(Number link)
{
    QMetaObject::invokeMethod(this, [this, link] {
        if (link == m_link)
            drop();
    });
}

void SocketLink::silence()
{
    const auto end = [this] {
        drop();
        m_listener = nullptr;
    };
    QMetaObject::invokeMethod(this, end, Qt::BlockingQueuedConnection);
}

void SocketLink::connectTo(Number link, const ServerEndpoint &server, const QByteArray &token)
{
    drop();
    if (!m_listener)
        return;
    m_link = link;
    m_server = server;
    m_token = token;
    if (const auto fits = checkEndpoint(server); !fits) {
        fail(fits.error());
        return;
    }
    m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    m_socket->setMaxAllowedIncomingFrameSize(maxFrameBytes);
    m_socket->setMaxAllowedIncomingMessageSize(maxFrameBytes);
    connect(m_socket, &QWebSocket::connected, this, &SocketLink::onConnected);
    connect(m_socket, &QWebSocket::disconnected, this, &SocketLink::onDisconnected);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(m_socket, &QWebSocket::errorOccurred, this, &SocketLink::onError);
#else
    connect(m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this,
            &SocketLink::onError);
#endif
    connect(m_socket, &QWebSocket::sslErrors, this, &SocketLink::onSslErrors);
    connect(m_socket, &QWebSocket::binaryMessageReceived, this,
            [this](const QByteArray &message) { m_listener->linkFrame(m_link, message); });

    QNetworkRequest request(urlOf(server, server.plain ? u"ws" : u"wss", syncPath));
    request.setRawHeader("Authorization", "Bearer " + token);
    request.setRawHeader("User-Agent", "PortNimara/" NIMARA_VERSION);
    if (!server.plain)
        m_socket->setSslConfiguration(tlsConfiguration(server.spki));
    m_socket->open(request);
}

void SocketLink::drop()
{
    const bool connected = std::exchange(m_connected, false);
    m_link = 0;
    m_asking = false;
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    // Takes leave where the line is good; what never was a link is broken off, before it says anything more.
    if (connected)
        m_socket->close();
    else
        m_socket->abort();
    m_socket->deleteLater();
    m_socket = nullptr;
}

// Called before the token is sent: a peer that is not the right one never sees it.
void SocketLink::onSslErrors(const QList<QSslError> &faults)
{
    const auto *tls = m_socket->findChild<QSslSocket *>();
    const QSslCertificate peer = tls ? tls->peerCertificate() : faults.value(0).certificate();
    if (const auto judged = judgePeer(m_server.spki, peer, faults); !judged)
        fail(judged.error());
    else
        m_socket->ignoreSslErrors();
}

void SocketLink::onConnected()
{
    m_connected = true;
    if (auto *tcp = m_socket->findChild<QAbstractSocket *>())
        tcp->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_listener->linkUp(m_link);
}

void SocketLink::onError(QAbstractSocket::SocketError fault)
{
    if (m_link == 0 || m_connected || m_asking)
        return; // onDisconnected() tells why
    // Qt gives one and the same error for a closed door and for an answer other than "101 Switching Protocols".
    const auto *tcp = m_socket->findChild<QAbstractSocket *>();
    const bool reached = tcp && tcp->peerPort() != 0 && tcp->state() == QAbstractSocket::ConnectedState;
    if (fault == QAbstractSocket::ConnectionRefusedError && reached)
        askWhy();
    else
        fail(socketError(fault, m_socket->errorString()));
}

void SocketLink::onDisconnected()
{
    if (m_link == 0 || m_asking)
        return;
    if (m_connected)
        fail(closeError(m_socket->closeCode(), m_socket->closeReason()));
    else
        askWhy();
}

void SocketLink::askWhy()
{
    m_asking = true;
    HttpRequest request{.server = m_server, .path = syncPath, .token = m_token};
    whenDone(m_http.send(std::move(request)), this, [this, link = m_link](const Result<HttpReply> &reply) {
        if (link != m_link)
            return;
        if (!reply)
            return fail(reply.error());
        const auto api = apiResult(*reply);
        // Nothing speaks against it by now.
        if (api || api.error().key == signin::upgrade)
            return fail(
                {ErrorCode::Offline, std::string(signin::unreachable), {}, "the upgrade was refused"});
        fail(api.error(), std::chrono::seconds(reply->retryAfterSeconds));
    });
}

void SocketLink::fail(Error why, std::chrono::milliseconds retryAfter)
{
    const Number link = m_link;
    drop();
    if (link != 0)
        m_listener->linkDown(link, std::move(why), retryAfter);
}

} // namespace nimara::sync
