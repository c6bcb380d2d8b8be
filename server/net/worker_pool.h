#pragma once

#include "models/base/log.h"
#include "models/base/result.h"

#include <cstddef>
#include <functional>
#include <memory>

namespace nimara::server {
class Connection;
}

namespace nimara::server::net {

using Connect = std::function<Result<std::unique_ptr<Connection>>()>;

// What a job is given: the thread it runs on, which owns at most one PostgreSQL connection.
class Worker
{
public:
    explicit Worker(Connect connect);
    ~Worker();
    Worker(const Worker &) = delete;
    Worker &operator=(const Worker &) = delete;

    // Opened at first use and again after it broke. The error is ErrorCode::Unavailable while PostgreSQL is
    // away. The pointer is good until the job returns; no transaction may be left open by then.
    Result<Connection *> connection();

    // Drops the connection if it broke or the last job left it in a transaction. True when it was so left.
    bool tidy();
    void drop();

private:
    Connect m_connect;
    std::unique_ptr<Connection> m_connection;
};

// Live traffic never waits behind bulk: bulk jobs take at most half of the threads, and every thread that
// falls free takes a live job first.
enum class Lane { Live, Bulk };

class WorkerPool
{
public:
    using Job = std::function<void(Worker &)>;

    struct Options
    {
        std::size_t threads = 8;
        // Jobs beyond this wait nowhere: tryPost says no, and the request is answered 503.
        std::size_t queueLimit = 20000;
        Log log = {};
    };

    WorkerPool(Options options, Connect connect);
    ~WorkerPool(); // stop()
    WorkerPool(const WorkerPool &) = delete;
    WorkerPool &operator=(const WorkerPool &) = delete;

    // Jobs of one lane begin in the order they were posted, and run beside each other. After stop() a job is
    // destroyed without running. A job that throws is caught, and the worker's connection is dropped.
    void post(Job job) { post(Lane::Live, std::move(job)); }
    void post(Lane lane, Job job);
    // False, and nothing is queued, when the lane is full.
    [[nodiscard]] bool tryPost(Lane lane, Job job);

    std::size_t waiting(Lane lane) const;

    // Runs what is queued to its end, then joins the threads.
    void stop();

private:
    class State;
    std::unique_ptr<State> m_state;
};

} // namespace nimara::server::net
