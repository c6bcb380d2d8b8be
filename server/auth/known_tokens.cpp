#include "server/auth/known_tokens.h"

#include "server/auth/token.h"

namespace nimara::server::auth {

bool KnownTokens::has(std::string_view token) const
{
    const std::lock_guard lock(m_mutex);
    return m_hashes.contains(tokenHash(token));
}

void KnownTokens::add(std::string_view token)
{
    const std::lock_guard lock(m_mutex);
    if (m_hashes.size() >= m_most)
        m_hashes.clear();
    m_hashes.insert(tokenHash(token));
}

void KnownTokens::remove(std::string_view token)
{
    const std::lock_guard lock(m_mutex);
    m_hashes.erase(tokenHash(token));
}

} // namespace nimara::server::auth
