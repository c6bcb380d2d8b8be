#include "server/jobs/housekeeping.h"

#include <array>

namespace nimara::server::jobs {

namespace {

constexpr std::int32_t lockClass = 0x4E48; // of PostgreSQL's advisory locks; ours alone

struct Chore
{
    std::string_view what;
    const char *sql; // deletes at most $1 rows and tells how many they were
};

// Outcomes and tombstones live for 90 days by the promise of sync. A session that has ended is what its computer is known
// by at the next sign-in. A device goes when none of its outcomes is left, so that it never sends an edit twice.
constexpr std::array chores{
    Chore{"sessions", R"sql(
with gone as (delete from auth.sessions where id in (
    select id from auth.sessions where expires_at < now() - interval '90 days' limit $1) returning 1)
select count(*) from gone)sql"},
    Chore{"links", R"sql(
with gone as (delete from auth.one_time_tokens where id in (
    select id from auth.one_time_tokens where expires_at < now() - interval '7 days' limit $1) returning 1)
select count(*) from gone)sql"},
    Chore{"failures", R"sql(
with gone as (delete from auth.sign_in_failures where id in (
    select id from auth.sign_in_failures where failed_at < now() - interval '1 day' limit $1) returning 1)
select count(*) from gone)sql"},
    Chore{"outcomes", R"sql(
with gone as (delete from sync.applied_mutation where ctid = any(array(
    select ctid from sync.applied_mutation where created_at < now() - interval '90 days' limit $1)) returning 1)
select count(*) from gone)sql"},
    Chore{"events", R"sql(
with gone as (delete from sync.events where id in (
    select id from sync.events where created_at < now() - interval '7 days' limit $1) returning 1)
select count(*) from gone)sql"},
    Chore{"tombstones", "select sync.prune_tombstones(now() - interval '90 days', $1)"},
    Chore{"holds", "select public.write_down_ended_holds($1)"}, // they stay, and say that they are over
    Chore{"devices", R"sql(
with gone as (delete from sync.devices where client_id in (
    select d.client_id from sync.devices d where d.last_seen_at < now() - interval '90 days'
        and not exists (select from sync.applied_mutation a where a.client_id = d.client_id) limit $1) returning 1)
select count(*) from gone)sql"},
};

// One process at a time; the lock ends with the connection at the latest.
class Turn
{
public:
    static Result<Turn> take(Connection &connection)
    {
        const auto taken = connection.exec("select pg_try_advisory_lock($1, 0)", Params().int4(lockClass));
        if (!taken)
            return taken.error();
        return Turn(taken->boolean(0, 0) ? &connection : nullptr);
    }
    Turn(Turn &&other) noexcept : m_connection(std::exchange(other.m_connection, nullptr)) {}
    Turn &operator=(Turn &&) = delete;
    ~Turn()
    {
        if (m_connection)
            (void)m_connection->exec("select pg_advisory_unlock($1, 0)", Params().int4(lockClass));
    }

    bool isOurs() const { return m_connection != nullptr; }

private:
    explicit Turn(Connection *connection) : m_connection(connection) {}

    Connection *m_connection;
};

Result<std::int64_t> clear(Connection &connection, const Chore &chore, const HousekeepingLimits &limits)
{
    std::int64_t all = 0;
    for (int i = 0; i < limits.portions; ++i) {
        const auto gone = connection.exec(chore.sql, Params().int8(limits.rowsAtOnce));
        if (!gone)
            return gone.error();
        all += gone->integer(0, 0);
        if (gone->integer(0, 0) < limits.rowsAtOnce)
            break;
    }
    return all;
}

} // namespace

Result<std::vector<Cleared>> clearOld(Connection &connection, const HousekeepingLimits &limits)
{
    const auto turn = Turn::take(connection);
    if (!turn)
        return turn.error();
    std::vector<Cleared> cleared;
    if (!turn->isOurs())
        return cleared;
    for (const Chore &chore : chores) {
        const auto rows = clear(connection, chore, limits);
        if (!rows)
            return rows.error();
        cleared.push_back({chore.what, *rows});
    }
    return cleared;
}

} // namespace nimara::server::jobs
