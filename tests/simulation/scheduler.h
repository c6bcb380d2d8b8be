#pragma once

#include "models/base/clock.h"

#include <queue>
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <string_view>
#include <tuple>
#include <vector>

namespace nimara::sim {

using Time = std::chrono::microseconds;

// The world's time and what will happen in it. Events of the same moment happen in the order in which they were set.
class Scheduler
{
public:
    Time now() const { return m_now; }
    void after(Time delay, std::function<void()> what)
    {
        m_events.push({m_now + delay, m_next++, std::move(what)});
    }
    // Runs everything up to `until`, or up to the event of this number.
    void runUntil(Time until, std::uint64_t lastEvent = std::numeric_limits<std::uint64_t>::max());

    // What was seen, folded: two runs of one seed give the same.
    void trace(std::string_view bytes);
    std::uint64_t traceHash() const { return m_trace; }
    std::uint64_t events() const { return m_done; }

private:
    struct Event
    {
        Time at;
        std::uint64_t order;
        std::function<void()> what;
        bool operator<(const Event &other) const
        {
            return std::tie(other.at, other.order) < std::tie(at, order);
        }
    };

    Time m_now{0};
    std::uint64_t m_next = 0;
    std::uint64_t m_done = 0;
    std::uint64_t m_trace = 0;
    std::priority_queue<Event> m_events;
};

// A node's clocks: its wall clock may be wrong, its monotonic one begins with the process.
class NodeClock final : public Clock
{
public:
    NodeClock(const Scheduler &scheduler, Time skew) : m_scheduler(scheduler), m_skew(skew) {}
    Instant now() const override { return Instant(1'795'000'000'000'000) + m_scheduler.now() + m_skew; }
    Time monotonic() const override { return m_scheduler.now(); }
    void jump(Time by) { m_skew += by; }

private:
    const Scheduler &m_scheduler;
    Time m_skew;
};

} // namespace nimara::sim
