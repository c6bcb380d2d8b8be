#include "server/auth/sign_in.h"

#include "models/base/hash.h"
#include "models/base/text.h"
#include "models/domain/sign_in_errors.h"
#include "server/auth/audit_trail.h"
#include "server/auth/token.h"

namespace nimara::server::auth {
namespace {
struct Known
{
    Account account;
    std::string hash; // empty: no such account, or no password yet
};

std::string loweredAscii(std::string_view text)
{
    std::string result(text);
    for (char &c : result)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
}

Account accountFrom(const QueryResult &rows)
{
    return {.id = rows.uuid(0, 0),
            .name = rows.text(0, 1),
            .email = rows.text(0, 2),
            .isSuperAdmin = rows.boolean(0, 3),
            .isActive = rows.boolean(0, 4)};
}

Result<Known> find(Connection &connection, const std::string &email)
{
    Params params;
    params.untyped(email);
    auto found =
        connection.prepared("sign_in_find",
                            "select u.id, u.name, u.email, u.is_super_admin, u.is_active, c.password_hash"
                            " from public.users u join auth.credentials c on c.user_id = u.id"
                            " where u.email = $1::citext",
                            params);
    if (!found)
        return found.error();
    if (found->rows() == 0)
        return Known{};
    return Known{.account = accountFrom(*found), .hash = found->text(0, 5)};
}

PasswordMatch judge(const Known &known, const Credentials &credentials, const PasswordCost &cost)
{
    if (!known.hash.empty())
        return matchPassword(known.hash, credentials.password, cost);
    spendPasswordTime(credentials.password, cost);
    return PasswordMatch::No;
}

Uuid uuidOf(const std::string &hash)
{
    Uuid::Bytes bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes.at(i) = static_cast<std::uint8_t>(hash.at(i));
    return Uuid(bytes);
}

// The audit log hears of a door that closes, whether or not there is an account behind it.
Result<> noteLockout(Connection &connection, const std::string &accountHash, const Known &known,
                     std::string_view address)
{
    const bool exists = !known.account.id.isNil();
    return writeAudit(connection, {.action = "permission_denied",
                                   .entityType = "sign_in",
                                   .entityId = uuidOf(accountHash),
                                   .userId = exists ? std::optional(known.account.id) : std::nullopt,
                                   .metadata = {{"reason", "locked"}},
                                   .address = address});
}

Result<> refresh(Connection &connection, const Known &known, const Credentials &credentials,
                 PasswordMatch match, const PasswordCost &cost)
{
    if (match != PasswordMatch::YesButWeaker)
        return Done{};
    auto hash = hashPassword(credentials.password, cost);
    if (!hash)
        return hash.error();
    Params params;
    params.uuid(known.account.id).text(*hash);
    auto stored =
        connection.exec("update auth.credentials set password_hash = $2 where user_id = $1", params);
    return stored ? Result<>(Done{}) : stored.error();
}

Result<NewSession> enter(Connection &connection, const Known &known, const Credentials &credentials,
                         const std::string &accountHash, const Door &door)
{
    auto transaction = Transaction::begin(connection, {.port = std::nullopt, .user = known.account.id});
    if (!transaction)
        return transaction.error();
    NIMARA_TRY(forgetFailures(connection, accountHash, door));
    auto session = createSession(connection, known.account.id, credentials.device, credentials.address);
    if (!session)
        return session.error();
    Params params;
    params.uuid(known.account.id);
    auto noted = connection.exec("update public.users set last_login_at = now() where id = $1", params);
    if (!noted)
        return noted.error();
    const Uuid &device = credentials.device.id;
    NIMARA_TRY(writeAudit(connection, {.action = "login",
                                       .entityId = known.account.id,
                                       .userId = known.account.id,
                                       .metadata = {{"session", session->id.toString()}},
                                       .address = credentials.address,
                                       .userAgent = credentials.device.platform,
                                       .deviceId = device.isNil() ? std::nullopt : std::optional(device)}));
    NIMARA_TRY(transaction->commit());
    return session;
}
} // namespace

Result<SignedIn> signIn(Connection &connection, const Credentials &credentials, std::string_view secret,
                        const PasswordCost &cost, const Log &log)
{
    const std::string accountHash = keyedHash(secret, loweredAscii(credentials.email));
    auto known = find(connection, credentials.email);
    if (!known)
        return known.error();
    auto door = doorOf(connection, known->account.id, credentials.device.id, credentials.address);
    if (!door)
        return door.error();
    auto attempt = beginAttempt(connection, accountHash, *door);
    if (!attempt)
        return attempt.error();
    if (attempt->isLocked) {
        log.warn("auth.locked",
                 {{"account", toHex(accountHash).substr(0, 12)}, {"address", credentials.address}});
        return lockedError(static_cast<int>(attempt->wait.count()));
    }
    const PasswordMatch match = judge(*known, credentials, cost);
    if (match == PasswordMatch::No) {
        log.info("auth.failed",
                 {{"account", toHex(accountHash).substr(0, 12)}, {"address", credentials.address}});
        if (attempt->failures == failuresOfPair)
            NIMARA_TRY(noteLockout(connection, accountHash, *known, credentials.address));
        return Error{.code = ErrorCode::Unauthenticated, .key = std::string(signin::wrongPassword)};
    }
    if (!known->account.isActive)
        return Error{.code = ErrorCode::Forbidden, .key = std::string(signin::inactive)};
    NIMARA_TRY(refresh(connection, *known, credentials, match, cost));
    auto session = enter(connection, *known, credentials, accountHash, *door);
    if (!session)
        return session.error();
    auto ports = portsOf(connection, known->account.id, known->account.isSuperAdmin);
    if (!ports)
        return ports.error();
    log.info("auth.signed_in", {{"user", known->account.id.toString()}, {"address", credentials.address}});
    return SignedIn{.session = *std::move(session), .account = known->account, .ports = *std::move(ports)};
}

Result<> signOut(Connection &connection, const Identity &identity)
{
    auto transaction = Transaction::begin(connection, {.port = std::nullopt, .user = identity.userId});
    if (!transaction)
        return transaction.error();
    NIMARA_TRY(revokeSession(connection, identity.userId, identity.sessionId, identity.userId));
    NIMARA_TRY(writeAudit(
        connection,
        {.action = "logout",
         .entityId = identity.userId,
         .userId = identity.userId,
         .metadata = {{"session", identity.sessionId.toString()}},
         .address = identity.address,
         .deviceId = identity.deviceId.isNil() ? std::nullopt : std::optional(identity.deviceId)}));
    return transaction->commit();
}

Result<Account> accountOf(Connection &connection, const Uuid &user)
{
    Params params;
    params.uuid(user);
    auto found = connection.prepared(
        "account_of", "select id, name, email, is_super_admin, is_active from public.users where id = $1",
        params);
    if (!found)
        return found.error();
    if (found->rows() == 0)
        return Error{.code = ErrorCode::NotFound, .key = "auth.user"};
    return accountFrom(*found);
}

} // namespace nimara::server::auth
