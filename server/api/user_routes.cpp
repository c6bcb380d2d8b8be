#include "models/domain/permissions.h"
#include "server/api/context.h"
#include "server/api/input.h"
#include "server/api/people.h"
#include "server/auth/one_time.h"
#include "server/auth/ports_of.h"
#include "server/auth/sessions.h"
#include "server/auth/token.h"

#include <algorithm>

namespace nimara::server::api {
namespace {
using auth::Identity;
using net::Request;
using net::Response;

Result<Uuid> portOf(const Request &request, const Identity &identity, Connection &connection)
{
    const auto port = Uuid::parse(request.parameter("port").value_or(""));
    if (!port)
        return Error{.code = ErrorCode::Invalid, .key = "value.missing", .field = "port"};
    NIMARA_TRY(auth::require(connection, identity, *port, manageUsers));
    return *port;
}

// Memberships in other ports are not seen from this one; ask in each whether the users there are his to manage.
Result<> mayManageEverywhere(Connection &connection, const Identity &identity, const Uuid &user)
{
    if (identity.isSuperAdmin)
        return Done{};
    auto ports = auth::portsOf(connection, user, false);
    if (!ports)
        return ports.error();
    for (const auth::PortAccess &port : *ports)
        NIMARA_TRY(auth::require(connection, identity, port.id, manageUsers));
    return Done{};
}

Result<Response> inviteUser(const Context &context, const Request &request, const Identity &identity,
                            Connection &connection)
{
    auto port = portOf(request, identity, connection);
    if (!port)
        return port.error();
    auto body = request.jsonObject();
    if (!body)
        return body.error();
    Input input(*body);
    Invitation invitation{.email = input.email("email"),
                          .name = input.text("name", 200, true),
                          .role = input.uuid("roleId", true).value_or(Uuid())};
    if (!input.isGood())
        return input.faults();
    auto transaction = Transaction::begin(connection, {.port = *port, .user = identity.userId});
    if (!transaction)
        return transaction.error();
    auto invited = invite(connection, identity, *port, invitation);
    if (!invited)
        return invited.error();
    // Whoever has an account keeps its password. The answer is the same, so that an invitation does not tell who
    // works for another marina: that link opens nothing.
    auto token = invited->isNew
                     ? auth::issueOneTimeToken(connection, invited->user, auth::OneTimePurpose::SetPassword)
                     : Result<std::string>(auth::newOneTimeToken());
    if (!token)
        return token.error();
    NIMARA_TRY(transaction->commit());
    return Response::json(
        {{"id", invited->user.toString()}, {"link", auth::setPasswordLink(context.appUrl, *token)}}, 201);
}

struct Change
{
    std::optional<bool> isActive;
    bool hasRole = false;
    std::optional<Uuid> role; // none, with hasRole: no longer a member
};

Result<> apply(const Change &change, const Uuid &port, const Uuid &user, const Identity &identity,
               Connection &connection)
{
    auto transaction = Transaction::begin(connection, {.port = port, .user = identity.userId});
    if (!transaction)
        return transaction.error();
    if (change.hasRole)
        NIMARA_TRY(changeRole(connection, identity, port, user, change.role));
    if (change.isActive)
        NIMARA_TRY(switchAccount(connection, identity, port, user, *change.isActive));
    return transaction->commit();
}

Result<Response> changeUser(const Request &request, const Identity &identity, Connection &connection)
{
    auto port = portOf(request, identity, connection);
    if (!port)
        return port.error();
    const auto user = Uuid::parse(request.arguments.at(0));
    if (!user)
        return Error{.code = ErrorCode::NotFound, .key = "auth.user"};
    auto body = request.jsonObject();
    if (!body)
        return body.error();
    Input input(*body);
    const Change change{.isActive = input.flag("isActive"),
                        .hasRole = body->contains("roleId"),
                        .role = input.uuid("roleId")};
    if (!input.isGood())
        return input.faults();
    if (change.isActive)
        NIMARA_TRY(mayManageEverywhere(connection, identity, *user));
    NIMARA_TRY(apply(change, *port, *user, identity, connection));
    return Response::empty();
}

// Whoever sets another's password can act as him: that takes each of his rights, wherever he has them.
Result<> hasAllRightsOf(Connection &connection, const Identity &identity, const Uuid &user)
{
    if (identity.isSuperAdmin)
        return Done{};
    auto ports = auth::portsOf(connection, user, false);
    if (!ports)
        return ports.error();
    for (const auth::PortAccess &port : *ports) {
        auto own = auth::permissionsIn(connection, identity.userId, false, port.id);
        if (!own)
            return own.error();
        const bool hasAll = std::ranges::all_of(permissions(), [&](const Permission &permission) {
            return !port.permissions.has(permission.key) || own->has(permission.key);
        });
        if (!hasAll)
            return Error{.code = ErrorCode::Forbidden, .key = "auth.role", .field = std::string(manageUsers)};
    }
    return Done{};
}

Result<Response> makePasswordLink(const Context &context, const Request &request, const Identity &identity,
                                  Connection &connection)
{
    auto port = portOf(request, identity, connection);
    if (!port)
        return port.error();
    const auto user = Uuid::parse(request.arguments.at(0));
    if (!user)
        return Error{.code = ErrorCode::NotFound, .key = "auth.user"};
    NIMARA_TRY(mayManageEverywhere(connection, identity, *user));
    NIMARA_TRY(hasAllRightsOf(connection, identity, *user));
    auto transaction = Transaction::begin(connection, {.port = *port, .user = identity.userId});
    if (!transaction)
        return transaction.error();
    auto token = makePasswordToken(connection, identity, *port, *user);
    if (!token)
        return token.error();
    NIMARA_TRY(transaction->commit());
    return Response::json({{"link", auth::setPasswordLink(context.appUrl, *token)},
                           {"seconds", std::chrono::seconds(auth::resetLife).count()}},
                          201);
}
} // namespace

void addUserRoutes(net::Router &router, const Context &context)
{
    const net::RouteOptions small{.bodyLimit = 16 * 1024};
    router.add(net::Method::Post, "/api/admin/users",
               context.guard.signedIn(
                   [context](const Request &request, const Identity &identity, Connection &connection) {
                       return inviteUser(context, request, identity, connection);
                   }),
               small);
    router.add(net::Method::Post, "/api/admin/users/{id}/password-link",
               context.guard.signedIn(
                   [context](const Request &request, const Identity &identity, Connection &connection) {
                       return makePasswordLink(context, request, identity, connection);
                   }),
               small);
    router.add(net::Method::Patch, "/api/admin/users/{id}", context.guard.signedIn(changeUser), small);
}

} // namespace nimara::server::api
