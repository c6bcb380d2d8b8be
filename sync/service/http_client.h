#pragma once

#include "models/domain/pairing.h"

#include <QByteArray>
#include <QFuture>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QObject>
#include <QUrl>

#include <chrono>
#include <memory>
#include <string>

namespace nimara::sync {

// Where a server is and how it proves itself.
struct ServerEndpoint
{
    ServerAddress address;
    std::string spki;   // pinned; empty: authorities
    bool plain = false; // no TLS: only to a loopback address, for tests on one machine

    bool operator==(const ServerEndpoint &) const = default;
};
QUrl urlOf(const ServerEndpoint &server, QStringView scheme, QStringView path);
// Invalid ("net.plain_refused") for a plain connection that leaves this computer.
Result<Done> checkEndpoint(const ServerEndpoint &server);

struct HttpRequest
{
    ServerEndpoint server;
    QByteArray method = "GET";
    QString path; // "/api/auth/me", with query
    QByteArray body = {};
    QByteArray token = {};
    std::chrono::milliseconds timeout = std::chrono::seconds(20);
    qint64 replyLimit = 4 * 1024 * 1024;
    bool acceptAnyPeer =
        false; // to ask a server who it is: whatever proof it shows is told, nothing secret is sent
};

struct HttpReply
{
    int status = 0;
    QByteArray body;
    QByteArray contentType;
    int retryAfterSeconds = 0; // of Retry-After or X-RateLimit-Reset; 0: not said
    std::string peerSpki;
    bool peerTrusted = false; // by an authority
};

// What a transport fault means to people: net.unreachable, net.unknown_host, net.timeout …
Error transportError(QNetworkReply::NetworkError fault, const QString &detail);

// HTTPS with time limits and bounded answers. Redirections are not followed. Any HTTP status is an answer; an Error
// means that none came, or none that may be trusted. send() may be called from any thread; the work is done on the
// thread this object lives in.
class HttpClient : public QObject
{
    Q_OBJECT

public:
    explicit HttpClient(QObject *parent = nullptr);

    QFuture<Result<HttpReply>> send(HttpRequest request);

private:
    void start(const HttpRequest &request, const std::shared_ptr<struct HttpExchange> &exchange);

    QNetworkAccessManager *m_network = nullptr; // made on our own thread
    ServerEndpoint m_lastServer;
    bool m_lastAcceptedAny = false;
};

} // namespace nimara::sync
