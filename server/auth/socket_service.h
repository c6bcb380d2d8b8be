#pragma once

#include "server/auth/identity.h"
#include "server/net/socket.h"

#include <memory>

namespace nimara::server::auth {

// What answers on /api/sync, as the composition root sees it. The session is watched around it: a handler is closed
// when its session ends and needs not look itself.
class SocketService
{
public:
    virtual ~SocketService() = default;

    // For a socket whose session is good; called on its strand, from many threads at once.
    virtual std::unique_ptr<net::SocketHandler> makeHandler(const Identity &identity) = 0;
    // The server stops. All sockets have closed; the workers still run. Threads of the service's own end here.
    virtual void stop() = 0;
};

} // namespace nimara::server::auth
