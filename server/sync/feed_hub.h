#pragma once

#include "server/sync/door.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <variant>
#include <vector>

namespace nimara::server {

using SubscriberId = std::uint64_t;

// What one subscriber is to send on: a step of the feed for its scopes.
struct News
{
    std::uint64_t ticket = 0; // of its joins; news of an older ticket is of no use
    // Where its scopes stood. Scopes that were live before have missed nothing up to here, whatever was heard last.
    sync::Cursor from = {};
    sync::Cursor to = {};
    std::vector<sync::ScopeId> scopes = {}; // their cursor becomes `to`
    // From here on the scopes get the hub's own steps. False: a catch-up that took long; there is more to come.
    bool live = true;
    std::vector<std::shared_ptr<const std::string>> parts = {};
    std::vector<std::shared_ptr<const sync::Event>> events = {};
    // Scopes that have left the hub, because the step would be too large or the cursor is of no use.
    std::vector<sync::ScopeId> reload = {};
    // The database is another one than before: every cursor is void, the subscriber has left the hub.
    bool lost = false;
};

// One per process: reads the feed once for all sessions and hands the same bytes to each. A state machine: events in
// by the members below, actions out by takeActions(). It owns no thread, timer or clock; whoever drives it calls
// tick() at least every Limits::interval.
//
// A joiner is brought from its own cursor to the hub's without a gap, and without a query of its own in the hub's
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
        // A subscriber without news hears its cursor this often, so that it never grows too old.
        std::chrono::microseconds refresh = std::chrono::minutes(5);
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
        bool isPoll = false; // short, and everybody waits for it; else a catch-up
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

    // Scopes that share one cursor. A subscriber joins with one ticket until it leaves. Scopes that it has joined
    // before with this ticket are left as they are.
    void join(SubscriberId subscriber, std::uint64_t ticket, const sync::Cursor &from,
              const std::vector<sync::ScopeId> &scopes);
    void leave(SubscriberId subscriber);
    // Something was committed by this process: the next poll begins at once.
    void poke();
    void tick(std::chrono::microseconds now);
    void done(std::uint64_t work, Result<sync::Cursor> cursor);
    void done(std::uint64_t work, Result<FeedStep> step);

    [[nodiscard]] std::vector<Action> takeActions();

    // For health and diagnostics.
    std::size_t activeScopes() const { return m_scopes.size(); }
    std::size_t subscribers() const { return m_subscribers.size(); }
    const sync::Cursor &cursor() const { return m_cursor; }

private:
    struct Joiner
    {
        SubscriberId subscriber = 0;
        std::uint64_t ticket = 0;
        sync::Cursor from;
        std::set<sync::ScopeId> scopes;
        bool started = false;
        std::chrono::microseconds notBefore{0};
        std::optional<FeedStep> caughtUp;
        std::uint64_t closedBy = 0;                        // the poll that ends the join
        std::vector<std::shared_ptr<const FeedStep>> kept; // the hub's steps since the catch-up began
        std::size_t keptBytes = 0;
        bool overflown = false;
    };
    struct Subscriber
    {
        std::uint64_t ticket = 0;
        std::set<sync::ScopeId> scopes; // live ones
        std::chrono::microseconds heard{0};
    };
    using Joiners = std::map<std::uint64_t, Joiner>;

    void pump();
    void startPoll();
    void startCatchUps();
    void pollDone(Result<FeedStep> step);
    void catchUpDone(Joiners::iterator joiner, Result<FeedStep> step);
    void caughtUp(Joiners::iterator joiner, FeedStep step);
    void restart(Joiner &joiner);
    void keep(const std::shared_ptr<const FeedStep> &step);
    void closeJoins();
    void close(const Joiner &joiner);
    void broadcast(const FeedStep &step, const sync::Cursor &from);
    void refresh();
    void refuse(const FeedStep &step);
    void refuse(Joiner &joiner, const std::vector<sync::ScopeId> &scopes);
    void loseAll();
    void eraseJoiner(Joiners::iterator joiner);
    void hold(const sync::ScopeId &scope);
    void release(const sync::ScopeId &scope);
    void deliver(SubscriberId to, News news);
    std::uint64_t work(decltype(Work::call) call, bool isPoll = false);

    Limits m_limits;
    std::vector<Action> m_actions;
    sync::Cursor m_cursor; // empty: not known
    std::uint64_t m_nextWork = 1;
    std::uint64_t m_pollWork = 0; // in flight; 0: none
    std::uint64_t m_polls = 0;    // begun so far
    bool m_again = false;
    std::chrono::microseconds m_now{0};
    std::chrono::microseconds m_lastPoll{0};
    std::uint64_t m_nextJoiner = 1;
    Joiners m_joiners;                                // in order of arrival
    std::map<std::uint64_t, std::uint64_t> m_running; // catch-ups: work to joiner, who may have left since
    // How many subscribers and joiners ask for a scope; the polls read these.
    std::unordered_map<sync::ScopeId, std::size_t> m_scopes;
    std::unordered_map<sync::ScopeId, std::set<SubscriberId>> m_listeners;
    std::map<SubscriberId, Subscriber> m_subscribers;
    SubscriberId m_refreshed = 0; // the last one that refresh() looked at
};

} // namespace nimara::server
