#pragma once

#include "server/net/any_stream.h"
#include "server/net/http_message.h"

namespace nimara::server::net {

// Answers the upgrade and serves the socket to its end. `place` is given back with it.
void serveSocket(Shared &shared, AnyStream stream, const HttpRequest &request, SocketAdmission admission,
                 std::shared_ptr<void> place, Log log);

} // namespace nimara::server::net
