#pragma once

#include "server/sync/door.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <variant>
#include <vector>

namespace nimara::server {

using SubscriberId = std::uint64_t;

// What one subscriber is to send on: a step of the feed for its scopes. `from` is where it stood; scopes without a
// change since then have stood still, so it has missed nothing up to `from` either.
struct News
{
    sync::Cursor from;
    sync::Cursor to;
    std::vector<sync::ScopeId> scopes; // their cursor becomes `to`
    std::vector<std::shared_ptr<const std::string>> parts;
    std::vector<std::shared_ptr<const sync::Event>> events;
    // Scopes that have left the hub, because the step would be too large or the cursor is of no use.
    std::vector<sync::ScopeId> reload;
    // The database is another one than before: every cursor is void, the subscriber has left the hub.
    bool lost = false;
};

// One per process: reads the feed once for all sessions and hands the same bytes to each. A state machine: events in
// by the members below, actions out by takeActions(). It owns no thread, timer or clock; whoever drives it calls
// tick() at least every FeedHub::Limits::interval.
//
// A joiner is brought from its own cursor to the hub's without a gap and without a query of its own in the hub's
// path: its catch-up reads up to some snapshot T, the steps of the hub since before T are kept for it meanwhile, and
// the first poll that began after T closes the join. Applied in this order they end in just the hub's state, since
// every row touched in between is brought to its state at that last step.
class FeedHub
{
public:
    struct Limits
    {
        std::chrono::microseconds interval =
            std::chrono::milliseconds(50); // the longest pause between two polls
        std::size_t catchUps = 4;          // that run at the same time
        std::size_t keptBytes =
            8u * 1024u * 1024u; // of steps kept for one joiner; beyond, it starts over from T
    };

    // A cursor to start from: Door::now().
    struct Now
    {};
    // Door::feed(from, scopes).
    struct Feed
    {
        sync::Cursor from;
        std::vector<sync::ScopeId> scopes;
    };
    // Asks for a call of the door; answered by done() with the same id.
    struct Work
    {
        std::uint64_t id = 0;
        std::variant<Now, Feed> call;
    };
    struct Deliver
    {
        SubscriberId to = 0;
        News news;
    };
    using Action = std::variant<Work, Deliver>;

    FeedHub();
    explicit FeedHub(Limits limits);
    ~FeedHub();
    FeedHub(const FeedHub &) = delete;
    FeedHub &operator=(const FeedHub &) = delete;

    // Scopes that share one cursor. A scope joined already is left as it is.
    void join(SubscriberId subscriber, sync::Cursor from, std::vector<sync::ScopeId> scopes);
    void leave(SubscriberId subscriber, const std::vector<sync::ScopeId> &scopes);
    void leave(SubscriberId subscriber);
    // Something was committed by this process: the next poll begins at once.
    void poke();
    void tick(std::chrono::microseconds now);
    void done(std::uint64_t work, Result<sync::Cursor> cursor);
    void done(std::uint64_t work, Result<FeedStep> step);

    [[nodiscard]] std::vector<Action> takeActions();

    // For health and diagnostics.
    std::size_t activeScopes() const { return m_scopes.size(); }
    const sync::Cursor &cursor() const { return m_cursor; }

private:
    struct Joiner
    {
        std::uint64_t id = 0;
        SubscriberId subscriber = 0;
        sync::Cursor from;
        std::vector<sync::ScopeId> scopes;
        bool started = false;
        std::uint64_t work = 0; // of its catch-up, while that runs
        std::optional<FeedStep> caughtUp;
        std::uint64_t closedBy = 0;                        // the poll that ends the join
        std::vector<std::shared_ptr<const FeedStep>> kept; // the hub's steps since the catch-up began
        std::size_t keptBytes = 0;
        bool overflown = false;
    };

    void pump();
    void startPoll();
    void startCatchUps();
    void pollDone(Result<FeedStep> step);
    void pollFailed(const Error &error);
    void caughtUp(Joiner &joiner, Result<FeedStep> step);
    void restart(Joiner &joiner);
    void keep(const std::shared_ptr<const FeedStep> &step);
    void closeJoins();
    void close(Joiner &joiner);
    void broadcast(const FeedStep &step, const sync::Cursor &from);
    void refuse(SubscriberId subscriber, std::vector<sync::ScopeId> scopes);
    void loseAll();
    void hold(const std::vector<sync::ScopeId> &scopes);
    void release(const std::vector<sync::ScopeId> &scopes);
    void forgetScope(SubscriberId subscriber, const sync::ScopeId &scope);

    Limits m_limits;
    std::vector<Action> m_actions;
    sync::Cursor m_cursor; // empty: not known
    std::uint64_t m_nextWork = 1;
    std::uint64_t m_nextJoiner = 1;
    std::uint64_t m_pollWork = 0; // in flight; 0: none
    std::uint64_t m_polls = 0;    // begun so far
    bool m_again = false;
    std::chrono::microseconds m_now{0};
    std::chrono::microseconds m_lastPoll{0};
    std::map<std::uint64_t, Joiner> m_joiners; // in order of arrival
    std::size_t m_running = 0;                 // catch-ups
    // How many subscribers and joiners ask for a scope; the polls read these.
    std::unordered_map<sync::ScopeId, std::size_t> m_scopes;
    std::unordered_map<sync::ScopeId, std::set<SubscriberId>> m_listeners;
    std::unordered_map<SubscriberId, std::vector<sync::ScopeId>> m_subscribers;
};

} // namespace nimara::server
