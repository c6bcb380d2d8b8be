#include "server/auth/one_time.h"

#include "server/auth/audit_trail.h"
#include "server/auth/sessions.h"
#include "server/auth/token.h"

namespace nimara::server::auth {
namespace {
struct Purpose
{
    std::string_view name;
    std::chrono::seconds life;
};

Purpose described(OneTimePurpose purpose)
{
    return purpose == OneTimePurpose::SetPassword ? Purpose{"set_password", inviteLife}
                                                  : Purpose{"reset_password", resetLife};
}

Error badToken()
{
    return {.code = ErrorCode::Invalid, .key = "auth.token", .field = "token"};
}

// Whose token it is; locks it for this transaction.
Result<Uuid> ownerOf(Connection &connection, std::string_view token)
{
    Params params;
    params.bytes(tokenHash(token));
    auto found = connection.exec(
        "select t.user_id from auth.one_time_tokens t join public.users u on u.id = t.user_id and u.is_active"
        " where t.token_hash = $1 and t.used_at is null and t.expires_at > now()"
        " and t.purpose in ('set_password', 'reset_password') for update of t",
        params);
    if (!found)
        return found.error();
    return found->rows() == 1 ? Result<Uuid>(found->uuid(0, 0)) : badToken();
}

Result<> storePassword(Connection &connection, const Uuid &user, const std::string &hash)
{
    Params params;
    params.uuid(user).text(hash);
    auto stored =
        connection.exec("insert into auth.credentials (user_id, password_hash) values ($1, $2)"
                        " on conflict (user_id) do update set password_hash = excluded.password_hash,"
                        " changed_at = now()",
                        params);
    if (!stored)
        return stored.error();
    Params own;
    own.uuid(user);
    auto used = connection.exec(
        "update auth.one_time_tokens set used_at = now() where user_id = $1 and used_at is null", own);
    if (!used)
        return used.error();
    // Whoever holds the link reads the mail of that address.
    auto verified = connection.exec(
        "update public.users set email_verified = true where id = $1 and not email_verified", own);
    return verified ? Result<>(Done{}) : verified.error();
}
} // namespace

Result<std::string> issueOneTimeToken(Connection &connection, const Uuid &user, OneTimePurpose purpose)
{
    const auto [name, life] = described(purpose);
    Params own;
    own.uuid(user);
    auto retired = connection.exec(
        "update auth.one_time_tokens set used_at = now() where user_id = $1 and used_at is null", own);
    if (!retired)
        return retired.error();
    const std::string token = newOneTimeToken();
    Params params;
    params.bytes(tokenHash(token)).uuid(user).text(name).int8(life.count());
    auto made = connection.exec("insert into auth.one_time_tokens (token_hash, user_id, purpose, expires_at)"
                                " values ($1, $2, $3, now() + make_interval(secs => $4))",
                                params);
    return made ? Result<std::string>(token) : made.error();
}

Result<> setPassword(Connection &connection, std::string_view token, std::string_view password,
                     std::string_view address, const PasswordCost &cost)
{
    NIMARA_TRY(checkPassword(password));
    auto hash = hashPassword(password, cost);
    if (!hash)
        return hash.error();
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return transaction.error();
    auto user = ownerOf(connection, token);
    if (!user)
        return user.error();
    NIMARA_TRY(storePassword(connection, *user, *hash));
    NIMARA_TRY(revokeSessions(connection, *user, *user));
    NIMARA_TRY(writeAudit(connection, {.action = "update",
                                       .entityId = *user,
                                       .userId = *user,
                                       .field = "password",
                                       .newValue = "[hidden]",
                                       .address = address}));
    return transaction->commit();
}

std::string setPasswordLink(std::string_view appUrl, std::string_view token)
{
    while (appUrl.ends_with('/'))
        appUrl.remove_suffix(1);
    return std::string(appUrl) + "/set-password?token=" + std::string(token);
}

} // namespace nimara::server::auth
