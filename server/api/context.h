#pragma once

#include "models/base/clock.h"
#include "models/base/log.h"
#include "server/auth/guard.h"
#include "server/auth/password.h"
#include "server/config/config.h"
#include "server/net/rate_limiter.h"
#include "server/net/router.h"
#include "server/net/worker_pool.h"

#include <string>

namespace nimara::server::api {

// What endpoints share. Everything referred to outlives the router.
struct Context
{
    const auth::Guard &guard;
    net::RateLimiter &limiter;
    net::WorkerPool &workers;
    const config::Config &config;
    const Clock &clock;
    std::string appUrl; // what mailed and printed links begin with
    auth::PasswordCost cost = {};
    Log log = {};
};

void addAuthRoutes(net::Router &router, const Context &context);
void addPasswordRoutes(net::Router &router, const Context &context);
void addOnlineRoutes(net::Router &router, const Context &context);
void addUserRoutes(net::Router &router, const Context &context);
void addHealthRoute(net::Router &router, const Context &context);

} // namespace nimara::server::api
