#pragma once

#include "server/net/transport.h"

#include <boost/asio/basic_waitable_timer.hpp>
#include <chrono>
#include <functional>

namespace nimara::server::net {

// Ends something that takes too long. Setting a limit is cheap: the timer below is moved only when it would fire too
// late, and looks again when it fires too early. Used on its strand only.
class TimeLimit
{
public:
    using Time = std::chrono::steady_clock;

    explicit TimeLimit(const Strand &strand) : m_timer(strand) {}

    // `expired` holds what must live until then; finish() lets go of it.
    void onExpiry(std::function<void()> expired) { m_expired = std::move(expired); }

    void set(std::chrono::milliseconds span)
    {
        m_deadline = Time::now() + span;
        if (!m_isWaiting || m_timer.expiry() > m_deadline)
            wait();
    }
    void clear() { m_deadline = Time::time_point::max(); }
    void finish()
    {
        clear();
        m_expired = nullptr;
        m_timer.cancel();
    }

private:
    void wait()
    {
        m_timer.expires_at(m_deadline);
        m_isWaiting = true;
        // A copy, so that what it holds lives while the wait is out.
        m_timer.async_wait([this, expired = m_expired](const error_code &fault) {
            if (fault || !m_expired)
                return;
            m_isWaiting = false;
            if (Time::now() >= m_deadline)
                expired();
            else if (m_deadline != Time::time_point::max())
                wait();
        });
    }

    asio::basic_waitable_timer<Time, asio::wait_traits<Time>, Strand> m_timer;
    Time::time_point m_deadline = Time::time_point::max();
    bool m_isWaiting = false;
    std::function<void()> m_expired;
};

} // namespace nimara::server::net
