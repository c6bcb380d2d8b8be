#pragma once

#include "models/base/rng.h"
#include "server/sync/session.h"
#include "tests/simulation/scheduler.h"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace nimara::sim {

// A server process: sessions and the feed hub over a door. The transport and the workers are the world's.
class ServerNode
{
public:
    using ConnectionId = std::uint64_t;
    struct Hooks
    {
        std::function<void(ConnectionId, std::string)> send; // to the client, in order
        std::function<void(ConnectionId)> close;
    };

    ServerNode(Scheduler &scheduler, Rng &rng, server::Door &door, const Clock &clock, Hooks hooks);

    bool isUp() const { return m_up; }
    void start();
    // Everything in memory is gone; work at the door may or may not have been done.
    void kill();

    ConnectionId accept(const Uuid &user);
    void receive(ConnectionId connection, const std::string &bytes);
    void lost(ConnectionId connection);

    // How long the door takes, in the mean.
    Time doorDelay{std::chrono::microseconds(400)};

private:
    struct Channel
    {
        std::unique_ptr<server::Session> session;
        server::SubscriberId subscriber = 0;
    };
    struct Connection
    {
        server::Actor actor;
        std::map<std::uint8_t, Channel> channels;
    };

    void tick();
    void readAccess();
    void deliver(ConnectionId connection, std::uint8_t channel, server::Session::Event event);
    void perform(ConnectionId connection, std::uint8_t channel, std::vector<server::Session::Action> actions);
    void work(ConnectionId connection, std::uint8_t channel, server::Session::Work work);
    void pumpHub();
    void hubWork(server::FeedHub::Work work);
    Channel *find(ConnectionId connection, std::uint8_t channel);
    Time someDelay();
    // Runs only if this process still lives then.
    void later(Time delay, std::function<void()> what);

    Scheduler &m_scheduler;
    Rng &m_rng;
    server::Door &m_door;
    const Clock &m_clock;
    Hooks m_hooks;
    bool m_up = false;
    std::uint64_t m_life = 0;
    ConnectionId m_nextConnection = 1;
    server::SubscriberId m_nextSubscriber = 1;
    std::unique_ptr<server::FeedHub> m_hub;
    std::map<ConnectionId, Connection> m_connections;
    Time m_accessRead{0};
    bool m_pumping = false;
};

} // namespace nimara::sim
