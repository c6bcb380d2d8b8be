#include "server/sync/feed_hub.h"

#include <algorithm>
#include <utility>

namespace nimara::server {

namespace {

// Subscribers looked at for a refresh after each poll: ten thousand come round within seconds.
constexpr std::size_t refreshedAtOnce = 64;

} // namespace

FeedHub::FeedHub() : FeedHub(Limits{}) {}

FeedHub::FeedHub(Limits limits) : m_limits(limits) {}

FeedHub::~FeedHub() = default;

void FeedHub::leave(SubscriberId subscriber)
{
    for (auto it = m_joiners.begin(); it != m_joiners.end();) {
        const auto joiner = it++;
        if (joiner->second.subscriber == subscriber)
            eraseJoiner(joiner);
    }
    const auto live = m_subscribers.find(subscriber);
    if (live == m_subscribers.end())
        return;
    for (const sync::ScopeId &scope : live->second.scopes) {
        auto &listeners = m_listeners[scope];
        listeners.erase(subscriber);
        if (listeners.empty())
            m_listeners.erase(scope);
        release(scope);
    }
    m_subscribers.erase(live);
}

void FeedHub::poke()
{
    m_again = true;
    pump();
}

void FeedHub::tick(std::chrono::microseconds now)
{
    m_now = now;
    pump();
}

void FeedHub::done(std::uint64_t work, Result<sync::Cursor> cursor)
{
    if (work != m_pollWork)
        return;
    m_pollWork = 0;
    if (cursor)
        m_cursor = *std::move(cursor);
    pump();
}

void FeedHub::done(std::uint64_t work, Result<FeedStep> step)
{
    if (work == m_pollWork) {
        m_pollWork = 0;
        pollDone(std::move(step));
    } else if (const auto running = m_running.find(work); running != m_running.end()) {
        const auto joiner = m_joiners.find(running->second);
        m_running.erase(running);
        if (joiner != m_joiners.end())
            catchUpDone(joiner, std::move(step));
    }
    pump();
}

std::vector<FeedHub::Action> FeedHub::takeActions()
{
    return std::exchange(m_actions, {});
}

// Catch-ups begin between two polls only: then the hub's cursor was read before, and every later poll knows the
// joiner's scopes.
void FeedHub::pump()
{
    if (m_pollWork != 0)
        return;
    const bool waiting = std::ranges::any_of(m_joiners, [this](const auto &entry) {
        return !entry.second.started && entry.second.notBefore <= m_now;
    });
    const bool due = m_again || m_now - m_lastPoll >= m_limits.interval;
    if (m_cursor.empty()) {
        // At first there is nothing to wait for; after a failed attempt the next one waits its turn.
        if (waiting && (due || m_polls == 0))
            startPoll();
        return;
    }
    startCatchUps();
    if (m_scopes.empty())
        m_cursor.clear();
    else if (due)
        startPoll();
}

void FeedHub::startPoll()
{
    m_again = false;
    m_lastPoll = m_now;
    ++m_polls;
    if (m_cursor.empty()) {
        m_pollWork = work(Now{}, true);
        return;
    }
    Feed feed{m_cursor, {}};
    feed.scopes.reserve(m_scopes.size());
    for (const auto &[scope, count] : m_scopes)
        feed.scopes.push_back(scope);
    std::ranges::sort(feed.scopes); // one order, whatever the hash
    m_pollWork = work(std::move(feed), true);
}

void FeedHub::pollDone(Result<FeedStep> step)
{
    if (!step) {
        if (step.error().key == staleEpochKey)
            return loseAll();
        // The cursor stays, so nothing is lost; joins wait for a poll that succeeds.
        for (auto &[id, joiner] : m_joiners)
            joiner.closedBy = std::max(joiner.closedBy, m_polls + 1);
        return;
    }
    const auto shared = std::make_shared<const FeedStep>(*std::move(step));
    const sync::Cursor from = std::exchange(m_cursor, shared->to);
    refuse(*shared);
    keep(shared);
    broadcast(*shared, from);
    closeJoins();
    refresh();
}

void FeedHub::broadcast(const FeedStep &step, const sync::Cursor &from)
{
    std::map<SubscriberId, News> all;
    for (const FeedStep::Part &part : step.parts) {
        const auto listeners = m_listeners.find(part.scope);
        if (listeners == m_listeners.end())
            continue;
        for (const SubscriberId subscriber : listeners->second)
            all[subscriber].parts.push_back(part.bytes);
    }
    for (const FeedStep::Event &event : step.events) {
        for (const sync::ScopeId &scope : event.scopes) {
            const auto listeners = m_listeners.find(scope);
            if (listeners == m_listeners.end())
                continue;
            for (const SubscriberId subscriber : listeners->second) {
                auto &events = all[subscriber].events;
                if (events.empty() || events.back() != event.event)
                    events.push_back(event.event);
            }
        }
    }
    for (auto &[id, news] : all) {
        const Subscriber &subscriber = m_subscribers[id];
        news.ticket = subscriber.ticket;
        news.from = from;
        news.to = step.to;
        news.scopes.assign(subscriber.scopes.begin(), subscriber.scopes.end());
        deliver(id, std::move(news));
    }
}

void FeedHub::refresh()
{
    auto at = m_subscribers.upper_bound(m_refreshed);
    for (std::size_t i = 0; i < refreshedAtOnce; ++i) {
        if (at == m_subscribers.end()) {
            m_refreshed = 0; // begins anew after the next poll
            return;
        }
        m_refreshed = at->first;
        if (m_now - at->second.heard >= m_limits.refresh) {
            const auto &scopes = at->second.scopes;
            deliver(at->first, News{at->second.ticket, m_cursor, m_cursor, {scopes.begin(), scopes.end()}});
        }
        ++at;
    }
}

// Scopes whose step is too large leave the hub, for whoever listens.
void FeedHub::refuse(const FeedStep &step)
{
    if (step.tooLarge.empty())
        return;
    std::map<SubscriberId, News> told;
    for (const sync::ScopeId &scope : step.tooLarge) {
        const auto listeners = m_listeners.find(scope);
        if (listeners == m_listeners.end())
            continue;
        for (const SubscriberId id : listeners->second) {
            Subscriber &subscriber = m_subscribers[id];
            subscriber.scopes.erase(scope);
            release(scope);
            told[id].ticket = subscriber.ticket;
            told[id].reload.push_back(scope);
        }
        m_listeners.erase(listeners);
    }
    for (auto &[id, news] : told)
        deliver(id, std::move(news));
    for (auto it = m_joiners.begin(); it != m_joiners.end();) {
        const auto joiner = it++;
        refuse(joiner->second, step.tooLarge);
        if (joiner->second.scopes.empty())
            eraseJoiner(joiner);
    }
}

void FeedHub::loseAll()
{
    std::map<SubscriberId, std::uint64_t> all;
    for (const auto &[id, subscriber] : m_subscribers)
        all[id] = subscriber.ticket;
    for (const auto &[id, joiner] : m_joiners)
        all[joiner.subscriber] = joiner.ticket;
    m_joiners.clear();
    m_subscribers.clear();
    m_listeners.clear();
    m_scopes.clear();
    m_running.clear();
    m_cursor.clear();
    m_pollWork = 0; // one that is under way would bring a void cursor
    for (const auto &[id, ticket] : all) {
        News news{ticket};
        news.lost = true;
        deliver(id, std::move(news));
    }
}

void FeedHub::hold(const sync::ScopeId &scope)
{
    ++m_scopes[scope];
}

void FeedHub::release(const sync::ScopeId &scope)
{
    const auto held = m_scopes.find(scope);
    if (held != m_scopes.end() && --held->second == 0)
        m_scopes.erase(held);
}

void FeedHub::deliver(SubscriberId to, News news)
{
    if (const auto subscriber = m_subscribers.find(to); subscriber != m_subscribers.end())
        subscriber->second.heard = m_now;
    m_actions.emplace_back(Deliver{to, std::move(news)});
}

std::uint64_t FeedHub::work(decltype(Work::call) call, bool isPoll)
{
    const std::uint64_t id = m_nextWork++;
    m_actions.emplace_back(Work{id, std::move(call), isPoll});
    return id;
}

} // namespace nimara::server
