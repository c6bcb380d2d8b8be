#include "sync/service/server_api.h"

#include "models/domain/sign_in_errors.h"
#include "sync/service/promise.h"

#include <QSysInfo>
#include <QUrlQuery>

#include <algorithm>

namespace nimara::sync {

namespace {

constexpr int mostOnlineRows = 500;

std::string text(const Json &json, const char *name)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool flag(const Json &json, const char *name)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_boolean() && found->get<bool>();
}

Uuid uuid(const Json &json, const char *name)
{
    return Uuid::parse(text(json, name)).value_or(Uuid());
}

Error notNimaraError(std::string detail)
{
    return {ErrorCode::Offline, std::string(signin::notNimara), {}, std::move(detail)};
}

ErrorCode codeOf(int status)
{
    switch (status) {
    case 400:
        return ErrorCode::Invalid;
    case 401:
        return ErrorCode::Unauthenticated;
    case 403:
        return ErrorCode::Forbidden;
    case 404:
        return ErrorCode::NotFound;
    case 409:
        return ErrorCode::Conflict;
    case 413:
        return ErrorCode::TooLarge;
    case 426:
        return ErrorCode::UpgradeRequired;
    case 429:
        return ErrorCode::RateLimited;
    case 502:
    case 503:
    case 504:
        return ErrorCode::Unavailable;
    default:
        return ErrorCode::Internal;
    }
}

// The server names what is wrong with a request; its own faults, and those of a proxy, it does not.
std::string keyOf(int status, const std::string &said)
{
    if (!said.empty())
        return said;
    return codeOf(status) == ErrorCode::Unavailable ? std::string(signin::serverDown)
                                                    : "api." + std::to_string(status);
}

// A bare number would be read as the seconds to wait.
std::string waitOrStatus(const HttpReply &reply)
{
    return reply.retryAfterSeconds > 0 ? std::to_string(reply.retryAfterSeconds)
                                       : "HTTP " + std::to_string(reply.status);
}

Error apiError(const HttpReply &reply, const Json &body)
{
    Error error{codeOf(reply.status), keyOf(reply.status, text(body, "key"))};
    const auto details = body.find("details");
    if (details != body.end() && details->is_array() && !details->empty() && details->front().is_object())
        error.field = text(details->front(), "field");
    const bool mustWait = error.key == signin::locked || error.key == signin::rateLimited ||
                          (error.code == ErrorCode::Unavailable && reply.retryAfterSeconds > 0);
    error.detail = mustWait ? std::to_string(reply.retryAfterSeconds) : text(body, "error");
    return error;
}

HttpRequest request(const ServerEndpoint &server, QByteArray method, QString path,
                    const QByteArray &token = {})
{
    return {.server = server, .method = std::move(method), .path = std::move(path), .token = token};
}

Json portToJson(const PortInfo &port)
{
    return {{"id", port.id.toString()},
            {"slug", port.slug},
            {"name", port.name},
            {"roleName", port.roleName},
            {"currency", port.currency},
            {"timezone", port.timezone},
            {"permissions", port.permissions.toJson()}};
}

PortInfo portFromJson(const Json &json)
{
    PortInfo port;
    port.id = uuid(json, "id");
    port.slug = text(json, "slug");
    port.name = text(json, "name");
    port.roleName = text(json, "roleName");
    if (const std::string currency = text(json, "currency"); !currency.empty())
        port.currency = currency;
    if (const std::string zone = text(json, "timezone"); !zone.empty())
        port.timezone = zone;
    if (const auto rights = json.find("permissions"); rights != json.end())
        port.permissions = PermissionSet::fromJson(*rights);
    return port;
}

QString encoded(const std::string &text)
{
    return QString::fromUtf8(QUrl::toPercentEncoding(QString::fromStdString(text)));
}

// What the server knows of a comparison: equal to one value, empty, or within a span of time. Nothing: it does not.
std::optional<std::string> onlineSuffix(const Filter &filter)
{
    if (filter.compare == Compare::IsNull)
        return "";
    if (filter.values.size() != 1)
        return std::nullopt;
    switch (filter.compare) {
    case Compare::Equal:
    case Compare::In:
        return "";
    case Compare::GreaterOrEqual:
        return ".from";
    case Compare::Less:
        return ".before";
    default:
        return std::nullopt;
    }
}

// The server joins by "and" alone.
Result<Done> addFilter(QUrlQuery &asked, const Table &table, const Filter &filter)
{
    if (filter.kind == Filter::Kind::All)
        return Done{};
    if (filter.kind == Filter::Kind::And) {
        for (const Filter &child : filter.children)
            NIMARA_TRY(addFilter(asked, table, child));
        return Done{};
    }
    const ColumnInfo *column = table.find(filter.column);
    const auto suffix =
        filter.kind == Filter::Kind::Column && column ? onlineSuffix(filter) : std::optional<std::string>();
    if (!suffix)
        return Error{ErrorCode::Invalid, "query.online", filter.column};
    const std::string value =
        filter.compare == Compare::IsNull ? "" : valueToText(column->type, filter.values.front());
    asked.addQueryItem(QString::fromStdString(filter.column + *suffix), encoded(value));
    return Done{};
}

Result<std::vector<Row>> rowsFromJson(const Table &table, const Json &body)
{
    const auto list = body.find("rows");
    if (!body.is_object() || list == body.end() || !list->is_array())
        return notNimaraError("no rows");
    std::vector<Row> rows;
    for (const Json &each : *list) {
        Row row(table);
        for (const ColumnInfo &column : table.columns) {
            const auto found = each.find(std::string(column.name()));
            if (found == each.end() || !found->is_string())
                continue;
            if (auto value = valueFromText(column.type, found->get<std::string>()))
                row.setValue(column.index, std::move(*value));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

Result<Json> apiResult(const HttpReply &reply)
{
    auto body =
        parseJson(std::string_view(reply.body.constData(), static_cast<std::size_t>(reply.body.size())),
                  {.bytes = static_cast<std::size_t>(reply.body.size()), .depth = 32});
    const bool yes = reply.status >= 200 && reply.status < 300;
    if (yes && reply.body.isEmpty())
        return Json();
    if (yes && !body)
        return notNimaraError("the answer is no JSON");
    if (yes)
        return body;
    // Only a server of ours names a code; a proxy or a captive portal answers in HTML.
    if (!body || !body->is_object() || text(*body, "code").empty()) {
        if (reply.status >= 500)
            return Error{ErrorCode::Unavailable, std::string(signin::serverDown), {}, waitOrStatus(reply)};
        return notNimaraError("HTTP " + std::to_string(reply.status));
    }
    return apiError(reply, *body);
}

QFuture<Result<ServerInfo>> ServerApi::probe(const ServerEndpoint &server)
{
    HttpRequest ask = request(server, "GET", QStringLiteral("/api/health"));
    ask.acceptAnyPeer = true;
    return then<ServerInfo>(m_http.send(std::move(ask)), this,
                            [server](const HttpReply &reply) -> Result<ServerInfo> {
                                const auto body = parseJson(reply.body.toStdString());
                                if (!body || !body->is_object() || !body->contains("status"))
                                    return notNimaraError("no health");
                                ServerInfo info;
                                info.address = server.address;
                                info.name = QString::fromStdString(text(*body, "name"));
                                info.version = QString::fromStdString(text(*body, "version"));
                                info.spki = reply.peerSpki;
                                info.trust = !server.spki.empty() ? ServerInfo::Trust::Pinned
                                             : reply.peerTrusted  ? ServerInfo::Trust::Authority
                                                                  : ServerInfo::Trust::Unknown;
                                return info;
                            });
}

QFuture<Result<SignedIn>> ServerApi::signIn(const ServerEndpoint &server, const QString &email,
                                            const QString &password, const Device &device)
{
    const Json body{{"email", email.trimmed().toStdString()},
                    {"password", password.toStdString()},
                    {"deviceId", device.id.toStdString()},
                    {"deviceName", device.name.toStdString()},
                    {"platform", QSysInfo::prettyProductName().toStdString()},
                    {"appVersion", NIMARA_VERSION}};
    HttpRequest ask = request(server, "POST", QStringLiteral("/api/auth/sign-in"));
    ask.body = QByteArray::fromStdString(body.dump());
    // A server under load derives one Argon2id after the other.
    ask.timeout = std::chrono::seconds(60);
    return then<SignedIn>(m_http.send(std::move(ask)), this, [](const HttpReply &reply) -> Result<SignedIn> {
        auto answer = apiResult(reply);
        if (!answer)
            return answer.error();
        const std::string token = text(*answer, "token");
        if (token.empty())
            return notNimaraError("no token");
        auto session = sessionFromJson(*answer);
        if (!session)
            return session.error();
        return SignedIn{QByteArray::fromStdString(token), std::move(*session)};
    });
}

QFuture<Result<SessionInfo>> ServerApi::me(const ServerEndpoint &server, const QByteArray &token)
{
    return then<SessionInfo>(m_http.send(request(server, "GET", QStringLiteral("/api/auth/me"), token)), this,
                             [](const HttpReply &reply) -> Result<SessionInfo> {
                                 const auto body = apiResult(reply);
                                 return body ? sessionFromJson(*body) : Result<SessionInfo>(body.error());
                             });
}

QFuture<Result<Done>> ServerApi::signOut(const ServerEndpoint &server, const QByteArray &token)
{
    HttpRequest ask = request(server, "POST", QStringLiteral("/api/auth/sign-out"), token);
    ask.timeout = std::chrono::seconds(5);
    return then<Done>(m_http.send(std::move(ask)), this, [](const HttpReply &reply) -> Result<Done> {
        const auto body = apiResult(reply);
        return body ? Result<Done>(Done{}) : Result<Done>(body.error());
    });
}

QFuture<Result<std::vector<Row>>> ServerApi::list(const ServerEndpoint &server, const QByteArray &token,
                                                  const Uuid &port, const Query &query)
{
    const Table &table = *query.table;
    QUrlQuery asked;
    if (!port.isNil())
        asked.addQueryItem(QStringLiteral("port"), QString::fromStdString(port.toString()));
    asked.addQueryItem(
        QStringLiteral("limit"),
        QString::number(query.limit > 0 ? std::min(query.limit, mostOnlineRows) : mostOnlineRows));
    if (const auto fits = addFilter(asked, table, query.filter); !fits)
        return failedFuture<std::vector<Row>>(fits.error());
    if (!query.search.empty())
        asked.addQueryItem(QStringLiteral("q"), encoded(query.search));
    if (query.after)
        asked.addQueryItem(QStringLiteral("after"), QString::number(query.after->createdAt.micros()) +
                                                        QLatin1Char('.') +
                                                        QString::fromStdString(query.after->id.toString()));
    const QString path = QStringLiteral("/api/online/") +
                         QString::fromUtf8(table.name.data(), qsizetype(table.name.size())) +
                         QLatin1Char('?') + asked.toString(QUrl::FullyEncoded);
    return then<std::vector<Row>>(m_http.send(request(server, "GET", path, token)), this,
                                  [&table](const HttpReply &reply) -> Result<std::vector<Row>> {
                                      const auto body = apiResult(reply);
                                      return body ? rowsFromJson(table, *body)
                                                  : Result<std::vector<Row>>(body.error());
                                  });
}

QFuture<Result<PasswordLink>> ServerApi::makePasswordLink(const ServerEndpoint &server,
                                                          const QByteArray &token, const Uuid &port,
                                                          const Uuid &user)
{
    HttpRequest ask =
        request(server, "POST",
                QStringLiteral("/api/admin/users/%1/password-link?port=%2")
                    .arg(QString::fromStdString(user.toString()), QString::fromStdString(port.toString())),
                token);
    ask.body = QByteArrayLiteral("{}");
    return then<PasswordLink>(
        m_http.send(std::move(ask)), this, [](const HttpReply &reply) -> Result<PasswordLink> {
            const auto answer = apiResult(reply);
            if (!answer)
                return answer.error();
            const auto seconds = answer->find("seconds");
            const std::string link = text(*answer, "link");
            if (link.empty() || seconds == answer->end() || !seconds->is_number_integer())
                return notNimaraError("no link");
            return PasswordLink{QString::fromStdString(link), std::chrono::seconds(seconds->get<int>())};
        });
}

Json sessionToJson(const SessionInfo &session)
{
    Json ports = Json::array();
    for (const PortInfo &port : session.ports)
        ports.push_back(portToJson(port));
    return {{"user",
             {{"id", session.userId.toString()},
              {"name", session.userName},
              {"email", session.email},
              {"isSuperAdmin", session.isSuperAdmin}}},
            {"portId", session.portId.toString()},
            {"ports", std::move(ports)}};
}

Result<SessionInfo> sessionFromJson(const Json &json)
{
    const auto user = json.find("user");
    const auto ports = json.find("ports");
    if (!json.is_object() || user == json.end() || !user->is_object() || ports == json.end() ||
        !ports->is_array())
        return notNimaraError("no account");
    SessionInfo session;
    session.userId = uuid(*user, "id");
    session.userName = text(*user, "name");
    session.email = text(*user, "email");
    session.isSuperAdmin = flag(*user, "isSuperAdmin");
    for (const Json &each : *ports) {
        PortInfo port = each.is_object() ? portFromJson(each) : PortInfo();
        if (!port.id.isNil())
            session.ports.push_back(std::move(port));
    }
    session.portId = uuid(json, "portId");
    if (!session.port())
        session.portId = Uuid();
    if (session.portId.isNil() && session.ports.size() == 1)
        session.portId = session.ports.front().id;
    if (session.userId.isNil())
        return notNimaraError("no user");
    return session;
}

} // namespace nimara::sync
