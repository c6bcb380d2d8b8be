#include "server/sync/endpoint/channels.h"

#include <utility>
#include <vector>

namespace nimara::server::sync_endpoint {

Channels::Channels(PgDoor &door, net::WorkerPool &workers, std::chrono::milliseconds interval, Log log)
    : m_door(door), m_workers(workers), m_interval(interval), m_log(std::move(log)),
      m_thread([this] { run(); })
{}

Channels::~Channels()
{
    stop();
}

void Channels::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void Channels::addSocket(const net::Socket *socket, std::function<void()> tick)
{
    const std::lock_guard lock(m_mutex);
    m_sockets[socket] = std::move(tick);
}

void Channels::removeSocket(const net::Socket *socket)
{
    const std::lock_guard lock(m_mutex);
    m_sockets.erase(socket);
}

void Channels::watch(SubscriberId channel, const Actor &actor, const Uuid &port, Tell tell)
{
    const std::lock_guard lock(m_mutex);
    m_channels.try_emplace(channel, Watched{actor, port, std::move(tell), {}});
}

void Channels::forget(SubscriberId channel)
{
    const std::lock_guard lock(m_mutex);
    m_channels.erase(channel);
}

void Channels::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_wake.wait_for(lock, m_interval, [this] { return m_stopping; })) {
        lock.unlock();
        tick();
        readStamps();
        lock.lock();
    }
}

void Channels::tick()
{
    const std::lock_guard lock(m_mutex);
    for (const auto &[socket, passTime] : m_sockets)
        passTime();
}

void Channels::readStamps()
{
    std::vector<SubscriberId> channels;
    std::vector<Holder> holders;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto &[channel, watched] : m_channels) {
            channels.push_back(channel);
            holders.push_back({watched.actor.userId, watched.port});
        }
    }
    if (channels.empty())
        return;
    const auto stamps = m_door.stamps(holders);
    if (!stamps)
        return; // while PostgreSQL is away nobody reads or writes anything either
    std::vector<std::pair<SubscriberId, Watched>> changed;
    {
        const std::lock_guard lock(m_mutex);
        for (std::size_t i = 0; i < channels.size(); ++i) {
            const auto watched = m_channels.find(channels[i]);
            if (watched == m_channels.end() || watched->second.stamp == (*stamps)[i])
                continue;
            watched->second.stamp = (*stamps)[i].empty() ? "gone" : (*stamps)[i];
            changed.emplace_back(channels[i], watched->second);
        }
    }
    for (const auto &[channel, watched] : changed)
        readAgain(channel, watched.actor, watched.port);
}

void Channels::readAgain(SubscriberId channel, const Actor &actor, const Uuid &port)
{
    m_workers.post(net::Lane::Live, [this, channel, actor, port](net::Worker &) {
        auto access = m_door.access(actor, port);
        const std::lock_guard lock(m_mutex);
        const auto watched = m_channels.find(channel);
        if (watched == m_channels.end())
            return;
        if (!access && access.error().code == ErrorCode::Unavailable)
            watched->second.stamp.clear(); // asked again in the next round
        else
            watched->second.tell(std::move(access));
    });
}

} // namespace nimara::server::sync_endpoint
