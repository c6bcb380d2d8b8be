#pragma once

#include "server/net/transport.h"

namespace nimara::server::net {

// Serves one accepted connection to its end.
void serveConnection(Shared &shared, TcpSocket socket);

} // namespace nimara::server::net
