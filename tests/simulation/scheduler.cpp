#include "tests/simulation/scheduler.h"

#include "models/base/hash.h"

#include <string>

namespace nimara::sim {

void Scheduler::runUntil(Time until, std::uint64_t lastEvent)
{
    while (!m_events.empty() && m_events.top().at <= until) {
        if (m_done >= lastEvent)
            return;
        // The queue gives its top as const; what is in it is moved out before it is popped.
        Event event = std::move(const_cast<Event &>(m_events.top()));
        m_events.pop();
        m_now = event.at;
        ++m_done;
        event.what();
    }
    m_now = until;
}

void Scheduler::trace(std::string_view bytes)
{
    std::string mixed(reinterpret_cast<const char *>(&m_trace), sizeof m_trace);
    const std::int64_t at = m_now.count();
    mixed.append(reinterpret_cast<const char *>(&at), sizeof at);
    mixed += bytes;
    m_trace = hash64(mixed);
}

} // namespace nimara::sim
