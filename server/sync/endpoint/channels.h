#pragma once

#include "models/base/log.h"
#include "server/net/socket.h"
#include "server/net/worker_pool.h"
#include "server/sync/feed_hub.h"
#include "server/sync/pg/pg_door.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace nimara::server::sync_endpoint {

// All open channels of the process, watched together: one query tells for all of them whether rights have changed, and
// only then somebody's are read again. It also lets time pass for each socket.
class Channels
{
public:
    using Tell = std::function<void(Result<Access>)>; // posts, never works

    Channels(PgDoor &door, net::WorkerPool &workers, std::chrono::milliseconds interval, Log log);
    ~Channels();
    Channels(const Channels &) = delete;
    Channels &operator=(const Channels &) = delete;

    void addSocket(const net::Socket *socket, std::function<void()> tick);
    void removeSocket(const net::Socket *socket);

    // From the first call on; a channel's rights are read once more right after, since they may have changed between its
    // opening and this.
    void watch(SubscriberId channel, const Actor &actor, const Uuid &port, Tell tell);
    void forget(SubscriberId channel);
    void stop();

private:
    struct Watched
    {
        Actor actor;
        Uuid port;
        Tell tell;
        std::string stamp;
    };

    void run();
    void tick();
    void readStamps();
    void readAgain(SubscriberId channel, const Actor &actor, const Uuid &port);

    PgDoor &m_door;
    net::WorkerPool &m_workers;
    const std::chrono::milliseconds m_interval;
    const Log m_log;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::unordered_map<const net::Socket *, std::function<void()>> m_sockets;
    std::unordered_map<SubscriberId, Watched> m_channels;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace nimara::server::sync_endpoint
