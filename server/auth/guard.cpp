#include "server/auth/guard.h"

#include "models/domain/sign_in_errors.h"
#include "server/auth/audit_trail.h"
#include "server/auth/ports_of.h"
#include "server/auth/sessions.h"
#include "server/net/request_text.h"

#include <mutex>

namespace nimara::server::auth {
namespace {
using net::Request;
using net::Response;

Error limited(const net::RateDecision &decision)
{
    return rateLimitedError(static_cast<int>(decision.reset.count()));
}

std::string_view reasonOf(SessionEnd end)
{
    switch (end) {
    case SessionEnd::Revoked:
        return signin::revoked;
    case SessionEnd::Expired:
        return signin::ended;
    case SessionEnd::UserInactive:
        return signin::inactive;
    }
    return signin::ended;
}

// Ends the socket when its session ends, whatever answers on it.
class WatchedHandler final : public net::SocketHandler
{
public:
    WatchedHandler(std::unique_ptr<SocketHandler> inner, SessionWatcher &watcher, Identity identity)
        : m_inner(std::move(inner)), m_watcher(watcher), m_identity(std::move(identity))
    {}

    void onOpen(net::SocketHandle socket) override
    {
        m_watch = m_watcher.watch(m_identity, [socket](SessionEnd end) {
            socket->close(net::CloseCode::SessionEnded, std::string(reasonOf(end)));
        });
        m_inner->onOpen(std::move(socket));
    }
    void onMessage(std::string_view message) override { m_inner->onMessage(message); }
    void onWritable() override { m_inner->onWritable(); }
    void onClose(net::CloseCode code, std::string_view reason) override
    {
        m_watch.reset();
        m_inner->onClose(code, reason);
    }

private:
    std::unique_ptr<SocketHandler> m_inner;
    SessionWatcher &m_watcher;
    const Identity m_identity;
    std::unique_ptr<SessionWatcher::Watch> m_watch;
};
} // namespace

Response responseFor(const Error &error)
{
    if (const auto seconds = retryAfterSeconds(error))
        return Response::retryLater(error, std::chrono::seconds(*seconds));
    if (error.key == "db.connection" || error.code == ErrorCode::Unavailable) {
        const Error away{.code = ErrorCode::Unavailable, .key = "server.database"};
        return Response::retryLater(away, std::chrono::seconds(1));
    }
    return Response::failure(error);
}

Guard::Guard(net::RateLimiter &limiter, Log log) : m_limiter(limiter), m_log(std::move(log)) {}

net::Handler Guard::open(OpenBody body) const
{
    return [log = m_log, body = std::move(body)](const Request &request, net::Worker &worker) {
        auto connection = worker.connection();
        if (!connection)
            return responseFor(connection.error());
        auto response = body(request, **connection);
        if (response)
            return *std::move(response);
        if (response.error().code == ErrorCode::Internal || response.error().code == ErrorCode::Storage)
            log.failure("request.failed", response.error(), {{"request", request.id}});
        return responseFor(response.error());
    };
}

net::Handler Guard::signedIn(SignedInBody body, const net::RateWindow &window) const
{
    return open([this, body = std::move(body), window](const Request &request,
                                                       Connection &connection) -> Result<Response> {
        auto identity = identify(request, connection);
        if (!identity)
            return identity.error();
        const net::RateDecision decision = m_limiter.take(window, identity->userId.toString());
        Response response = decision.allowed ? Response() : responseFor(limited(decision));
        if (decision.allowed) {
            auto answer = body(request, *identity, connection);
            if (!answer && answer.error().code == ErrorCode::Forbidden)
                noteDenied(request, *identity, answer.error(), connection);
            if (!answer && responseFor(answer.error()).status >= 500)
                return answer;
            response = answer ? *std::move(answer) : responseFor(answer.error());
        }
        decision.describe(response);
        return response;
    });
}

net::SocketGate Guard::socket(MakeSocketHandler make, SessionWatcher &watcher) const
{
    return [this, make = std::move(make), &watcher](const Request &request,
                                                    net::Worker &worker) -> Result<net::SocketAdmission> {
        auto connection = worker.connection();
        if (!connection)
            return connection.error();
        auto identity = identify(request, **connection);
        if (!identity)
            return identity.error();
        return net::SocketAdmission{.owner = identity->userId,
                                    .makeHandler = [make, &watcher, who = *identity] {
                                        return std::make_unique<WatchedHandler>(make(who), watcher, who);
                                    }};
    };
}

// Guessing tokens is hopeless, but each guess is a question to the database: an address that asks in vain too often is not
// heard for a while. Who shares the address and was let in before is heard nevertheless.
Result<Identity> Guard::identify(const Request &request, Connection &connection) const
{
    const auto token = request.bearer();
    const std::string group = net::addressGroup(request.address);
    const bool isKnown = token && m_known.has(*token);
    if (const auto decision = m_limiter.look(net::window::denied, group); !decision.allowed && !isKnown)
        return limited(decision);
    Result<Authenticated> found =
        token ? authenticate(connection, *token, request.address)
              : Error{.code = ErrorCode::Unauthenticated, .key = std::string(signin::ended)};
    if (found) {
        m_known.add(*token);
        return found->identity;
    }
    if (found.error().code == ErrorCode::Unauthenticated) {
        if (isKnown)
            m_known.remove(*token);
        m_limiter.take(net::window::denied, group);
    }
    return found.error();
}

void Guard::noteDenied(const Request &request, const Identity &identity, const Error &error,
                       Connection &connection) const
{
    const auto port = Uuid::parse(request.parameter("port").value_or(""));
    const Json metadata = {{"method", std::string(net::methodName(request.method))},
                           {"path", request.path.substr(0, 500)},
                           {"permission", error.field}};
    m_log.warn("auth.denied", {{"user", identity.userId.toString()},
                               {"request", request.id},
                               {"path", request.path},
                               {"permission", error.field}});
    auto written = writeDenied(connection, identity, port, "request", metadata);
    if (!written && port)
        written = writeDenied(connection, identity, std::nullopt, "request", metadata); // no such port
    if (!written)
        m_log.failure("audit.failed", written.error(), {{"request", request.id}});
}

Result<> require(Connection &connection, const Identity &identity, const Uuid &port,
                 std::string_view permission)
{
    const Error denied{
        .code = ErrorCode::Forbidden, .key = "auth.permission", .field = std::string(permission)};
    auto permissions = permissionsIn(connection, identity.userId, identity.isSuperAdmin, port);
    if (!permissions)
        return permissions.error().code == ErrorCode::Forbidden ? denied : permissions.error();
    return permissions->has(permission) ? Result<>(Done{}) : denied;
}

} // namespace nimara::server::auth
