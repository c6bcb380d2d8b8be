#pragma once

#include "sync/engine/backoff.h"
#include "sync/engine/context.h"

#include <optional>

namespace nimara::sync {

// The one socket: when to open it, when it counts as dead, when to try again.
class Link
{
public:
    enum class State { Stopped, Offline, Waiting, Connecting, Up, Refused };

    explicit Link(Context &context) : m_context(context) {}

    State state() const { return m_state; }
    bool isUp() const { return m_state == State::Up; }
    const Error &problem() const { return m_problem; } // of the last loss; key empty: none

    void start();
    void stop();
    void setOffline(bool offline);
    void syncNow();

    void up();
    // The socket is gone by itself.
    void lost(Error why, std::chrono::microseconds retryAfter);
    // We are done with it: closes it and tries again after `retryAfter`, or by the back-off when that is zero.
    void drop(Error why, std::chrono::microseconds retryAfter = {});
    // Closes it for good, until start().
    void refuse(Error why);
    void heard() { m_heard = m_context.now(); }

    // True: the link was declared dead just now.
    bool tick();
    std::optional<std::chrono::microseconds> due() const;

private:
    void open();
    void wait(std::chrono::microseconds retryAfter);
    void close();

    Context &m_context;
    State m_state = State::Stopped;
    bool m_started = false;
    bool m_offline = false;
    Error m_problem;
    Backoff m_backoff;
    std::chrono::microseconds m_since{0}; // of Up and Connecting
    std::chrono::microseconds m_heard{0};
    std::chrono::microseconds m_retryAt{0};
};

} // namespace nimara::sync
