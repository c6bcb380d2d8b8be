#pragma once

#include "server/app/server.h"
#include "server/sync/session.h"

namespace nimara::server::app {

// What answers on /api/sync. Tests give it sessions of another version.
MakeSync syncService(const Session::Limits &session = {});

} // namespace nimara::server::app
