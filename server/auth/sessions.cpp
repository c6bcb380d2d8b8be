#include "server/auth/sessions.h"

#include "models/domain/sign_in_errors.h"
#include "server/auth/token.h"

namespace nimara::server::auth {
namespace {
constexpr std::size_t longestToken = 128;

Error ended(std::string_view key)
{
    return {.code = ErrorCode::Unauthenticated, .key = std::string(key)};
}

std::string seconds(std::chrono::seconds span)
{
    return "interval '" + std::to_string(span.count()) + " seconds'";
}

// Renewal, and the time of last use where the last note of it is some minutes old: most requests write nothing.
Result<Instant> touch(Connection &connection, const Uuid &session)
{
    static const std::string sql =
        "update auth.sessions set last_used_at = now(), expires_at = case when expires_at - now() < " +
        seconds(sessionRenewal) + " then least(now() + " + seconds(sessionLife) +
        ", ends_at) else expires_at end where id = $1 and revoked_at is null"
        " returning expires_at";
    Params params;
    params.uuid(session);
    auto touched = connection.prepared("session_touch", sql.c_str(), params);
    if (!touched)
        return touched.error();
    return touched->rows() == 1 ? Result<Instant>(touched->instant(0, 0)) : ended(signin::revoked);
}
} // namespace

Result<NewSession> createSession(Connection &connection, const Uuid &user, const DeviceInfo &device,
                                 std::string_view address)
{
    static const std::string sql = "insert into auth.sessions (token_hash, user_id, client_id, expires_at, "
                                   "ends_at, ip_address, user_agent, device_name)"
                                   " values ($1, $2, $3, now() + " +
                                   seconds(sessionLife) + ", now() + " + seconds(sessionLongest) +
                                   ", $4, nullif($5, ''), nullif($6, '')) returning id, expires_at";
    const std::string token = newSessionToken();
    Params params;
    params.bytes(tokenHash(token)).uuid(user);
    params.uuid(device.id.isNil() ? std::nullopt : std::optional(device.id));
    params.text(address.substr(0, 64)).text(device.platform).text(device.name);
    auto made = connection.exec(sql.c_str(), params);
    if (!made)
        return made.error();
    return NewSession{.token = token, .id = made->uuid(0, 0), .expiresAt = made->instant(0, 1)};
}

Result<Authenticated> authenticate(Connection &connection, std::string_view token, std::string_view address)
{
    if (token.size() > longestToken)
        return ended(signin::ended);
    static const std::string sql =
        "select s.id, s.user_id, s.client_id, s.expires_at, s.revoked_at is not null, s.expires_at <= now(),"
        " u.is_active, u.is_super_admin, s.last_used_at < now() - interval '5 minutes'"
        " or (s.expires_at - now() < " +
        seconds(sessionRenewal) +
        " and s.expires_at < s.ends_at)"
        " from auth.sessions s join public.users u on u.id = s.user_id where s.token_hash = $1";
    Params params;
    params.bytes(tokenHash(token));
    auto found = connection.prepared("session_find", sql.c_str(), params);
    if (!found)
        return found.error();
    if (found->rows() == 0 || found->boolean(0, 5))
        return ended(signin::ended);
    if (!found->boolean(0, 6))
        return ended(signin::inactive);
    if (found->boolean(0, 4))
        return ended(signin::revoked);
    Authenticated result{.identity = {.userId = found->uuid(0, 1),
                                      .sessionId = found->uuid(0, 0),
                                      .isSuperAdmin = found->boolean(0, 7),
                                      .deviceId = found->isNull(0, 2) ? Uuid() : found->uuid(0, 2),
                                      .address = std::string(address)},
                         .expiresAt = found->instant(0, 3)};
    if (found->boolean(0, 8)) {
        auto renewed = touch(connection, result.identity.sessionId);
        if (!renewed)
            return renewed.error();
        result.expiresAt = *renewed;
    }
    return result;
}

Result<std::vector<SessionRow>> sessionsOf(Connection &connection, const Uuid &user)
{
    Params params;
    params.uuid(user);
    auto found = connection.exec("select id, coalesce(device_name, ''), coalesce(user_agent, ''), "
                                 "coalesce(ip_address, ''), created_at,"
                                 " last_used_at, expires_at from auth.sessions where user_id = $1 and "
                                 "revoked_at is null and expires_at > now()"
                                 " order by last_used_at desc, id limit 200",
                                 params);
    if (!found)
        return found.error();
    std::vector<SessionRow> rows;
    for (int row = 0; row < found->rows(); ++row)
        rows.push_back({.id = found->uuid(row, 0),
                        .deviceName = found->text(row, 1),
                        .platform = found->text(row, 2),
                        .address = found->text(row, 3),
                        .createdAt = found->instant(row, 4),
                        .lastUsedAt = found->instant(row, 5),
                        .expiresAt = found->instant(row, 6)});
    return rows;
}

Result<> revokeSession(Connection &connection, const Uuid &user, const Uuid &session, const Uuid &by)
{
    Params params;
    params.uuid(session).uuid(user).uuid(by);
    auto done = connection.exec("update auth.sessions set revoked_at = now(), revoked_by = $3"
                                " where id = $1 and user_id = $2 and revoked_at is null",
                                params);
    if (!done)
        return done.error();
    return done->affected() == 1 ? Result<>(Done{})
                                 : Error{.code = ErrorCode::NotFound, .key = "auth.session"};
}

Result<> revokeSessions(Connection &connection, const Uuid &user, const Uuid &by, const Uuid &except)
{
    Params params;
    params.uuid(user).uuid(by).uuid(except);
    auto done = connection.exec("update auth.sessions set revoked_at = now(), revoked_by = $2"
                                " where user_id = $1 and id <> $3 and revoked_at is null",
                                params);
    return done ? Result<>(Done{}) : done.error();
}

} // namespace nimara::server::auth
