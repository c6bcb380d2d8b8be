#pragma once

#include "models/base/log.h"
#include "server/net/worker_pool.h"
#include "server/sync/feed_hub.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace nimara::server::sync_endpoint {

// Drives the process's one FeedHub: polls on a thread of its own, so that nothing queues before them; catch-ups run on
// the workers. All members may be called from any thread.
class HubDriver
{
public:
    // Called with news, while the driver is locked: it posts and returns.
    using Receiver = std::function<void(News)>;

    HubDriver(Door &door, net::WorkerPool &workers, Log log);
    ~HubDriver();
    HubDriver(const HubDriver &) = delete;
    HubDriver &operator=(const HubDriver &) = delete;

    void add(SubscriberId subscriber, Receiver receiver);
    void remove(SubscriberId subscriber); // its receiver is not called any more
    void join(SubscriberId subscriber, std::uint64_t ticket, const sync::Cursor &from,
              const std::vector<sync::ScopeId> &scopes);
    void leave(SubscriberId subscriber);
    // Something was committed here: poll now.
    void poke();
    // Ends the thread; catch-ups that still run are passed over.
    void stop();

private:
    using Lock = std::unique_lock<std::mutex>;

    void run();
    void poll(Lock &lock, const FeedHub::Work &work);
    void drain();
    void catchUp(FeedHub::Work work);

    Door &m_door;
    net::WorkerPool &m_workers;
    const Log m_log;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    FeedHub m_hub;
    std::deque<FeedHub::Work> m_polls;
    std::unordered_map<SubscriberId, Receiver> m_receivers;
    bool m_stopping = false;
    bool m_wasAway = false; // so that an outage is logged once
    std::thread m_thread;
};

} // namespace nimara::server::sync_endpoint
