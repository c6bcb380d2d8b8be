#include "server/app/first_setup.h"

#include "models/base/json.h"
#include "models/domain/permissions.h"
#include "server/auth/audit_trail.h"
#include "server/auth/one_time.h"

namespace nimara::server::app {
namespace {
Result<> done(Result<QueryResult> result)
{
    return result ? Result<>(Done{}) : result.error();
}

// The stored map with every right that it does not name yet, as it is seeded.
Json completed(Json stored, const Json &seeded)
{
    if (!stored.is_object())
        return seeded;
    for (const auto &[resource, actions] : seeded.items()) {
        for (const auto &[action, granted] : actions.items()) {
            if (!stored[resource].contains(action))
                stored[resource][action] = granted;
        }
    }
    return stored;
}

Result<> keepRole(Connection &connection, SystemRole role, SetupReport &report)
{
    const std::string name(systemRoleName(role));
    const Json seeded = PermissionSet::seeded(role).toJson();
    auto made =
        connection.exec("insert into public.roles (name, permissions, is_system) values ($1, $2, true)"
                        " on conflict (port_id, name) do nothing",
                        Params().text(name).json(seeded.dump()));
    if (!made)
        return made.error();
    if (made->affected() == 1) {
        report.made.push_back("role " + name);
        return Done{};
    }
    auto found =
        connection.exec("select permissions from public.roles where port_id is null and name = $1 for update",
                        Params().text(name));
    if (!found)
        return found.error();
    const Json stored = Json::parse(found->raw(0, 0), nullptr, false);
    const Json complete = completed(stored, seeded);
    if (complete == stored) {
        report.found.push_back("role " + name);
        return Done{};
    }
    report.made.push_back("new rights of role " + name);
    return done(
        connection.exec("update public.roles set permissions = $2 where port_id is null and name = $1",
                        Params().text(name).json(complete.dump())));
}

Result<> keepPort(Connection &connection, SetupReport &report)
{
    auto made = connection.exec("insert into public.ports (name, slug, default_currency, timezone)"
                                " values ('Port Nimara', 'port-nimara', 'USD', 'America/Anguilla')"
                                " on conflict (slug) do nothing");
    if (!made)
        return made.error();
    (made->affected() == 1 ? report.made : report.found).emplace_back("port Port Nimara");
    return Done{};
}

Result<> giveLink(Connection &connection, const Uuid &user, SetupReport &report)
{
    auto token = auth::issueOneTimeToken(connection, user, auth::OneTimePurpose::SetPassword);
    if (!token)
        return token.error();
    report.token = *std::move(token);
    return Done{};
}

Result<> makeAdmin(Connection &connection, const FirstAdmin &admin, SetupReport &report)
{
    // An account that is there already is not raised: its owner may have been anybody.
    auto made = connection.exec(
        "insert into public.users (email, name, is_super_admin) values ($1::citext, $2, true)"
        " on conflict (email) do nothing returning id",
        Params().untyped(admin.email).text(admin.name.empty() ? "Administrator" : admin.name));
    if (!made)
        return made.error();
    if (made->rows() == 0)
        return Error{.code = ErrorCode::Conflict,
                     .key = "setup.account",
                     .detail = "there is an account of that address already, and it is no super admin"};
    const Uuid user = made->uuid(0, 0);
    report.made.emplace_back("super admin");
    NIMARA_TRY(
        auth::writeAudit(connection, {.action = "create", .entityId = user, .metadata = {{"by", "setup"}}}));
    return giveLink(connection, user, report);
}

Result<> keepAdmin(Connection &connection, const FirstAdmin &admin, SetupReport &report)
{
    auto found = connection.exec(
        "select u.id, u.email = $1::citext, exists (select 1 from auth.credentials c where c.user_id = u.id)"
        " from public.users u where u.is_super_admin and u.is_active order by u.email = $1::citext desc, "
        "u.id",
        Params().untyped(admin.email));
    if (!found)
        return found.error();
    if (found->rows() == 0)
        return admin.email.empty() ? Result<>(Done{}) : makeAdmin(connection, admin, report);
    report.found.emplace_back("super admin");
    const bool isWaiting = found->boolean(0, 1) && !found->boolean(0, 2);
    return isWaiting ? giveLink(connection, found->uuid(0, 0), report) : Result<>(Done{});
}
} // namespace

Result<SetupReport> setUp(Connection &administrator, const FirstAdmin &admin)
{
    auto transaction = Transaction::begin(administrator);
    if (!transaction)
        return transaction.error();
    NIMARA_TRY(
        done(administrator.exec("select pg_advisory_xact_lock(7201533)"))); // two set-ups wait for each other
    NIMARA_TRY(administrator.run("set local role nimara_owner"));
    SetupReport report;
    for (std::size_t i = 0; i < systemRoleCount; ++i)
        NIMARA_TRY(keepRole(administrator, static_cast<SystemRole>(i), report));
    NIMARA_TRY(keepPort(administrator, report));
    NIMARA_TRY(keepAdmin(administrator, admin, report));
    NIMARA_TRY(transaction->commit());
    return report;
}

} // namespace nimara::server::app
