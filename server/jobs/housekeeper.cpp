#include "server/jobs/housekeeper.h"

#include "server/jobs/housekeeping.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace nimara::server::jobs {

struct Housekeeper::State
{
    std::string conninfo;
    std::chrono::seconds period;
    Log log;
    std::mutex mutex;
    std::condition_variable wake;
    bool stopping = false;
    std::thread thread;

    void run()
    {
        std::unique_lock lock(mutex);
        while (!stopping) {
            lock.unlock();
            keepHouse();
            lock.lock();
            wake.wait_for(lock, period, [this] { return stopping; });
        }
    }

    void keepHouse() const
    {
        auto connection = Connection::open(conninfo);
        if (!connection)
            return log.failure("housekeeping.failed", connection.error());
        // A statement that is under way when the server stops must not hold it up.
        const auto ready = connection->run("set statement_timeout = '5s'");
        const auto cleared = ready ? clearOld(*connection) : Result<std::vector<Cleared>>(ready.error());
        if (!cleared)
            return log.failure("housekeeping.failed", cleared.error());
        for (const auto &[what, rows] : *cleared) {
            if (rows > 0)
                log.info("housekeeping.cleared", {{"what", std::string(what)}, {"rows", rows}});
        }
    }
};

Housekeeper::Housekeeper(std::string conninfo, std::chrono::seconds period, Log log)
    : m_state(std::make_unique<State>())
{
    m_state->conninfo = std::move(conninfo);
    m_state->period = period;
    m_state->log = std::move(log);
    m_state->thread = std::thread([state = m_state.get()] { state->run(); });
}

Housekeeper::~Housekeeper()
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->stopping = true;
    }
    m_state->wake.notify_all();
    m_state->thread.join();
}

} // namespace nimara::server::jobs
