#pragma once

#include "models/base/uuid.h"
#include "server/net/http.h"
#include "server/net/socket.h"
#include "server/net/worker_pool.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nimara::server::net {

// Runs on a worker, start to end. What it throws is caught at the boundary and answered 500.
using Handler = std::function<Response(const Request &, Worker &)>;

struct RouteOptions
{
    std::size_t bodyLimit = 1024 * 1024;
    Lane lane = Lane::Live;
};

// Who a socket belongs to, and what will answer on it.
struct SocketAdmission
{
    Uuid owner; // at most ServerLimits::socketsPerOwner at a time
    std::function<std::unique_ptr<SocketHandler>()> makeHandler; // called on the socket's strand
};

// Runs on a worker before the upgrade; a refusal is answered as HTTP.
using SocketGate = std::function<Result<SocketAdmission>(const Request &, Worker &)>;

struct Route
{
    Method method = Method::Get;
    std::vector<std::string> segments; // "{}" stands for any one segment
    RouteOptions options;
    Handler handler; // empty for a socket
    SocketGate gate;
};

struct RouteMatch
{
    const Route *route = nullptr;
    std::vector<std::string> arguments;
};

class Router
{
public:
    // "/api/auth/sessions/{id}": a segment in braces matches any one segment.
    void add(Method method, std::string_view path, Handler handler, RouteOptions options = {});
    void addSocket(std::string_view path, SocketGate gate);

    RouteMatch match(Method method, std::string_view path) const;

private:
    std::vector<Route> m_routes;
};

} // namespace nimara::server::net
