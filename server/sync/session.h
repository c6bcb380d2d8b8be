#pragma once

#include "models/schema/registry.h"
#include "server/sync/door.h"
#include "server/sync/feed_hub.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
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
        std::size_t pageBytes = 1024u * 1024u;     // before compression
        std::size_t pagesBuffered = 1024u * 1024u; // unread; beyond it no further page is begun
        std::uint32_t credit = 64;                 // pages under way, whatever the client asks for
        std::size_t mutationsWaiting = 2 * sync::maxPushMutations;
        std::size_t bytesWaiting = 4 * sync::maxPushBytes; // of theirs; a client has less under way
        std::size_t checksWaiting = 16;
        std::size_t digestRanges = 1024;
        // A reader with more than `slow` bytes unread gets no more steps; below `drained` it gets all it missed in one.
        std::size_t slow = 4u * 1024u * 1024u;
        std::size_t drained = 256u * 1024u;
        std::size_t deltaFrame = 2u * 1024u * 1024u; // a larger step goes out in several frames
        std::chrono::microseconds silence = std::chrono::seconds(25);
        // Of the schema. Clients of this one and of the two before it are served.
        std::uint32_t generation = schema::generation;
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
        std::size_t bytes = 0; // as sync::Frame::bytes
    };
    // Bytes came that are no frame.
    struct BadFrame
    {
        Error error;
    };
    // A page, encoded as a frame of this channel where it was read, so that the thread of the socket need not.
    struct PageFrame
    {
        Uuid last;
        bool done = false;
        std::shared_ptr<const std::string> bytes;
    };
    // The answer to a Work of the same id (callDoor() makes it).
    struct Done
    {
        std::uint64_t work = 0;
        std::variant<Result<Opened>, Result<PageFrame>, Result<std::vector<Outcome>>, Result<DigestData>,
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
        std::vector<std::shared_ptr<const std::string>> parts = {};
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
    // For the hub: FeedHub::join().
    struct Join
    {
        std::uint64_t ticket = 0;
        sync::Cursor from;
        std::vector<sync::ScopeId> scopes;
    };
    // For the hub: FeedHub::leave().
    struct Leave
    {};
    // Changes were committed here: FeedHub::poke().
    struct Poke
    {};
    // From now on (or no longer) this user looks at a record of the port.
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
    std::uint8_t channel() const { return m_channel; }
    // Nil port: the user's own realm. Good once Hello has come.
    const Device &device() const { return m_device; }

private:
    enum class State { New, Opening, Open, Closed };
    struct Subscribed
    {
        // Up to here the client has been sent everything; of a live scope m_stand says it instead.
        sync::Cursor cursor;
        bool live = false;
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
    void on(Result<PageFrame> result);
    void on(Result<std::vector<Outcome>> result);
    void on(Result<DigestData> result);
    void on(Result<sync::RowBlock> result);

    void welcome();
    void pump();
    void pumpPages();
    void pumpPushes();
    void pumpChecks();
    void beginDigest(sync::DigestRequest request);
    void sendStep(const News &news);
    void sendDelta(const sync::Cursor &to, const std::vector<sync::ScopeId> &scopes,
                   const std::vector<std::shared_ptr<const std::string>> &parts);
    void sendOutcomes(std::vector<Outcome> outcomes);
    void dropScopes(const std::set<sync::ScopeId> &gone);
    void reload(const std::vector<sync::ScopeId> &scopes);
    void missStep(const News &news);
    void leaveHub();
    void joinHub();
    bool holds(const sync::ScopeId &scope) const { return m_granted.contains(scope); }
    std::uint64_t work(decltype(Work::call) call);
    void send(const sync::ServerMessage &message);
    void post(Send message);
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
    std::uint32_t m_protocol = 0;
    std::uint64_t m_openWork = 0;
    std::uint64_t m_lastSeq = 0;
    std::shared_ptr<const Access> m_access;
    std::set<sync::ScopeId> m_granted;
    std::set<sync::ScopeId> m_resumable; // Hello's good cursors; later, what was granted before too

    std::deque<sync::LoadItem> m_items; // the first one is in work or next
    std::size_t m_pageRows = 0;
    std::uint32_t m_credit = 0;
    std::uint64_t m_pageWork = 0;
    bool m_pageStale = false; // the page in work is no longer wanted

    std::deque<Mutation> m_mutations;
    std::size_t m_bytesWaiting = 0; // since they were last all taken
    std::uint64_t m_pushWork = 0;

    std::deque<std::variant<sync::DigestRequest, sync::RowsRequest>> m_checks;
    std::uint64_t m_checkWork = 0;
    std::vector<sync::DigestRange> m_checked; // what the check in work is about

    std::map<sync::ScopeId, Subscribed> m_subscribed;
    sync::Cursor m_stand; // where all live scopes stand
    std::uint64_t m_ticket = 1;
    bool m_slow = false;
    bool m_digesting = false; // off the hub meanwhile, so that the digest's step and the hub's never cross
};

// Does what the session asks for; for whoever drives it, on any thread.
Session::Done callDoor(Door &door, const Actor &actor, std::uint8_t channel, const Session::Work &work);

} // namespace nimara::server
