#pragma once

#include "models/base/clock.h"
#include "models/base/rng.h"
#include "models/domain/permissions.h"
#include "models/domain/sync_state.h"
#include "sync/engine/tuning.h"
#include "sync/replica/replica.h"

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nimara::sync {

using ChannelNumber = std::uint8_t;

// ---- what the engine wants done; carried out in order

// A frame for the socket that is open now.
struct SendFrame
{
    std::string bytes;
    bool operator==(const SendFrame &) const = default;
};
// Answered by linkUp() or linkDown().
struct OpenLink
{
    bool operator==(const OpenLink &) const = default;
};
// Answered by nothing: the engine has already forgotten the link.
struct CloseLink
{
    bool operator==(const CloseLink &) const = default;
};
// Call tick() at this moment of Clock::monotonic(), instead of the moment asked for before.
struct SetTimer
{
    std::chrono::microseconds at{0};
    bool operator==(const SetTimer &) const = default;
};
struct RowsChanged
{
    ChannelNumber channel = 0;
    TableChange change;
    bool operator==(const RowsChanged &) const = default;
};
// The file is another one (end of the first load): readers open it again.
struct ReplicaReplaced
{
    ChannelNumber channel = 0;
    bool operator==(const ReplicaReplaced &) const = default;
};
// status() or rights() give another answer than before.
struct StatusChanged
{
    ChannelNumber channel = 0;
    bool operator==(const StatusChanged &) const = default;
};
struct RightsChanged
{
    ChannelNumber channel = 0;
    bool operator==(const RightsChanged &) const = default;
};
struct EventReceived
{
    ChannelNumber channel = 0;
    std::string name;
    std::string payload;
    bool operator==(const EventReceived &) const = default;
};
// An edit has its outcome: confirmed, or in the inbox.
struct EditAnswered
{
    ChannelNumber channel = 0;
    std::uint64_t seq = 0;
    bool refused = false;
    bool operator==(const EditAnswered &) const = default;
};
// There are rows to index: call indexSearch() when nothing else is waiting.
struct SearchPending
{
    ChannelNumber channel = 0;
    bool operator==(const SearchPending &) const = default;
};
// The file cannot be trusted any more: detach the channel, close the replica, open it again, attach it.
struct ReplicaFailed
{
    ChannelNumber channel = 0;
    Error error;
    bool operator==(const ReplicaFailed &) const = default;
};

using Action =
    std::variant<SendFrame, OpenLink, CloseLink, SetTimer, RowsChanged, ReplicaReplaced, StatusChanged,
                 RightsChanged, EventReceived, EditAnswered, SearchPending, ReplicaFailed>;

// What the server said of the user in one realm; kept in the file, so it also holds offline.
struct Rights
{
    Uuid userId; // nil: never connected
    bool isSuperAdmin = false;
    PermissionSet permissions;
};

// One laptop's side of sync: the link to the server and a channel for each replica. A state machine: an event is a
// call, its actions are fetched by takeActions() after it. It owns no thread, timer, socket, wall clock or randomness;
// all calls come from one thread. The replicas belong to the caller and are written only here while attached.
class Engine
{
public:
    Engine(Clock &clock, Rng &rng, Tuning tuning = {}, std::string appVersion = {});
    ~Engine();
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;

    std::vector<Action> takeActions();

    // ---- replicas. Channel 0 is the user's realm, ports take 1 to 15.
    void attach(ChannelNumber channel, Replica &replica);
    void detach(ChannelNumber channel);

    // ---- the link
    void start();                  // signed in: connect, and stay connected
    void stop();                   // signed out or quitting
    void setOffline(bool offline); // "work offline"
    void syncNow();                // the network is back, or the user asks: try at once
    void linkUp();
    // Unauthenticated, Forbidden or UpgradeRequired: it is not tried again before start(). Otherwise it is, after
    // retryAfter when the server named one.
    void linkDown(Error why, std::chrono::milliseconds retryAfter = {});
    void frame(std::string_view bytes);
    void tick();

    // ---- the user
    Result<Stored> submit(ChannelNumber channel, Edit edit);
    Result<Done> resolve(ChannelNumber channel, std::int64_t reviewNumber, Resolution resolution);
    // Conflict ("replica.sent"): it is on its way to the server.
    Result<Done> discardWaiting(ChannelNumber channel, std::uint64_t seq);
    Result<std::vector<WaitingEdit>> waiting(ChannelNumber channel) const;
    Result<std::vector<ReviewItem>> reviews(ChannelNumber channel) const;
    RowState rowState(ChannelNumber channel, std::uint16_t table, const Uuid &id) const;
    void presence(ChannelNumber channel, std::uint16_t table, const Uuid &id, bool joined);

    // Compares with the server now, and repairs what differs.
    void checkDigest(ChannelNumber channel);
    void indexSearch(ChannelNumber channel);

    const SyncStatus &status(ChannelNumber channel) const;
    Rights rights(ChannelNumber channel) const;
    // The last 500 steps, without personal data, for the diagnostics page: "12.345 ch1 > push 3 (seq 7..9)".
    std::vector<std::string> recentSteps() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace nimara::sync
