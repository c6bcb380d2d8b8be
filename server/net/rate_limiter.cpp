#include "server/net/rate_limiter.h"

#include "models/domain/sign_in_errors.h"

#include <algorithm>
#include <cmath>

namespace nimara::server::net {
void RateDecision::describe(Response &response) const
{
    response.with("X-RateLimit-Limit", std::to_string(limit));
    response.with("X-RateLimit-Remaining", std::to_string(remaining));
    response.with(std::string(rateLimitResetHeader), std::to_string(reset.count()));
}

RateLimiter::RateLimiter(const Clock &clock, std::size_t mostKeys) : m_clock(clock), m_mostKeys(mostKeys) {}

RateDecision RateLimiter::take(const RateWindow &window, std::string_view key)
{
    return judge(window, key, true);
}

RateDecision RateLimiter::look(const RateWindow &window, std::string_view key)
{
    return judge(window, key, false);
}

std::size_t RateLimiter::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_counters.size();
}

RateDecision RateLimiter::judge(const RateWindow &window, std::string_view key, bool count)
{
    using std::chrono::microseconds;
    const microseconds now = m_clock.monotonic();
    const microseconds length = window.span;
    const std::int64_t span = now / length;
    const double elapsed = static_cast<double>((now % length).count()) / static_cast<double>(length.count());

    const std::lock_guard lock(m_mutex);
    if (m_counters.size() >= m_mostKeys)
        makeRoom(now);
    Counter &counter = m_counters[std::string(window.name) + ' ' + std::string(key)];
    if (counter.span != span) {
        counter.before = counter.span + 1 == span ? counter.current : 0;
        counter.current = 0;
        counter.span = span;
        counter.until = length * (span + 2);
    }
    const double used = counter.current + counter.before * (1.0 - elapsed);
    RateDecision decision{
        .allowed = used + 1.0 <= window.limit, .limit = window.limit, .remaining = 0, .reset = {}};
    if (count && decision.allowed)
        ++counter.current;
    const double left = window.limit - used - (count && decision.allowed ? 1.0 : 0.0);
    decision.remaining = static_cast<std::uint32_t>(std::max(0.0, std::floor(left)));
    const auto rest = std::chrono::ceil<std::chrono::seconds>(length - now % length);
    decision.reset = std::max(rest, std::chrono::seconds(1));
    return decision;
}

// A flood of keys (addresses can be had in any number) costs memory only up to the bound: what no window looks at any
// more goes first, and when that is not enough, all of it. The lock-out of accounts does not rest on this.
void RateLimiter::makeRoom(std::chrono::microseconds now)
{
    if (now - m_swept > std::chrono::seconds(1)) {
        m_swept = now;
        std::erase_if(m_counters, [now](const auto &entry) { return entry.second.until <= now; });
    }
    if (m_counters.size() >= m_mostKeys)
        m_counters.clear();
}

} // namespace nimara::server::net
