#pragma once

#include "models/domain/sync_state.h"
#include "models/schema/registry.h"
#include "sync/engine/backoff.h"
#include "sync/engine/checker.h"
#include "sync/engine/context.h"
#include "sync/engine/engine.h"
#include "sync/engine/link.h"
#include "sync/engine/pusher.h"

#include <optional>
#include <set>
#include <vector>

namespace nimara::sync {

// One replica's talk with the server over the link.
class Channel
{
public:
    // What a channel cannot settle by itself.
    struct Trouble
    {
        enum class Kind {
            None,
            Restart, // the link is to be made anew
            Refuse,  // the link is to be given up: who speaks is not known, or too old
            Failed   // the file is of no use until it is opened again
        };
        Kind kind = Kind::None;
        Error error;
        std::chrono::microseconds retryAfter{0};
    };

    Channel(Context &context, const Link &link, ChannelNumber number, Replica &replica);

    Replica &replica() { return m_replica; }
    const Replica &replica() const { return m_replica; }

    // ---- events; each ends with settled status
    void linkUp();
    void linkDown();
    // A pause that the server asked for is cut short.
    void wake();
    [[nodiscard]] Trouble receive(ServerMessage message);
    [[nodiscard]] Trouble tick();
    std::optional<std::chrono::microseconds> due() const;

    // ---- the user
    Result<Stored> submit(Edit edit);
    Result<Done> resolve(std::int64_t reviewNumber, Decision decision);
    Result<Done> discardWaiting(std::uint64_t seq);
    Result<std::vector<WaitingEdit>> waiting() const;
    RowState rowState(std::uint16_t table, const Uuid &id) const;
    void presence(std::uint16_t table, const Uuid &id, bool joined);
    void checkDigest();
    [[nodiscard]] Trouble indexSearch();
    // Whoever reads the file has met a page that cannot be read. It is made anew while the server is there to fill it;
    // without one, what can still be read is worth more.
    [[nodiscard]] Trouble damageMet(const Error &error);
    // After something the user asked for has failed.
    [[nodiscard]] Trouble troubleOf(const Error &error);

    const SyncStatus &status() const { return m_status; }
    void refreshStatus();
    // Messages that are due now: pushes, subscriptions, checks.
    [[nodiscard]] Trouble pump();

private:
    enum class State { Down, Greeting, Open, Paused, Refused };

    Trouble on(Welcome message);
    Trouble on(Page message);
    Trouble on(Delta message);
    Trouble on(Reload message);
    Trouble on(Outcomes message);
    Trouble on(Pong message);
    Trouble on(Digest message);
    Trouble on(Rows message);
    Trouble on(Event message);
    Trouble on(Bye message);

    void hello();
    void load();
    void subscribe();
    Result<Done> push();
    Result<Done> check();
    Trouble purge();
    Trouble dropEverything(Error why);
    Trouble keepBooks();

    bool isLoaded() const;
    bool isLive() const;
    bool isSilent() const; // a ping has waited for too long
    void send(const ClientMessage &message, const std::string &what);
    void changed(const Changes &changes);
    void askForSearch();
    Trouble trouble(const Error &error);
    Trouble misbehaved(const char *what);
    LinkState linkState() const;
    void log(const std::string &what) const;

    Context &m_context;
    const Link &m_link;
    const ChannelNumber m_number;
    Replica &m_replica;
    Pusher m_pusher;
    Checker m_checker;
    Backoff m_backoff;

    State m_state = State::Down;
    Error m_problem; // why it is Paused or Refused
    std::chrono::microseconds m_resumeAt{0};

    std::set<ScopeId> m_subscribed;
    std::set<ScopeId> m_live; // those that a Delta has advanced since
    std::vector<Delta> m_frames;
    std::size_t m_frameBytes = 0;

    std::uint64_t m_pings = 0;
    std::chrono::microseconds m_pingedAt{0};
    bool m_pongMissing = false;
    std::chrono::microseconds m_missingSince{0}; // the first ping without answer

    bool m_searchAsked = false;
    bool m_checkWanted = false;
    std::chrono::microseconds m_checkAt{0};
    std::chrono::microseconds m_busyAt{0}; // the last thing that happened
    bool m_purgeWanted = false;
    std::chrono::microseconds m_purgeAt{0};
    std::chrono::microseconds m_booksAt{0};
    SyncStatus m_status;
};

} // namespace nimara::sync
