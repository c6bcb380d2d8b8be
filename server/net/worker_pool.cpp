#include "server/net/worker_pool.h"

#include "server/db/connection.h"

#include <poll.h>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include <libpq-fe.h>

namespace nimara::server::net {
namespace {
using Time = std::chrono::steady_clock;

// After a failed attempt nobody tries again for this long: a database that does not answer must not hold every thread
// for the whole of its own time limit.
constexpr std::chrono::milliseconds pauseAfterFailure{500};

// An idle connection has nothing to read. When it has, that is PostgreSQL saying good-bye: noticing it here spares the
// next job an error that is not its own.
bool hasGoneQuietly(Connection &connection)
{
    pollfd descriptor{.fd = PQsocket(connection.native()), .events = POLLIN, .revents = 0};
    if (descriptor.fd < 0)
        return true;
    if (poll(&descriptor, 1, 0) == 0)
        return false;
    return PQconsumeInput(connection.native()) == 0 || PQstatus(connection.native()) == CONNECTION_BAD;
}

Connect withPause(Connect connect)
{
    auto notBefore = std::make_shared<std::atomic<Time::rep>>(0);
    return [connect = std::move(connect), notBefore]() -> Result<std::unique_ptr<Connection>> {
        if (Time::now().time_since_epoch().count() < *notBefore)
            return Error{.code = ErrorCode::Unavailable, .key = "db.connection"};
        auto opened = connect();
        if (!opened)
            *notBefore = (Time::now() + pauseAfterFailure).time_since_epoch().count();
        return opened;
    };
}
} // namespace

Worker::Worker(Connect connect) : m_connect(std::move(connect)) {}

Worker::~Worker() = default;

Result<Connection *> Worker::connection()
{
    if (m_connection && m_connection->isOpen() && !hasGoneQuietly(*m_connection))
        return m_connection.get();
    m_connection.reset();
    auto opened = m_connect();
    if (!opened) {
        Error error = opened.error();
        error.code = ErrorCode::Unavailable;
        return error;
    }
    m_connection = *std::move(opened);
    return m_connection.get();
}

bool Worker::tidy()
{
    if (!m_connection)
        return false;
    const bool wasLeftOpen = m_connection->isOpen() && m_connection->inTransaction();
    if (wasLeftOpen || !m_connection->isOpen())
        drop();
    return wasLeftOpen;
}

void Worker::drop()
{
    m_connection.reset();
}

class WorkerPool::State
{
public:
    State(Options options, Connect connect)
        : m_options(std::move(options)), m_connect(withPause(std::move(connect)))
    {
        const std::size_t count = std::max<std::size_t>(2, m_options.threads);
        m_bulkLimit = count / 2;
        for (std::size_t i = 0; i < count; ++i)
            m_threads.emplace_back([this] { work(); });
    }

    bool push(Lane lane, Job &job, bool evenIfFull)
    {
        {
            const std::lock_guard lock(m_mutex);
            std::deque<Job> &queue = queueOf(lane);
            if (m_stopping || (!evenIfFull && queue.size() >= m_options.queueLimit))
                return false;
            queue.push_back(std::move(job));
        }
        m_wake.notify_one();
        return true;
    }

    std::size_t waiting(Lane lane) const
    {
        const std::lock_guard lock(m_mutex);
        return lane == Lane::Live ? m_live.size() : m_bulk.size();
    }

    void stop()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_wake.notify_all();
        for (std::thread &thread : m_threads) {
            if (thread.joinable())
                thread.join();
        }
    }

private:
    std::deque<Job> &queueOf(Lane lane) { return lane == Lane::Live ? m_live : m_bulk; }

    // Held back: bulk jobs wait while as many of them run as may.
    bool hasWork() const { return !m_live.empty() || (!m_bulk.empty() && m_bulkRunning < m_bulkLimit); }

    void work()
    {
        Worker worker(m_connect);
        std::unique_lock lock(m_mutex);
        while (true) {
            m_wake.wait(lock,
                        [this] { return hasWork() || (m_stopping && m_live.empty() && m_bulk.empty()); });
            if (!hasWork())
                return;
            const bool isBulk = m_live.empty();
            std::deque<Job> &queue = isBulk ? m_bulk : m_live;
            Job job = std::move(queue.front());
            queue.pop_front();
            m_bulkRunning += isBulk ? 1 : 0;
            lock.unlock();
            run(job, worker);
            job = nullptr; // what it holds is let go outside the lock
            lock.lock();
            m_bulkRunning -= isBulk ? 1 : 0;
            if (isBulk || m_stopping)
                m_wake.notify_all();
        }
    }

    void run(const Job &job, Worker &worker)
    {
        try {
            job(worker);
        } catch (const std::exception &fault) {
            m_options.log.error("worker.exception", {{"what", fault.what()}});
            worker.drop();
        } catch (...) {
            m_options.log.error("worker.exception");
            worker.drop();
        }
        if (worker.tidy())
            m_options.log.error("worker.transaction_left_open");
    }

    const Options m_options;
    const Connect m_connect;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_live;
    std::deque<Job> m_bulk;
    std::size_t m_bulkRunning = 0;
    std::size_t m_bulkLimit = 1;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

WorkerPool::WorkerPool(Options options, Connect connect)
    : m_state(std::make_unique<State>(std::move(options), std::move(connect)))
{}

WorkerPool::~WorkerPool()
{
    stop();
}

void WorkerPool::post(Lane lane, Job job)
{
    m_state->push(lane, job, true);
}

bool WorkerPool::tryPost(Lane lane, Job job)
{
    return m_state->push(lane, job, false);
}

std::size_t WorkerPool::waiting(Lane lane) const
{
    return m_state->waiting(lane);
}

void WorkerPool::stop()
{
    m_state->stop();
}

} // namespace nimara::server::net
