#include "server/auth/pg_session_watcher.h"

#include "server/auth/sessions.h"
#include "server/db/connection.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

namespace nimara::server::auth {
namespace {
using Time = std::chrono::steady_clock;

// Longer than any transaction that ends a session takes to commit.
constexpr std::chrono::seconds overlap{30};

// One that watches. Recursive, because the function may end its own watch.
struct Watcher
{
    std::recursive_mutex mutex;
    bool isActive = true;
    SessionWatcher::Ended ended;
};

struct Session
{
    std::vector<std::shared_ptr<Watcher>> watchers;
    std::optional<Instant> expiresAt; // not known before the session's first round
};

struct Ending
{
    std::shared_ptr<Watcher> watcher;
    SessionEnd end;
};
} // namespace

class PgSessionWatcher::State
{
public:
    State(Options options, net::Connect connect)
        : m_options(std::move(options)), m_connect(std::move(connect))
    {}

    void run();
    void stop();
    void add(const Uuid &session, std::shared_ptr<Watcher> watcher);
    void remove(const Uuid &session, const std::shared_ptr<Watcher> &watcher);

private:
    Result<> round();
    Result<std::set<Uuid>> revokedLately(Connection &connection, Instant &now);
    std::vector<Uuid> due(const std::set<Uuid> &revoked, Instant now, bool all);
    Result<> renew(Connection &connection, const std::vector<Uuid> &sessions);
    Result<> judge(Connection &connection, const std::vector<Uuid> &sessions);
    void take(const Uuid &session, SessionEnd end, std::vector<Ending> &endings);

    const Options m_options;
    const net::Connect m_connect;
    std::unique_ptr<Connection> m_connection;
    Time::time_point m_nextFull{};
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_isStopping = false;
    std::map<Uuid, Session> m_sessions;
};

namespace {
class OneWatch final : public SessionWatcher::Watch
{
public:
    explicit OneWatch(std::function<void()> end) : m_end(std::move(end)) {}
    ~OneWatch() override { m_end(); }

private:
    std::function<void()> m_end;
};
} // namespace

void PgSessionWatcher::State::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_isStopping) {
        m_wake.wait_for(lock, m_options.interval, [this] { return m_isStopping; });
        if (m_isStopping || m_sessions.empty())
            continue;
        lock.unlock();
        if (auto done = round(); !done) {
            // Sockets stay open while the database is away: nothing can be read through them then.
            m_options.log.warn("auth.watch_failed", {{"key", done.error().key}});
            m_connection.reset();
        }
        lock.lock();
    }
}

void PgSessionWatcher::State::stop()
{
    const std::lock_guard lock(m_mutex);
    m_isStopping = true;
    m_wake.notify_all();
}

void PgSessionWatcher::State::add(const Uuid &session, std::shared_ptr<Watcher> watcher)
{
    const std::lock_guard lock(m_mutex);
    m_sessions[session].watchers.push_back(std::move(watcher));
}

void PgSessionWatcher::State::remove(const Uuid &session, const std::shared_ptr<Watcher> &watcher)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_sessions.find(session);
        if (found != m_sessions.end()) {
            std::erase(found->second.watchers, watcher);
            if (found->second.watchers.empty())
                m_sessions.erase(found);
        }
    }
    const std::lock_guard lock(watcher->mutex); // waits for a call that runs
    watcher->isActive = false;
}

Result<> PgSessionWatcher::State::round()
{
    if (!m_connection || !m_connection->isOpen()) {
        auto opened = m_connect();
        if (!opened)
            return opened.error();
        m_connection = *std::move(opened);
    }
    Instant now;
    auto revoked = revokedLately(*m_connection, now);
    if (!revoked)
        return revoked.error();
    const bool all = Time::now() >= m_nextFull;
    if (all)
        m_nextFull = Time::now() + m_options.fullRound;
    const std::vector<Uuid> sessions = due(*revoked, now, all);
    if (sessions.empty())
        return Done{};
    NIMARA_TRY(renew(*m_connection, sessions));
    return judge(*m_connection, sessions);
}

Result<std::set<Uuid>> PgSessionWatcher::State::revokedLately(Connection &connection, Instant &now)
{
    static const std::string sql = "select now(), s.id from (select 1) one left join auth.sessions s"
                                   " on s.revoked_at > now() - interval '" +
                                   std::to_string(overlap.count()) + " seconds'";
    auto found = connection.prepared("watch_revoked", sql.c_str(), {});
    if (!found)
        return found.error();
    now = found->instant(0, 0);
    std::set<Uuid> sessions;
    for (int row = 0; row < found->rows(); ++row) {
        if (!found->isNull(row, 1))
            sessions.insert(found->uuid(row, 1));
    }
    return sessions;
}

std::vector<Uuid> PgSessionWatcher::State::due(const std::set<Uuid> &revoked, Instant now, bool all)
{
    std::vector<Uuid> sessions;
    const std::lock_guard lock(m_mutex);
    for (const auto &[id, session] : m_sessions) {
        if (all || !session.expiresAt || *session.expiresAt <= now || revoked.contains(id))
            sessions.push_back(id);
    }
    return sessions;
}

Result<> PgSessionWatcher::State::renew(Connection &connection, const std::vector<Uuid> &sessions)
{
    static const std::string sql =
        "update auth.sessions set last_used_at = now(), expires_at = least(now() + interval '" +
        std::to_string(sessionLife.count()) +
        " hours', ends_at) where id = any($1) and revoked_at is null and expires_at > now()"
        " and expires_at < ends_at and expires_at - now() < interval '" +
        std::to_string(sessionRenewal.count()) + " hours'";
    Params params;
    params.uuids(sessions);
    auto done = connection.prepared("watch_renew", sql.c_str(), params);
    return done ? Result<>(Done{}) : done.error();
}

Result<> PgSessionWatcher::State::judge(Connection &connection, const std::vector<Uuid> &sessions)
{
    Params params;
    params.uuids(sessions);
    auto found = connection.prepared(
        "watch_judge",
        "select a.id, s.id is null or s.expires_at <= now(), s.revoked_at is not null,"
        " coalesce(u.is_active, true), s.expires_at from unnest($1) a(id)"
        " left join auth.sessions s on s.id = a.id left join public.users u on u.id = s.user_id",
        params);
    if (!found)
        return found.error();
    std::vector<Ending> endings;
    for (int row = 0; row < found->rows(); ++row) {
        const Uuid id = found->uuid(row, 0);
        if (!found->boolean(row, 3)) {
            take(id, SessionEnd::UserInactive, endings);
        } else if (found->boolean(row, 2)) {
            take(id, SessionEnd::Revoked, endings);
        } else if (found->boolean(row, 1)) {
            take(id, SessionEnd::Expired, endings);
        } else {
            const std::lock_guard lock(m_mutex);
            if (const auto session = m_sessions.find(id); session != m_sessions.end())
                session->second.expiresAt = found->instant(row, 4);
        }
    }
    for (const Ending &ending : endings) {
        const std::lock_guard lock(ending.watcher->mutex);
        if (std::exchange(ending.watcher->isActive, false))
            ending.watcher->ended(ending.end);
    }
    return Done{};
}

void PgSessionWatcher::State::take(const Uuid &session, SessionEnd end, std::vector<Ending> &endings)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_sessions.find(session);
    if (found == m_sessions.end())
        return;
    for (std::shared_ptr<Watcher> &watcher : found->second.watchers)
        endings.push_back({.watcher = std::move(watcher), .end = end});
    m_sessions.erase(found);
}

PgSessionWatcher::PgSessionWatcher(Options options, net::Connect connect)
    : m_state(std::make_shared<State>(std::move(options), std::move(connect)))
{
    m_thread = std::thread([state = m_state] { state->run(); });
}

PgSessionWatcher::~PgSessionWatcher()
{
    m_state->stop();
    m_thread.join();
}

std::unique_ptr<SessionWatcher::Watch> PgSessionWatcher::watch(const Identity &identity, Ended ended)
{
    auto watcher = std::make_shared<Watcher>();
    watcher->ended = std::move(ended);
    m_state->add(identity.sessionId, watcher);
    return std::make_unique<OneWatch>(
        [state = m_state, session = identity.sessionId, watcher] { state->remove(session, watcher); });
}

} // namespace nimara::server::auth
