#include "server/auth/lockout.h"

#include <algorithm>

namespace nimara::server::auth {
namespace {
std::string span()
{
    return "interval '" + std::to_string(std::chrono::seconds(lockoutSpan).count()) + " seconds'";
}

Params pairOf(const std::string &accountHash, std::string_view address)
{
    Params params;
    params.bytes(accountHash).text(address.substr(0, 64));
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

Result<Attempt> beginAttempt(Connection &connection, const std::string &accountHash, std::string_view address)
{
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return transaction.error();
    const Params pair = pairOf(accountHash, address);
    Params onlyAddress;
    onlyAddress.text(address.substr(0, 64));
    // Whoever tries the same door stands in line for the length of these few statements.
    auto turn = connection.exec("select pg_advisory_xact_lock(hashtextextended($1, 7))", onlyAddress);
    if (!turn)
        return turn.error();
    auto pairClosed = closedFor(connection, pair, "account_hash = $1 and ip_address = $2", failuresOfPair);
    if (!pairClosed)
        return pairClosed.error();
    auto addressClosed = closedFor(connection, onlyAddress, "ip_address = $1", failuresOfAddress);
    if (!addressClosed)
        return addressClosed.error();
    if (const auto wait = std::max(*pairClosed, *addressClosed); wait.count() > 0)
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

Result<> forgetFailures(Connection &connection, const std::string &accountHash, std::string_view address)
{
    auto done =
        connection.exec("delete from auth.sign_in_failures where account_hash = $1 and ip_address = $2",
                        pairOf(accountHash, address));
    return done ? Result<>(Done{}) : done.error();
}

} // namespace nimara::server::auth
