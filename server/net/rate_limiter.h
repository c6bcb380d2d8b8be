#pragma once

#include "models/base/clock.h"
#include "server/net/http.h"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace nimara::server::net {

struct RateWindow
{
    std::string_view name;
    std::uint32_t limit;
    std::chrono::seconds span;
};

// DOMAIN.md, "Sign-in, sessions, limits".
namespace window {
using namespace std::chrono_literals;
inline constexpr RateWindow auth{"auth", 5, 15min};        // failed sign-ins of an account from an address
inline constexpr RateWindow address{"address", 60, 15min}; // the same of an address, whatever the account
inline constexpr RateWindow api{"api", 120, 1min};
inline constexpr RateWindow upload{"upload", 10, 1min};
inline constexpr RateWindow bulk{"bulk", 5, 1min};
inline constexpr RateWindow denied{"denied", 120, 1min}; // requests of an address that bore no good token
} // namespace window

struct RateDecision
{
    bool allowed = true;
    std::uint32_t limit = 0;
    std::uint32_t remaining = 0;
    std::chrono::seconds reset{0}; // until the window has room again, or is empty

    // X-RateLimit-Limit, -Remaining, -Reset.
    void describe(Response &response) const;
};

// Sliding windows in this process: the count of the running span plus the share of the one before that still
// lies within the window. Two numbers a key, however many requests.
class RateLimiter
{
public:
    explicit RateLimiter(const Clock &clock, std::size_t mostKeys = 100'000);

    // Counts one request, if it is allowed.
    RateDecision take(const RateWindow &window, std::string_view key);
    // How things stand, counting nothing.
    RateDecision look(const RateWindow &window, std::string_view key);

    std::size_t size() const; // keys that are kept

private:
    struct Counter
    {
        std::int64_t span = 0; // which span `current` counts, from the clock's zero
        std::uint32_t current = 0;
        std::uint32_t before = 0;
        std::chrono::microseconds until{0}; // when it no longer matters
    };
    RateDecision judge(const RateWindow &window, std::string_view key, bool count);
    void makeRoom(std::chrono::microseconds now);

    const Clock &m_clock;
    const std::size_t m_mostKeys;
    mutable std::mutex m_mutex;
    std::unordered_map<std::string, Counter> m_counters;
    std::chrono::microseconds m_swept{0};
};

} // namespace nimara::server::net
