#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>

namespace nimara::server::auth {

// Tokens that were good a short while ago, by their hashes. Whether they still are is asked of the database.
class KnownTokens
{
public:
    explicit KnownTokens(std::size_t most = 20'000) : m_most(most) {}

    bool has(std::string_view token) const;
    // Beyond the bound it begins anew.
    void add(std::string_view token);
    void remove(std::string_view token);

private:
    const std::size_t m_most;
    mutable std::mutex m_mutex;
    std::unordered_set<std::string> m_hashes;
};

} // namespace nimara::server::auth
