#pragma once

#include "server/sync/door.h"
#include "server/sync/feed_hub.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <variant>
#include <vector>

namespace nimara::server {

// One channel of a socket: one replica's talk with the server. A state machine: an event goes in by handle(), the
// actions come out of it; it owns no thread, timer, clock or randomness and never touches data. The work it asks for
// may be done on any thread and in any order; push, page and check are each one at a time and never wait for one
// another.
class Session
{
public:
    struct Limits
    {
        std::size_t loadItems = 4096;
        std::size_t pageRows = 4000;
        std::size_t pageBytes = 1024u * 1024u; // before compression
        std::uint32_t credit = 64;             // pages under way, whatever the client asks for
        std::size_t pushesWaiting = 4;         // beside the one in work; a client keeps to its window
        std::size_t digestRanges = 1024;
        // A reader with more than `slow` bytes unread gets no more steps; below `drained` it gets all it missed in one.
        std::size_t slow = 1024u * 1024u;
        std::size_t drained = 64u * 1024u;
        std::size_t deltaFrame = 2u * 1024u * 1024u; // a larger step goes out in several frames
        std::chrono::microseconds silence = std::chrono::seconds(25);
        // An idle channel's cursor is brought up to date this often, so that it never grows too old.
        std::chrono::microseconds freshCursor = std::chrono::minutes(5);
    };

    // What holds at the moment of an event.
    struct Moment
    {
        std::chrono::microseconds now{0}; // monotonic
        Instant time;                     // wall clock
        std::size_t buffered = 0;         // bytes sent that the transport has not passed on
    };

    // ---- events

    struct Frame
    {
        sync::ClientMessage message;
    };
    // Bytes came that are no frame; nothing more is read.
    struct BadFrame
    {
        Error error;
    };
    // The answer to a Work of the same id.
    struct Done
    {
        std::uint64_t work = 0;
        std::variant<Result<Opened>, Result<PageData>, Result<std::vector<Outcome>>, Result<DigestData>,
                     Result<sync::RowBlock>>
            result;
    };
    struct Step
    {
        News news;
    };
    // The rights were read again (at least every second). Forbidden ends the channel; any other error is passed over.
    struct AccessRead
    {
        Result<Access> access;
    };
    // Time passes; also when the transport has room again.
    struct Tick
    {};
    // The sign-in session ended, or the server stops.
    struct End
    {
        Error error;
        std::uint32_t retryAfterMs = 0;
    };
    using Event = std::variant<Frame, BadFrame, Done, Step, AccessRead, Tick, End>;

    // ---- actions

    // One message for the socket, in parts that may be shared with other sessions.
    struct Send
    {
        std::vector<std::shared_ptr<const std::string>> parts;
        bool bulk = false; // a page: may wait behind the rest
    };
    struct OpenCall
    {
        Device device;
        sync::Hello hello;
    };
    struct PageCall
    {
        std::shared_ptr<const Access> access;
        PageRequest request;
    };
    struct ApplyCall
    {
        Device device;
        std::vector<Mutation> mutations;
    };
    struct DigestCall
    {
        std::shared_ptr<const Access> access;
        sync::Cursor from;
        std::vector<sync::DigestRange> ranges;
    };
    struct RowsCall
    {
        std::shared_ptr<const Access> access;
        sync::DigestRange range;
    };
    // A call of the door.
    struct Work
    {
        std::uint64_t id = 0;
        std::variant<OpenCall, PageCall, ApplyCall, DigestCall, RowsCall> call;
    };
    // For the hub.
    struct Join
    {
        sync::Cursor from;
        std::vector<sync::ScopeId> scopes;
    };
    struct Leave
    {
        std::vector<sync::ScopeId> scopes; // empty: all
    };
    // Changes were committed here: FeedHub::poke().
    struct Poke
    {};
    // From now on (or no longer) this user looks at a record of the port that they may view.
    struct Looks
    {
        Uuid port;
        std::uint16_t table = 0;
        Uuid id;
        bool joined = true;
    };
    // The channel is over; it has left the hub. Works still under way may be answered or not.
    struct Close
    {};
    using Action = std::variant<Send, Work, Join, Leave, Poke, Looks, Close>;

    Session(Actor actor, std::uint8_t channel);
    Session(Actor actor, std::uint8_t channel, Limits limits);
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    [[nodiscard]] std::vector<Action> handle(const Moment &moment, Event event);

    bool isOpen() const { return m_state == State::Open; }
    bool isClosed() const { return m_state == State::Closed; }
    const Actor &actor() const { return m_actor; }
    // Nil port: the user's own realm. Good once Hello has come.
    const Device &device() const { return m_device; }

private:
    enum class State { New, Opening, Open, Closed };
    struct Subscribed
    {
        sync::Cursor cursor; // up to which the client has been sent everything
        bool live = false;   // the hub has brought it up to date
    };

    void on(Frame event);
    void on(BadFrame event);
    void on(Done event);
    void on(Step event);
    void on(AccessRead event);
    void on(Tick event);
    void on(End event);

    void on(sync::Hello message);
    void on(sync::Load message);
    void on(sync::Credit message);
    void on(sync::Subscribe message);
    void on(sync::Push message);
    void on(sync::Ping message);
    void on(sync::DigestRequest message);
    void on(sync::RowsRequest message);
    void on(sync::Presence message);

    void on(Result<Opened> result);
    void on(Result<PageData> result);
    void on(Result<std::vector<Outcome>> result);
    void on(Result<DigestData> result);
    void on(Result<sync::RowBlock> result);

    void welcome();
    void pumpPage();
    void pumpPush();
    void pumpCheck();
    void pumpFeed();
    void sendStep(const sync::Cursor &to, std::vector<sync::ScopeId> scopes,
                  const std::vector<std::shared_ptr<const std::string>> &parts);
    void dropScopes(const std::set<sync::ScopeId> &gone);
    void reload(const std::vector<sync::ScopeId> &scopes);
    void pause();
    bool holds(const sync::ScopeId &scope) const;
    std::uint64_t work(decltype(Work::call) call);
    void send(const sync::ServerMessage &message, bool bulk = false);
    void bye(Error error, std::uint32_t retryAfterMs = 0);
    void malformed(std::string what);
    void failed(const Error &error);
    void close();

    const Actor m_actor;
    const std::uint8_t m_channel;
    const Limits m_limits;
    State m_state = State::New;
    Moment m_moment;
    std::vector<Action> m_actions;
    std::uint64_t m_nextWork = 1;
    std::chrono::microseconds m_heard{-1}; // the last frame

    Device m_device;
    std::shared_ptr<const Access> m_access;
    std::uint64_t m_openWork = 0;
    std::uint64_t m_lastSeq = 0;
    std::set<sync::ScopeId> m_granted;
    std::set<sync::ScopeId> m_resumable;

    // Pages.
    std::deque<sync::LoadItem> m_items;
    std::size_t m_pageRows = 0;
    std::uint32_t m_credit = 0;
    std::uint64_t m_pageWork = 0;
    bool m_pageStale = false; // the page in work belongs to a Load that was replaced

    // Pushes.
    std::deque<std::vector<Mutation>> m_pushes;
    std::uint64_t m_pushWork = 0;

    // Digests and repairs, one at a time. A digest is taken off the hub, so that its step and the hub's never cross.
    std::deque<std::variant<sync::DigestRequest, sync::RowsRequest>> m_checks;
    std::uint64_t m_checkWork = 0;

    // The feed.
    std::map<sync::ScopeId, Subscribed> m_subscribed;
    bool m_atHub = false;
    bool m_slow = false;
    sync::Cursor m_stand;                     // the hub's cursor as last heard, while live
    std::chrono::microseconds m_sentStand{0}; // when a cursor last went out
};

} // namespace nimara::server
