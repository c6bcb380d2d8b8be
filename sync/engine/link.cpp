#include "sync/engine/link.h"

#include <algorithm>

namespace nimara::sync {

namespace {

bool isFinal(ErrorCode code)
{
    return code == ErrorCode::Unauthenticated || code == ErrorCode::Forbidden ||
           code == ErrorCode::UpgradeRequired;
}

Error dead(const char *what)
{
    return Error{ErrorCode::Offline, "link.dead", {}, what};
}

} // namespace

void Link::start()
{
    m_started = true;
    if (m_offline) {
        m_state = State::Offline;
        return;
    }
    if (m_state == State::Stopped || m_state == State::Refused) {
        m_backoff.reset();
        open();
    }
}

void Link::stop()
{
    m_started = false;
    close();
    m_state = State::Stopped;
    m_problem = {};
}

void Link::setOffline(bool offline)
{
    m_offline = offline;
    if (!m_started)
        return;
    if (offline) {
        close();
        m_state = State::Offline;
        m_problem = {};
    } else if (m_state == State::Offline) {
        m_backoff.reset();
        open();
    }
}

void Link::syncNow()
{
    if (m_state != State::Waiting)
        return;
    m_backoff.reset();
    open();
}

void Link::open()
{
    m_state = State::Connecting;
    m_since = m_context.now();
    m_context.log.add(m_context.now(), "link: open");
    m_context.act(OpenLink{});
}

void Link::close()
{
    if (m_state == State::Up || m_state == State::Connecting)
        m_context.act(CloseLink{});
}

void Link::up()
{
    if (m_state != State::Connecting)
        return;
    m_state = State::Up;
    m_since = m_context.now();
    m_heard = m_since;
    m_problem = {};
    m_context.log.add(m_context.now(), "link: up");
}

void Link::lost(Error why, std::chrono::microseconds retryAfter)
{
    if (m_state != State::Up && m_state != State::Connecting)
        return;
    if (m_state == State::Up && m_context.now() - m_since >= m_context.tuning.steady)
        m_backoff.reset();
    m_context.log.add(m_context.now(), "link: lost, " + why.key);
    m_problem = std::move(why);
    if (isFinal(m_problem.code))
        m_state = State::Refused;
    else
        wait(retryAfter);
}

void Link::drop(Error why, std::chrono::microseconds retryAfter)
{
    close();
    lost(std::move(why), retryAfter);
}

void Link::refuse(Error why)
{
    close();
    m_context.log.add(m_context.now(), "link: refused, " + why.key);
    m_problem = std::move(why);
    m_state = State::Refused;
}

void Link::wait(std::chrono::microseconds retryAfter)
{
    const Tuning &tuning = m_context.tuning;
    const auto longest =
        m_problem.code == ErrorCode::Offline ? tuning.longestOfflineRetry : tuning.longestRetry;
    auto delay = m_backoff.next(m_context.rng, tuning.firstRetry, longest);
    // A server that names its time is sparing itself: a little jitter on top, never less than it said.
    if (retryAfter.count() > 0) {
        const auto spread = static_cast<std::uint64_t>(retryAfter.count()) / 4;
        delay = retryAfter +
                std::chrono::microseconds(static_cast<std::int64_t>(m_context.rng.below(spread + 1)));
    }
    m_state = State::Waiting;
    m_retryAt = m_context.now() + delay;
}

bool Link::tick()
{
    const auto now = m_context.now();
    if (m_state == State::Waiting && now >= m_retryAt) {
        open();
    } else if (m_state == State::Connecting && now - m_since >= m_context.tuning.connecting) {
        drop(dead("no answer to the handshake"));
        return true;
    } else if (m_state == State::Up && now - m_heard >= m_context.tuning.silence) {
        drop(dead("silence"));
        return true;
    }
    return false;
}

std::optional<std::chrono::microseconds> Link::due() const
{
    switch (m_state) {
    case State::Waiting:
        return m_retryAt;
    case State::Connecting:
        return m_since + m_context.tuning.connecting;
    case State::Up:
        return m_heard + m_context.tuning.silence;
    default:
        return std::nullopt;
    }
}

} // namespace nimara::sync
