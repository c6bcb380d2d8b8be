#pragma once

#include "models/base/uuid.h"
#include "server/auth/identity.h"

#include <functional>
#include <memory>

namespace nimara::server::auth {

enum class SessionEnd { Revoked, Expired, UserInactive };

// Tells open sockets within a second that their session has ended, whoever ended it and on whichever server.
class SessionWatcher
{
public:
    // Called once, on the watcher's thread; posts, never works.
    using Ended = std::function<void(SessionEnd)>;

    // Ends the watch when destroyed: after that the function is neither called nor running.
    class Watch
    {
    public:
        virtual ~Watch() = default;
    };

    virtual ~SessionWatcher() = default;
    [[nodiscard]] virtual std::unique_ptr<Watch> watch(const Identity &identity, Ended ended) = 0;
};

} // namespace nimara::server::auth
