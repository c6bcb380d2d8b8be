#include "server/net/transport.h"

#include "server/net/request_text.h"

namespace nimara::server::net {

Shared::Membership Shared::enter(std::weak_ptr<Ending> connection)
{
    const std::lock_guard lock(m_mutex);
    if (m_connections.size() >= options.limits.connections)
        return nullptr;
    const auto place = m_connections.insert(m_connections.end(), std::move(connection));
    return Membership(this, [this, place](void *) {
        const std::lock_guard leaving(m_mutex);
        m_connections.erase(place);
    });
}

std::size_t Shared::entered() const
{
    const std::lock_guard lock(m_mutex);
    return m_connections.size();
}

std::vector<std::shared_ptr<Ending>> Shared::everybody() const
{
    std::vector<std::shared_ptr<Ending>> all;
    const std::lock_guard lock(m_mutex);
    all.reserve(m_connections.size());
    for (const std::weak_ptr<Ending> &each : m_connections) {
        if (auto connection = each.lock())
            all.push_back(std::move(connection));
    }
    return all;
}

std::shared_ptr<void> Shared::takePlace(const std::string &peer)
{
    if (isAmong(options.trustedProxies, peer))
        return {this, [](void *) {}};
    return m_byAddress.take(addressGroup(peer));
}

} // namespace nimara::server::net
