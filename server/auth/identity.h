#pragma once

#include "models/base/uuid.h"

#include <string>

namespace nimara::server::auth {

// Who is asking, as proven by a session token. What the user may do is asked of the database per port, never kept
// here: rights change while sessions live.
struct Identity
{
    Uuid userId;
    Uuid sessionId;
    bool isSuperAdmin = false;
    Uuid
        deviceId; // as the client named itself at sign-in, nil if it did not; for lists and the audit, proves nothing
    std::string address;
};

} // namespace nimara::server::auth
