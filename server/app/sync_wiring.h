#pragma once

#include "server/app/server.h"

namespace nimara::server::app {

// What answers on /api/sync.
MakeSync syncService();

} // namespace nimara::server::app
