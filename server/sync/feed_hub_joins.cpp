#include "server/sync/feed_hub.h"

#include <algorithm>
#include <utility>

// How subscribers join the hub: catch-ups, and the polls that close them.
namespace nimara::server {

namespace {

void appendParts(const FeedStep &step, const std::set<sync::ScopeId> &scopes, News &news)
{
    for (const FeedStep::Part &part : step.parts) {
        if (scopes.contains(part.scope))
            news.parts.push_back(part.bytes);
    }
}

void appendEvents(const FeedStep &step, const std::set<sync::ScopeId> &scopes, News &news)
{
    for (const FeedStep::Event &event : step.events) {
        if (std::ranges::any_of(event.scopes,
                                [&](const sync::ScopeId &scope) { return scopes.contains(scope); }))
            news.events.push_back(event.event);
    }
}

std::size_t bytesOf(const FeedStep &step)
{
    std::size_t bytes = 0;
    for (const FeedStep::Part &part : step.parts)
        bytes += part.bytes->size();
    return bytes;
}

} // namespace

void FeedHub::join(SubscriberId subscriber, std::uint64_t ticket, const sync::Cursor &from,
                   const std::vector<sync::ScopeId> &scopes)
{
    Joiner joiner;
    joiner.subscriber = subscriber;
    joiner.ticket = ticket;
    joiner.from = from;
    joiner.scopes.insert(scopes.begin(), scopes.end());
    const auto live = m_subscribers.find(subscriber);
    if (live != m_subscribers.end()) {
        for (const sync::ScopeId &scope : live->second.scopes)
            joiner.scopes.erase(scope);
    }
    for (const auto &[id, other] : m_joiners) {
        if (other.subscriber == subscriber)
            std::erase_if(joiner.scopes,
                          [&](const sync::ScopeId &scope) { return other.scopes.contains(scope); });
    }
    if (joiner.scopes.empty())
        return;
    m_joiners.emplace(m_nextJoiner++, std::move(joiner));
    pump();
}

void FeedHub::startCatchUps()
{
    for (auto &[id, joiner] : m_joiners) {
        if (m_running.size() >= m_limits.catchUps)
            return;
        if (joiner.started || joiner.notBefore > m_now)
            continue;
        joiner.started = true;
        for (const sync::ScopeId &scope : joiner.scopes)
            hold(scope);
        m_running.emplace(work(Feed{joiner.from, {joiner.scopes.begin(), joiner.scopes.end()}}), id);
    }
}

void FeedHub::catchUpDone(Joiners::iterator joiner, Result<FeedStep> step)
{
    if (step)
        return caughtUp(joiner, *std::move(step));
    const Error &error = step.error();
    if (error.key == staleEpochKey)
        return loseAll();
    if (error.code == ErrorCode::Invalid || error.code == ErrorCode::NotFound) {
        // The cursor is of no use, and never will be.
        refuse(joiner->second, {joiner->second.scopes.begin(), joiner->second.scopes.end()});
        return eraseJoiner(joiner);
    }
    restart(joiner->second);
    joiner->second.notBefore = m_now + m_limits.interval;
}

void FeedHub::caughtUp(Joiners::iterator entry, FeedStep step)
{
    Joiner &joiner = entry->second;
    refuse(joiner, step.tooLarge);
    if (joiner.scopes.empty())
        return eraseJoiner(entry);
    if (joiner.overflown) {
        News news{joiner.ticket, joiner.from, step.to, {joiner.scopes.begin(), joiner.scopes.end()}};
        news.live = false;
        appendParts(step, joiner.scopes, news);
        deliver(joiner.subscriber, std::move(news));
        joiner.from = step.to;
        return restart(joiner);
    }
    joiner.caughtUp = std::move(step);
    joiner.closedBy = m_polls + 1;
    m_again = true;
}

void FeedHub::restart(Joiner &joiner)
{
    for (const sync::ScopeId &scope : joiner.scopes)
        release(scope);
    joiner.started = false;
    joiner.overflown = false;
    joiner.kept.clear();
    joiner.keptBytes = 0;
}

void FeedHub::keep(const std::shared_ptr<const FeedStep> &step)
{
    if (step->parts.empty() && step->events.empty())
        return;
    const std::size_t bytes = bytesOf(*step);
    for (auto &[id, joiner] : m_joiners) {
        if (!joiner.started || joiner.overflown)
            continue;
        joiner.kept.push_back(step);
        joiner.keptBytes += bytes;
        // Once the catch-up is in, the next poll ends the join anyway.
        if (joiner.keptBytes > m_limits.keptBytes && !joiner.caughtUp) {
            joiner.overflown = true;
            joiner.kept.clear();
        }
    }
}

void FeedHub::closeJoins()
{
    for (auto it = m_joiners.begin(); it != m_joiners.end();) {
        const auto joiner = it++;
        if (!joiner->second.caughtUp || joiner->second.closedBy > m_polls)
            continue;
        close(joiner->second);
        m_joiners.erase(joiner); // its scopes stay held: for the subscriber now
    }
}

void FeedHub::close(const Joiner &joiner)
{
    News news{joiner.ticket, joiner.from, m_cursor, {joiner.scopes.begin(), joiner.scopes.end()}};
    appendParts(*joiner.caughtUp, joiner.scopes, news);
    for (const auto &step : joiner.kept) {
        appendParts(*step, joiner.scopes, news);
        appendEvents(*step, joiner.scopes, news);
    }
    Subscriber &subscriber = m_subscribers[joiner.subscriber];
    subscriber.ticket = joiner.ticket;
    for (const sync::ScopeId &scope : joiner.scopes) {
        subscriber.scopes.insert(scope);
        m_listeners[scope].insert(joiner.subscriber);
    }
    deliver(joiner.subscriber, std::move(news));
}

void FeedHub::eraseJoiner(Joiners::iterator joiner)
{
    if (joiner->second.started) {
        for (const sync::ScopeId &scope : joiner->second.scopes)
            release(scope);
    }
    m_joiners.erase(joiner);
}

void FeedHub::refuse(Joiner &joiner, const std::vector<sync::ScopeId> &scopes)
{
    News news{joiner.ticket};
    for (const sync::ScopeId &scope : scopes) {
        if (joiner.scopes.erase(scope) == 0)
            continue;
        if (joiner.started)
            release(scope);
        news.reload.push_back(scope);
    }
    if (!news.reload.empty())
        deliver(joiner.subscriber, std::move(news));
}

} // namespace nimara::server
