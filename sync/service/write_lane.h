#pragma once

#include "sync/engine/engine.h"
#include "sync/replica/row_key.h"
#include "sync/service/promise.h"
#include "sync/service/read_lane.h"
#include "sync/service/socket_link.h"

#include <QTimer>

#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

namespace nimara::sync {

struct ReplicaPlace
{
    ChannelNumber channel = 0;
    Uuid port; // nil: the user's own realm
    ReplicaFile file;
};

// Where one row's edits stand.
struct RowStanding
{
    std::uint16_t table = 0;
    Uuid id;
    RowState state = RowState::Confirmed;
};

// What is told of one channel after a batch of events, whole: by value, to the GUI thread.
struct ChannelNews
{
    ChannelNumber channel = 0;
    Changes changes;
    std::vector<RowStanding> standings; // those that differ from what was told before
    bool replaced = false;
    std::optional<SyncStatus> status;
    std::optional<Rights> rights;
    std::optional<OpenReport> opened; // the file was opened, or opened again after a fault
    struct Event
    {
        std::string name;
        std::string payload;
    };
    std::vector<Event> events;
    bool digestsEqual = false; // they have just been compared with the server's
    Instant at;                // when it was safe in the file
};

// The writers' thread: the engine, all its replicas, its timer and its actions. Everything crosses by value.
class WriteLane : public TaskLane, private SocketLink::Listener
{
    Q_OBJECT

public:
    WriteLane(ReadLane &readers, Tuning tuning);
    ~WriteLane() override;

    // The link lives on the network's thread and is made by the owner, which gives it here before anything else.
    SocketLink::Listener &listener() { return *this; }
    void setLink(SocketLink *link) { m_link = link; }

    // ---- from any thread
    QFuture<Result<OpenReport>> attach(ReplicaPlace place);
    QFuture<Result<Done>> detachAll();
    // No token: nobody may connect; the engine is told that the session has ended.
    QFuture<Result<Done>> connectTo(ServerEndpoint server, QByteArray token);
    void disconnectFrom();
    void setOffline(bool offline);
    void syncNow();

    QFuture<Result<Stored>> submit(ChannelNumber channel, Edit edit);
    QFuture<Result<Done>> resolve(ChannelNumber channel, std::int64_t review, Decision decision);
    QFuture<Result<Done>> discardWaiting(ChannelNumber channel, std::uint64_t seq);
    QFuture<Result<std::vector<WaitingEdit>>> waiting(ChannelNumber channel);
    QFuture<Result<std::vector<ReviewItem>>> reviews(ChannelNumber channel);
    void presence(ChannelNumber channel, std::uint16_t table, Uuid id, bool joined);
    void checkDigest(ChannelNumber channel);
    // Count and sum of what lies here, for each table of each scope that is wholly loaded.
    struct LocalDigest
    {
        std::string cls;
        Cursor cursor;
        RangeDigest digest;
    };
    QFuture<Result<std::vector<LocalDigest>>> digests(ChannelNumber channel);
    QFuture<Result<std::vector<std::string>>> recentSteps();

signals:
    void news(const nimara::sync::ChannelNews &news);

protected:
    void idle() override;

private:
    struct Channel
    {
        ReplicaPlace place;
        std::unique_ptr<Replica> replica;
        std::unordered_map<RowKey, RowState, RowKeyHash> standings;
        bool standingsStale = false;
        bool searchPending = false;
        bool paused = false; // its readers
        ChannelNews news;
    };

    void linkUp(SocketLink::Number link) override;
    void linkDown(SocketLink::Number link, Error why, std::chrono::milliseconds retryAfter) override;
    void linkFrame(SocketLink::Number link, QByteArray bytes) override;

    // Runs a function on this thread, then does what the engine asks for.
    template <typename T, typename Function>
    QFuture<Result<T>> call(Function function);
    void does(std::function<void()> function, Urgency urgency = Urgency::Prompt);

    Result<OpenReport> open(Channel &channel);
    void reopen(ChannelNumber number);
    void carryOut();
    void act(const SendFrame &action);
    void act(const OpenLink &action);
    void act(const CloseLink &action);
    void act(const SetTimer &action);
    void act(const RowsChanged &action);
    void act(const ReplicaReplaced &action);
    void act(const StatusChanged &action);
    void act(const RightsChanged &action);
    void act(const EventReceived &action);
    void act(const EditAnswered &action);
    void act(const DigestsEqual &action);
    void act(const SearchPending &action);
    void act(const ReplicaFailed &action);
    void tell(Channel &channel);
    void track(Channel &channel, const Edit &edit);
    void trackAll(Channel &channel);
    void renewStandings(Channel &channel);

    ReadLane &m_readers;
    SystemClock m_clock;
    SystemRng m_rng;
    Engine m_engine;
    SocketLink *m_link = nullptr;
    SocketLink::Number m_linkNumber = 0;
    bool m_linkOpen = false;
    ServerEndpoint m_server;
    QByteArray m_token;
    QTimer *m_timer = nullptr;
    std::chrono::microseconds m_lastRenewal{0};
    bool m_renewalPlanned = false;
    std::map<ChannelNumber, Channel> m_channels;
};

} // namespace nimara::sync
