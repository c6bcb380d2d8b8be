#include "sync/service/http_client.h"

#include "models/domain/sign_in_errors.h"
#include "sync/service/promise.h"
#include "sync/service/tls_trust.h"

#include <QHostAddress>
#include <QNetworkRequest>
#include <QTimer>

namespace nimara::sync {

// One request on its way: what was judged of the peer, and why it was given up, which Qt tells as "cancelled".
struct HttpExchange
{
    SharedPromise<Result<HttpReply>> promise;
    HttpRequest request;
    HttpReply answer;
    std::optional<Error> fault;
};

namespace {

constexpr qint64 headerLimit = 64 * 1024;
constexpr int longestWait = 3600; // seconds

void giveUp(HttpExchange &exchange, QNetworkReply *reply, Error why)
{
    if (!exchange.fault)
        exchange.fault = std::move(why);
    reply->abort();
}

void judge(HttpExchange &exchange, QNetworkReply *reply, const QList<QSslError> &faults)
{
    const QSslCertificate peer = reply->sslConfiguration().peerCertificate();
    exchange.answer.peerSpki = spkiOf(peer);
    exchange.answer.peerTrusted = faults.isEmpty() && exchange.request.server.spki.empty();
    const auto judged = judgePeer(exchange.request.server.spki, peer, faults);
    if (!judged && !(exchange.request.acceptAnyPeer && exchange.request.server.spki.empty()))
        giveUp(exchange, reply, judged.error());
    else if (!faults.isEmpty())
        reply->ignoreSslErrors();
}

int secondsToWait(const QNetworkReply &reply)
{
    bool isNumber = false;
    const int after = reply.rawHeader("Retry-After").toInt(&isNumber);
    if (isNumber)
        return std::clamp(after, 0, longestWait);
    const int reset = reply.rawHeader(rateLimitResetHeader.data()).toInt(&isNumber);
    return isNumber ? std::clamp(reset, 0, longestWait) : 0;
}

void read(HttpExchange &exchange, QNetworkReply *reply)
{
    exchange.answer.body += reply->read(exchange.request.replyLimit + 1 - exchange.answer.body.size());
    if (exchange.answer.body.size() > exchange.request.replyLimit)
        giveUp(exchange, reply, {ErrorCode::TooLarge, "net.answer_too_large"});
}

void finish(HttpExchange &exchange, QNetworkReply *reply)
{
    reply->deleteLater();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (!exchange.fault && status == 0)
        exchange.fault = transportError(reply->error(), reply->errorString());
    if (exchange.fault) {
        exchange.promise.finish(std::move(*exchange.fault));
        return;
    }
    read(exchange, reply);
    exchange.answer.status = status;
    exchange.answer.contentType = reply->header(QNetworkRequest::ContentTypeHeader).toByteArray();
    exchange.answer.retryAfterSeconds = secondsToWait(*reply);
    exchange.promise.finish(std::move(exchange.answer));
}

QNetworkRequest networkRequest(const HttpRequest &request)
{
    QNetworkRequest out(urlOf(request.server, request.server.plain ? u"http" : u"https", request.path));
    out.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    out.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    out.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    // Inflating is Qt's own work and bounded by it; an answer that grows a hundredfold is refused.
    out.setDecompressedSafetyCheckThreshold(request.replyLimit);
    out.setTransferTimeout(static_cast<int>(request.timeout.count()));
    out.setRawHeader("Accept", "application/json");
    out.setRawHeader("User-Agent", "PortNimara/" NIMARA_VERSION);
    if (!request.body.isEmpty())
        out.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    if (!request.token.isEmpty())
        out.setRawHeader("Authorization", "Bearer " + request.token);
    if (!request.server.plain)
        out.setSslConfiguration(tlsConfiguration(request.server.spki));
    return out;
}

} // namespace

QUrl urlOf(const ServerEndpoint &server, QStringView scheme, QStringView path)
{
    QUrl url(path.toString());
    url.setScheme(scheme.toString());
    url.setHost(QString::fromStdString(server.address.host));
    url.setPort(server.address.port != 0 ? server.address.port : defaultServerPort);
    return url;
}

Result<Done> checkEndpoint(const ServerEndpoint &server)
{
    if (!server.plain)
        return Done{};
    const QString host = QString::fromStdString(server.address.host);
    if (host == u"localhost" || QHostAddress(host).isLoopback())
        return Done{};
    return Error{ErrorCode::Invalid, "net.plain_refused", "server"};
}

Error transportError(QNetworkReply::NetworkError fault, const QString &detail)
{
    std::string_view key = signin::unreachable;
    switch (fault) {
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::ProxyNotFoundError:
        key = signin::unknownHost;
        break;
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError:
        key = signin::timeout;
        break;
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::UnknownContentError:
    case QNetworkReply::SslHandshakeFailedError:
        key = signin::notNimara;
        break;
    default:
        break;
    }
    return {ErrorCode::Offline, std::string(key), {}, detail.toStdString()};
}

HttpClient::HttpClient(QObject *parent) : QObject(parent) {}

QFuture<Result<HttpReply>> HttpClient::send(HttpRequest request)
{
    if (const auto fits = checkEndpoint(request.server); !fits)
        return failedFuture<HttpReply>(fits.error());
    const auto exchange = std::make_shared<HttpExchange>();
    exchange->request = std::move(request);
    QMetaObject::invokeMethod(this, [this, exchange] { start(exchange->request, exchange); });
    return exchange->promise.future();
}

void HttpClient::start(const HttpRequest &request, const std::shared_ptr<HttpExchange> &exchange)
{
    if (!m_network)
        m_network = new QNetworkAccessManager(this);
    // A connection that was opened to another key, or to any, must not carry this request.
    if (request.server != m_lastServer || request.acceptAnyPeer || m_lastAcceptedAny)
        m_network->clearConnectionCache();
    m_lastServer = request.server;
    m_lastAcceptedAny = request.acceptAnyPeer;
    QNetworkReply *reply =
        m_network->sendCustomRequest(networkRequest(request), request.method, request.body);
    reply->setReadBufferSize(request.replyLimit + headerLimit);

    connect(reply, &QNetworkReply::sslErrors, this,
            [reply, exchange](const QList<QSslError> &faults) { judge(*exchange, reply, faults); });
    connect(reply, &QNetworkReply::encrypted, this, [reply, exchange] {
        if (exchange->answer.peerSpki.empty())
            judge(*exchange, reply, {});
    });
    connect(reply, &QNetworkReply::readyRead, this, [reply, exchange] { read(*exchange, reply); });
    connect(reply, &QNetworkReply::finished, this, [reply, exchange] { finish(*exchange, reply); });
    // The transfer timeout starts anew with every byte; this one does not.
    auto *limit = new QTimer(reply);
    limit->setSingleShot(true);
    connect(limit, &QTimer::timeout, this, [reply, exchange] {
        giveUp(*exchange, reply, {ErrorCode::Offline, std::string(signin::timeout)});
    });
    limit->start(request.timeout);
}

} // namespace nimara::sync
