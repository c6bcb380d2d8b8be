#pragma once

#include "models/base/json.h"
#include "models/store/account.h"
#include "models/store/store.h"
#include "sync/service/http_client.h"

#include <QObject>

namespace nimara::sync {

// The body of an answer that says yes, or the error that the server named.
Result<Json> apiResult(const HttpReply &reply);

struct SignedIn
{
    QByteArray token;
    SessionInfo session; // portId is nil with several ports
};

// What the server answers outside the sync socket.
class ServerApi : public QObject
{
    Q_OBJECT

public:
    explicit ServerApi(HttpClient &http, QObject *parent = nullptr) : QObject(parent), m_http(http) {}

    QFuture<Result<ServerInfo>> probe(const ServerEndpoint &server);
    // `device` names this computer in the user's list of sessions.
    struct Device
    {
        QString id;
        QString name;
    };
    QFuture<Result<SignedIn>> signIn(const ServerEndpoint &server, const QString &email,
                                     const QString &password, const Device &device);
    QFuture<Result<SessionInfo>> me(const ServerEndpoint &server, const QByteArray &token);
    QFuture<Result<Done>> signOut(const ServerEndpoint &server, const QByteArray &token);
    QFuture<Result<std::vector<Row>>> list(const ServerEndpoint &server, const QByteArray &token,
                                           const Uuid &port, const Query &query);
    QFuture<Result<PasswordLink>> makePasswordLink(const ServerEndpoint &server, const QByteArray &token,
                                                   const Uuid &port, const Uuid &user);

private:
    HttpClient &m_http;
};

// For the cache that lets the app start offline.
Json sessionToJson(const SessionInfo &session);
Result<SessionInfo> sessionFromJson(const Json &json);

} // namespace nimara::sync
