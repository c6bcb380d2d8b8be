#pragma once

#include "models/base/clock.h"
#include "models/base/rng.h"
#include "models/domain/permissions.h"
#include "models/domain/sync_state.h"
#include "sync/engine/actions.h"
#include "sync/engine/tuning.h"
#include "sync/replica/replica.h"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nimara::sync {

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
    Result<Done> resolve(ChannelNumber channel, std::int64_t reviewNumber, Decision decision);
    // Conflict ("replica.sent"): it is on its way to the server.
    Result<Done> discardWaiting(ChannelNumber channel, std::uint64_t seq);
    Result<std::vector<WaitingEdit>> waiting(ChannelNumber channel);
    Result<std::vector<ReviewItem>> reviews(ChannelNumber channel);
    RowState rowState(ChannelNumber channel, std::uint16_t table, const Uuid &id) const;
    void presence(ChannelNumber channel, std::uint16_t table, const Uuid &id, bool joined);

    // Compares with the server now, and repairs what differs.
    void checkDigest(ChannelNumber channel);
    void indexSearch(ChannelNumber channel);
    // A reader of the file has met a page that cannot be read.
    void damageMet(ChannelNumber channel, const Error &error);

    const SyncStatus &status(ChannelNumber channel) const;
    Rights rights(ChannelNumber channel) const;
    // The last 500 steps, without personal data, for the diagnostics page: "12.345 ch1 > push 3 (seq 7..9)".
    std::vector<std::string> recentSteps() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace nimara::sync
