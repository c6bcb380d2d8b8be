#pragma once

#include "models/base/log.h"
#include "server/auth/identity.h"
#include "server/auth/known_tokens.h"
#include "server/auth/session_watcher.h"
#include "server/db/connection.h"
#include "server/net/rate_limiter.h"
#include "server/net/router.h"

#include <functional>
#include <memory>
#include <string_view>

namespace nimara::server::auth {

// What an error becomes for the one who asked, with Retry-After where it has one.
net::Response responseFor(const Error &error);

// The door of every endpoint: opens the database, finds out who asks, counts, and writes down what was refused.
class Guard
{
public:
    using OpenBody = std::function<Result<net::Response>(const net::Request &, Connection &)>;
    using SignedInBody =
        std::function<Result<net::Response>(const net::Request &, const Identity &, Connection &)>;
    using MakeSocketHandler = std::function<std::unique_ptr<net::SocketHandler>(const Identity &)>;

    Guard(net::RateLimiter &limiter, Log log);

    // For whoever comes; the body limits itself.
    net::Handler open(OpenBody body) const;
    // For whoever is signed in. A Forbidden answer is written to the audit log: of the port that the query names, if
    // it names one. X-RateLimit headers stand in every answer.
    net::Handler signedIn(SignedInBody body, const net::RateWindow &window = net::window::api) const;
    // For sockets: the session is looked at before the upgrade, and watched until the socket closes.
    net::SocketGate socket(MakeSocketHandler make, SessionWatcher &watcher) const;

private:
    Result<Identity> identify(const net::Request &request, Connection &connection) const;
    void noteDenied(const net::Request &request, const Identity &identity, const Error &error,
                    Connection &connection) const;

    net::RateLimiter &m_limiter;
    mutable KnownTokens m_known;
    const Log m_log;
};

// The right itself, for bodies: Forbidden, with the permission as its field, to whom lacks it in that port.
Result<> require(Connection &connection, const Identity &identity, const Uuid &port,
                 std::string_view permission);

} // namespace nimara::server::auth
