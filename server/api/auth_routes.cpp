#include "server/api/context.h"
#include "server/api/input.h"
#include "server/auth/sign_in.h"

namespace nimara::server::api {
namespace {
using auth::Identity;
using net::Request;
using net::Response;

// Both forms are understood: {"device": {"id", "name", "platform"}} and deviceId, deviceName, platform beside the rest.
auth::DeviceInfo deviceOf(const Json &body, Input &input)
{
    Input device(input.object("device"));
    auth::DeviceInfo info{.id = device.uuid("id").value_or(Uuid()),
                          .name = device.text("name", 200),
                          .platform = device.text("platform", 200)};
    if (body.contains("device"))
        return info;
    // An id of another form only goes without: it proves nothing anyway.
    const auto id =
        Uuid::parse(body.value("deviceId", Json()).is_string() ? body["deviceId"].get<std::string>() : "");
    return {.id = id.value_or(Uuid()),
            .name = input.text("deviceName", 200),
            .platform = input.text("platform", 200)};
}

Json portsJson(const std::vector<auth::PortAccess> &ports)
{
    Json list = Json::array();
    for (const auth::PortAccess &port : ports)
        list.push_back({{"id", port.id.toString()},
                        {"slug", port.slug},
                        {"name", port.name},
                        {"currency", port.currency},
                        {"timezone", port.timezone},
                        {"role", port.role},
                        {"roleName", port.role},
                        {"permissions", port.permissions.toJson()}});
    return list;
}

Json userJson(const auth::Account &account)
{
    return {{"id", account.id.toString()},
            {"name", account.name},
            {"email", account.email},
            {"isSuperAdmin", account.isSuperAdmin}};
}

Result<Response> signIn(const Context &context, const Request &request, Connection &connection)
{
    auto body = request.jsonObject();
    if (!body)
        return body.error();
    Input input(*body);
    auth::Credentials credentials{.email = input.email("email"),
                                  .password = input.secret("password", longestPassword),
                                  .device = deviceOf(*body, input),
                                  .address = request.address};
    if (!input.isGood())
        return input.faults();
    auto signedIn = auth::signIn(connection, credentials, context.config.text(config::sessionSecret),
                                 context.cost, context.log.with({{"request", request.id}}));
    if (!signedIn)
        return signedIn.error();
    return Response::json({{"token", signedIn->session.token},
                           {"expiresAt", signedIn->session.expiresAt.toString()},
                           {"sessionId", signedIn->session.id.toString()},
                           {"user", userJson(signedIn->account)},
                           {"ports", portsJson(signedIn->ports)}});
}

Result<Response> me(const Identity &identity, Connection &connection)
{
    auto account = auth::accountOf(connection, identity.userId);
    if (!account)
        return account.error();
    auto ports = auth::portsOf(connection, identity.userId, identity.isSuperAdmin);
    if (!ports)
        return ports.error();
    return Response::json({{"sessionId", identity.sessionId.toString()},
                           {"user", userJson(*account)},
                           {"ports", portsJson(*ports)}});
}

Result<Response> sessions(const Identity &identity, Connection &connection)
{
    auto rows = auth::sessionsOf(connection, identity.userId);
    if (!rows)
        return rows.error();
    Json list = Json::array();
    for (const auth::SessionRow &row : *rows)
        list.push_back({{"id", row.id.toString()},
                        {"deviceName", row.deviceName},
                        {"platform", row.platform},
                        {"address", row.address},
                        {"createdAt", row.createdAt.toString()},
                        {"lastUsedAt", row.lastUsedAt.toString()},
                        {"expiresAt", row.expiresAt.toString()},
                        {"isCurrent", row.id == identity.sessionId}});
    return Response::json({{"sessions", list}});
}

Result<Response> revoke(const Request &request, const Identity &identity, Connection &connection)
{
    const auto session = Uuid::parse(request.arguments.at(0));
    if (!session)
        return Error{.code = ErrorCode::NotFound, .key = "auth.no_session"};
    NIMARA_TRY(auth::revokeSession(connection, identity.userId, *session, identity.userId));
    return Response::empty();
}
} // namespace

void addAuthRoutes(net::Router &router, const Context &context)
{
    using net::Method;
    // A derivation takes its time, and whoever guesses asks often: sign-ins never hold more than half of the workers.
    router.add(Method::Post, "/api/auth/sign-in",
               context.guard.open([context](const Request &request, Connection &connection) {
                   return signIn(context, request, connection);
               }),
               {.bodyLimit = 16 * 1024, .lane = net::Lane::Bulk});
    router.add(Method::Post, "/api/auth/sign-out",
               context.guard.signedIn(
                   [](const Request &, const Identity &identity, Connection &connection) -> Result<Response> {
                       NIMARA_TRY(auth::signOut(connection, identity));
                       return Response::empty();
                   }),
               {.bodyLimit = 1024});
    router.add(Method::Get, "/api/auth/me",
               context.guard.signedIn([](const Request &, const Identity &identity, Connection &connection) {
                   return me(identity, connection);
               }));
    router.add(Method::Get, "/api/auth/sessions",
               context.guard.signedIn([](const Request &, const Identity &identity, Connection &connection) {
                   return sessions(identity, connection);
               }));
    router.add(Method::Delete, "/api/auth/sessions/{id}", context.guard.signedIn(revoke),
               {.bodyLimit = 1024});
}

} // namespace nimara::server::api
