#include "tests/support/fake_server.h"

#include <QHostAddress>
#include <QSslConfiguration>
#include <QSslSocket>

namespace {

QByteArray headerOf(const QByteArray &head, const QByteArray &name)
{
    for (const QByteArray &line : head.split('\n')) {
        if (line.toLower().startsWith(name + ':'))
            return line.mid(name.size() + 1).trimmed();
    }
    return {};
}

} // namespace

FakeServer::FakeServer(TestIdentity identity, QObject *parent)
    : QObject(parent), m_identity(std::move(identity)),
      m_webSockets(QStringLiteral("fake"), QWebSocketServer::NonSecureMode)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(m_identity.certificate);
    tls.setPrivateKey(m_identity.key);
    tls.setProtocol(QSsl::TlsV1_3OrLater);
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    m_tcp.setSslConfiguration(tls);
    connect(&m_tcp, &QSslServer::pendingConnectionAvailable, this, &FakeServer::accept);
    connect(&m_webSockets, &QWebSocketServer::newConnection, this, [this] {
        QWebSocket *socket = m_webSockets.nextPendingConnection();
        socket->setParent(&m_webSockets); // Qt leaves it without one
        sockets.append(socket);
        if (socketOpened)
            socketOpened(socket);
    });
    m_tcp.listen(QHostAddress::LocalHost);
    m_port = m_tcp.serverPort();
}

nimara::sync::ServerEndpoint FakeServer::endpoint() const
{
    return {{"127.0.0.1", m_port}, m_identity.spki, false};
}

void FakeServer::accept()
{
    while (auto *socket = qobject_cast<QSslSocket *>(m_tcp.nextPendingConnection())) {
        m_connections.append(socket);
        connect(socket, &QSslSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QObject::destroyed, this, [this, socket] { m_partial.remove(socket); });
        if (socket->bytesAvailable() > 0)
            read(socket);
    }
}

void FakeServer::read(QSslSocket *socket)
{
    const QByteArray seen = socket->peek(64 * 1024);
    const bool upgrade = seen.contains("Upgrade: websocket") || seen.contains("Upgrade: Websocket");
    if (upgrade && socketOpened) {
        if (!seen.contains("\r\n\r\n"))
            return;
        m_requests.push_back({"GET", seen.split(' ').value(1), headerOf(seen, "authorization").mid(7), {}});
        socket->disconnect(this);
        m_webSockets.handleConnection(socket);
        emit socket->readyRead();
        return;
    }
    QByteArray &data = m_partial[socket];
    data += socket->readAll();
    const qsizetype end = data.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    const QByteArray head = data.left(end);
    const qsizetype length = headerOf(head, "content-length").toLongLong();
    if (data.size() < end + 4 + length)
        return;
    const Request request{head.split(' ').value(0), head.split(' ').value(1),
                          headerOf(head, "authorization").mid(7), data.mid(end + 4, length)};
    data.clear();
    m_requests.push_back(request);
    const Answer reply = answer(request);
    if (reply.silent)
        return;
    socket->write("HTTP/1.1 " + QByteArray::number(reply.status) +
                  " X\r\nContent-Length: " + QByteArray::number(reply.body.size()) +
                  "\r\nConnection: close\r\n" + reply.headers + "\r\n" + reply.body);
    socket->disconnectFromHost();
}

void FakeServer::closeSockets(int code)
{
    for (const QPointer<QWebSocket> &socket : std::as_const(sockets)) {
        if (socket)
            socket->close(static_cast<QWebSocketProtocol::CloseCode>(code));
    }
}

void FakeServer::cut()
{
    for (const QPointer<QSslSocket> &socket : std::as_const(m_connections)) {
        if (socket)
            socket->abort();
    }
    m_connections.clear();
    sockets.clear();
}

void FakeServer::pause()
{
    m_tcp.close();
}

void FakeServer::resume()
{
    m_tcp.listen(QHostAddress::LocalHost, m_port);
}
