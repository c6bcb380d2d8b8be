#pragma once

#include "models/base/clock.h"
#include "server/auth/identity.h"
#include "server/net/socket.h"
#include "server/net/worker_pool.h"
#include "server/sync/endpoint/channels.h"
#include "server/sync/endpoint/hub_driver.h"
#include "server/sync/session.h"

#include <array>
#include <memory>

namespace nimara::server::sync_endpoint {

// One socket with its sessions, one for each channel. It only moves bytes and events: works run on the workers and come
// back by Socket::post.
class SyncSocket final : public net::SocketHandler
{
public:
    // What all sockets share; outlives them.
    struct Shared
    {
        PgDoor &door;
        HubDriver &hub;
        Channels &channels;
        net::WorkerPool &workers;
        const Clock &clock;
        Log log;
        Session::Limits limits;
        std::atomic<SubscriberId> nextSubscriber{1};
    };

    SyncSocket(Shared &shared, const auth::Identity &identity);

    void onOpen(net::SocketHandle socket) override;
    void onMessage(std::string_view message) override;
    void onWritable() override;
    void onClose(net::CloseCode code, std::string_view reason) override;

private:
    struct Channel
    {
        SubscriberId id = 0; // also tells a session from the one before it on this channel
        std::unique_ptr<Session> session;
        bool watched = false;
    };

    Channel &channel(std::uint8_t number);
    void handle(std::uint8_t number, Session::Event event);
    void handleFor(SubscriberId id, std::uint8_t number, Session::Event event);
    void act(std::uint8_t number, Session::Action action);
    void begin(std::uint8_t number, Session::Work work);
    void watch(std::uint8_t number);
    void end(std::uint8_t number);
    void tickAll();

    Shared &m_shared;
    const Actor m_actor;
    net::SocketHandle m_socket;
    std::array<Channel, sync::maxChannels> m_channels;
};

} // namespace nimara::server::sync_endpoint
