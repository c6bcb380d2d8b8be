#include "server/auth/lockout.h"

#include "server/net/request_text.h"

#include <algorithm>

namespace nimara::server::auth {
namespace {
std::string span()
{
    return "interval '" + std::to_string(std::chrono::seconds(lockoutSpan).count()) + " seconds'";
}

// The column is called for the address, which most doors are.
Params pairOf(const std::string &accountHash, const Door &door)
{
    Params params;
    params.bytes(accountHash).text(door.name);
    return params;
}

// How long until the failure that closed the door is old enough; zero while the door is open.
Result<std::chrono::seconds> closedFor(Connection &connection, const Params &params, const std::string &where,
                                       int limit)
{
    const std::string sql = "select ceil(extract(epoch from failed_at + " + span() +
                            " - clock_timestamp()))::bigint from auth.sign_in_failures where " + where +
                            " and failed_at > clock_timestamp() - " + span() +
                            " order by failed_at desc offset " + std::to_string(limit - 1) + " limit 1";
    auto found = connection.exec(sql.c_str(), params);
    if (!found)
        return found.error();
    return std::chrono::seconds(found->rows() == 0 ? 0 : std::max<std::int64_t>(1, found->integer(0, 0)));
}

Result<int> countPair(Connection &connection, const Params &params)
{
    const std::string sql =
        "select count(*) from auth.sign_in_failures where account_hash = $1 and ip_address = $2"
        " and failed_at > clock_timestamp() - " +
        span();
    auto found = connection.exec(sql.c_str(), params);
    if (!found)
        return found.error();
    return static_cast<int>(found->integer(0, 0));
}
} // namespace

Result<Door> doorOf(Connection &connection, const Uuid &user, const Uuid &device, const std::string &address)
{
    Door door{.name = net::addressGroup(address).substr(0, 64)};
    if (user.isNil() || device.isNil())
        return door;
    auto found = connection.prepared(
        "sign_in_door", "select from auth.sessions where user_id = $1 and client_id = $2 limit 1",
        Params().uuid(user).uuid(device));
    if (!found)
        return found.error();
    return found->rows() == 0 ? door : Door{.name = "device " + device.toString()};
}

Result<Attempt> beginAttempt(Connection &connection, const std::string &accountHash, const Door &door)
{
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return transaction.error();
    const Params pair = pairOf(accountHash, door);
    Params onlyDoor;
    onlyDoor.text(door.name);
    // Whoever tries the same door stands in line for the length of these few statements.
    auto turn = connection.exec("select pg_advisory_xact_lock(hashtextextended($1, 7))", onlyDoor);
    if (!turn)
        return turn.error();
    auto pairClosed = closedFor(connection, pair, "account_hash = $1 and ip_address = $2", failuresOfPair);
    if (!pairClosed)
        return pairClosed.error();
    auto doorClosed = closedFor(connection, onlyDoor, "ip_address = $1", failuresOfAddress);
    if (!doorClosed)
        return doorClosed.error();
    if (const auto wait = std::max(*pairClosed, *doorClosed); wait.count() > 0)
        return Attempt{.isLocked = true, .wait = wait};
    auto noted = connection.exec("insert into auth.sign_in_failures (account_hash, ip_address, failed_at)"
                                 " values ($1, $2, clock_timestamp())",
                                 pair);
    if (!noted)
        return noted.error();
    auto count = countPair(connection, pair);
    if (!count)
        return count.error();
    NIMARA_TRY(transaction->commit());
    return Attempt{.failures = *count};
}

Result<> forgetFailures(Connection &connection, const std::string &accountHash, const Door &door)
{
    auto done =
        connection.exec("delete from auth.sign_in_failures where account_hash = $1 and ip_address = $2",
                        pairOf(accountHash, door));
    return done ? Result<>(Done{}) : done.error();
}

} // namespace nimara::server::auth
