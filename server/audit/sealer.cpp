#include "server/audit/sealer.h"

#include "server/audit/chain.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace nimara::server {

namespace {

constexpr std::chrono::milliseconds sealingPause{500};
constexpr std::int32_t lockClass = 0x4E41; // of PostgreSQL's advisory locks; ours alone

// The log of the whole system has no port; it is chained under nil.
constexpr const char *waitingSql =
    "select distinct coalesce(port_id, '00000000-0000-0000-0000-000000000000'::uuid) "
    "from public.audit_logs where seq is null";
constexpr const char *portCondition =
    " coalesce(a.port_id, '00000000-0000-0000-0000-000000000000'::uuid) = $1 ";

Result<ChainHead> headOf(Connection &connection, const Uuid &port)
{
    const auto row = connection.prepared(
        "audit_head", "select seq, hash from sync.audit_heads where port_id = $1", Params().uuid(port));
    if (!row)
        return row.error();
    if (row->rows() == 0)
        return ChainHead{};
    return ChainHead{row->integer(0, 0), row->text(0, 1)};
}

Result<> moveHead(Connection &connection, const Uuid &port, const ChainHead &head)
{
    const auto moved = connection.prepared(
        "audit_move_head",
        "insert into sync.audit_heads (port_id, seq, hash) values ($1, $2, $3) "
        "on conflict (port_id) do update set seq = excluded.seq, hash = excluded.hash, sealed_at = now()",
        Params().uuid(port).int8(head.seq).text(head.hash));
    if (!moved)
        return moved.error();
    return Done{};
}

Result<> writeSeals(Connection &connection, const std::vector<Uuid> &ids, std::int64_t first,
                    const std::vector<std::string> &hashes, const std::string &previous)
{
    std::vector<std::int64_t> numbers;
    std::vector<std::string> before;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        numbers.push_back(first + static_cast<std::int64_t>(i));
        before.push_back(i == 0 ? previous : hashes[i - 1]);
    }
    const auto written = connection.prepared(
        "audit_seal",
        "update public.audit_logs a set seq = s.seq, prev_hash = s.prev_hash, hash = s.hash "
        "from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[]) s (id, seq, prev_hash, hash) "
        "where a.id = s.id and a.seq is null",
        Params().uuids(ids).int8s(numbers).texts(before).texts(hashes));
    if (!written)
        return written.error();
    if (written->affected() != static_cast<std::int64_t>(ids.size()))
        return Error{ErrorCode::Internal, "audit.seal", {}, "rows were sealed by somebody else"};
    return Done{};
}

// Within a transaction. Nothing to do when another sealer is at this port.
Result<std::size_t> sealPort(Connection &connection, const Uuid &port, std::size_t most)
{
    const auto lock = connection.prepared("audit_lock", "select pg_try_advisory_xact_lock($1, hashtext($2))",
                                          Params().int4(lockClass).text(port.toString()));
    if (!lock)
        return lock.error();
    if (!lock->boolean(0, 0))
        return std::size_t(0);
    auto head = headOf(connection, port);
    if (!head)
        return head.error();
    const std::string sql = std::string("select ") + chainedColumns +
                            " from public.audit_logs a where seq is null and" + portCondition +
                            "order by a.received_at, a.id limit $2";
    const auto rows = connection.prepared("audit_unsealed", sql.c_str(),
                                          Params().uuid(port).int8(static_cast<std::int64_t>(most)));
    if (!rows)
        return rows.error();
    if (rows->rows() == 0)
        return std::size_t(0);
    const ChainHead before = *head;
    std::vector<Uuid> ids;
    std::vector<std::string> hashes;
    for (int i = 0; i < rows->rows(); ++i) {
        head->hash = chainHash(*rows, i, ++head->seq, head->hash);
        ids.push_back(rows->uuid(i, 0));
        hashes.push_back(head->hash);
    }
    NIMARA_TRY(writeSeals(connection, ids, before.seq + 1, hashes, before.hash));
    NIMARA_TRY(moveHead(connection, port, *head));
    return ids.size();
}

} // namespace

Result<std::size_t> sealAudit(Connection &connection, std::size_t most)
{
    const auto ports = connection.prepared("audit_waiting", waitingSql, {});
    if (!ports)
        return ports.error();
    std::size_t sealed = 0;
    for (int i = 0; i < ports->rows(); ++i) {
        auto transaction = Transaction::begin(connection);
        if (!transaction)
            return transaction.error();
        const auto count = sealPort(connection, ports->uuid(i, 0), most);
        if (!count)
            return count.error();
        NIMARA_TRY(transaction->commit());
        sealed += *count;
    }
    return sealed;
}

struct SealerThread::State
{
    std::string conninfo;
    std::mutex mutex;
    std::condition_variable wake;
    bool stopping = false;
    std::thread thread;

    void run()
    {
        std::optional<Connection> connection;
        std::unique_lock lock(mutex);
        while (!stopping) {
            lock.unlock();
            if (!connection || !connection->isOpen()) {
                auto opened = Connection::open(conninfo);
                connection = opened ? std::optional(*std::move(opened)) : std::nullopt;
            }
            // A fault shows in the age of the oldest unsealed row, which health reports; here the next round tries again.
            const bool more = connection && sealAudit(*connection).operator bool();
            if (!more)
                connection.reset();
            lock.lock();
            wake.wait_for(lock, sealingPause, [this] { return stopping; });
        }
    }
};

SealerThread::SealerThread(std::string conninfo) : m_state(std::make_unique<State>())
{
    m_state->conninfo = std::move(conninfo);
    m_state->thread = std::thread([state = m_state.get()] { state->run(); });
}

SealerThread::~SealerThread()
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->stopping = true;
    }
    m_state->wake.notify_all();
    m_state->thread.join();
}

} // namespace nimara::server
