#include "server/net/router.h"

namespace nimara::server::net {
namespace {
constexpr std::size_t mostSegments = 16;

// Nothing for a path that does not begin with '/', ends with one, or has an empty or too many segments.
std::vector<std::string_view> segmentsOf(std::string_view path)
{
    std::vector<std::string_view> segments;
    while (!path.empty()) {
        if (path.front() != '/' || segments.size() == mostSegments)
            return {};
        path.remove_prefix(1);
        const std::string_view segment = path.substr(0, path.find('/'));
        if (segment.empty())
            return {};
        segments.push_back(segment);
        path.remove_prefix(segment.size());
    }
    return segments;
}

bool fits(const Route &route, const std::vector<std::string_view> &segments,
          std::vector<std::string> &arguments)
{
    if (route.segments.size() != segments.size())
        return false;
    arguments.clear();
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (route.segments[i] == "{}")
            arguments.emplace_back(segments[i]);
        else if (route.segments[i] != segments[i])
            return false;
    }
    return true;
}

Route parsed(Method method, std::string_view path)
{
    Route route{.method = method, .segments = {}, .options = {}, .handler = {}, .gate = {}};
    for (const std::string_view segment : segmentsOf(path))
        route.segments.emplace_back(segment.front() == '{' ? "{}" : segment);
    return route;
}
} // namespace

void Router::add(Method method, std::string_view path, Handler handler, RouteOptions options)
{
    Route route = parsed(method, path);
    route.handler = std::move(handler);
    route.options = options;
    m_routes.push_back(std::move(route));
}

void Router::addSocket(std::string_view path, SocketGate gate)
{
    Route route = parsed(Method::Get, path);
    route.gate = std::move(gate);
    m_routes.push_back(std::move(route));
}

RouteMatch Router::match(Method method, std::string_view path) const
{
    const Method asked = method == Method::Head ? Method::Get : method;
    const std::vector<std::string_view> segments = segmentsOf(path);
    RouteMatch match;
    if (segments.empty())
        return match;
    for (const Route &route : m_routes) {
        if (route.method == asked && fits(route, segments, match.arguments)) {
            match.route = &route;
            return match;
        }
    }
    return match;
}

} // namespace nimara::server::net
