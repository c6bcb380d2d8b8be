#pragma once

#include "models/base/rng.h"
#include "sync/engine/engine.h"
#include "tests/simulation/crash_disk.h"
#include "tests/simulation/scheduler.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace nimara::sim {

// A laptop: its disk outlives the process on it. Channel 0 is the user's realm, channel 1 the port's.
class ClientNode
{
public:
    static constexpr sync::ChannelNumber userChannel = 0;
    static constexpr sync::ChannelNumber portChannel = 1;

    struct Hooks
    {
        std::function<void()> openLink;
        std::function<void()> closeLink;
        std::function<void(std::string)> send;
    };
    // An edit that submit() called saved.
    struct Promise
    {
        sync::ChannelNumber channel = 0;
        std::uint64_t seq = 0;
        Uuid mutation;
        Uuid client;
        Uuid incarnation;
        bool givenUp = false; // the user discarded it
    };

    ClientNode(Scheduler &scheduler, std::uint64_t seed, const Uuid &user, const Uuid &port, Hooks hooks);
    ~ClientNode();

    const Uuid &user() const { return m_user; }
    bool isUp() const { return m_engine != nullptr; }
    // Opens the replicas and connects. Nothing happens while the disk refuses; it is tried again.
    void start();
    void kill();
    void powerLoss();
    // The process ends, and the port's database is noise, or gone, or without its log. Nothing but the kill where the
    // disk had refused the second copy of the outbox.
    void damage();
    // The process ends; the program that starts next is of another schema.
    void upgrade();
    // Invariant: a lease that has ended does not begin again with an earlier time on the clock.
    void jumpClock(Time by);
    CrashDisk &disk() { return m_disk; }

    // From the network.
    void linkUp();
    void linkDown(const char *why);
    void frame(const std::string &bytes);

    // The person at it.
    void setOffline(bool offline);
    bool submit(Edit edit);
    void resolveOne(Resolution resolution);
    void discardOne();
    void checkDigest();
    const std::vector<Promise> &promises() const { return m_promises; }
    // Rows of a table that an edit made here has touched.
    const std::set<Uuid> &touched(const Table &table) { return m_touched[table.number]; }

    sync::Engine &engine() { return *m_engine; }
    const sync::Replica &replica(sync::ChannelNumber channel) const { return *m_replicas[channel]; }
    sync::Replica &replica(sync::ChannelNumber channel) { return *m_replicas[channel]; }
    Clock &clock() { return m_clock; }
    Rng &rng() { return m_rng; }
    // What went wrong in a way that must never be, in words. Empty: nothing.
    const std::string &fault() const { return m_fault; }

private:
    void stopProcess();
    bool openReplica(sync::ChannelNumber channel);
    void pump();
    void perform(sync::Action action);
    void later(Time delay, std::function<void()> what);
    void noteGivenUp(sync::ChannelNumber channel, std::uint64_t seq, const Uuid &mutation);

    Scheduler &m_scheduler;
    SeededRng m_rng;
    NodeClock m_clock;
    const Uuid m_user;
    const Uuid m_port;
    Hooks m_hooks;
    CrashDisk m_disk;
    sync::Tuning m_tuning;
    std::uint64_t m_life = 0;
    // Since when the process has run under one clock, and what the disk had refused by then.
    Time m_steadySince{0};
    std::uint64_t m_refusedBefore = 0;
    std::uint64_t m_timer = 0;
    bool m_pumping = false;
    std::unique_ptr<sync::Replica> m_replicas[2];
    std::unique_ptr<sync::Engine> m_engine;
    std::vector<Promise> m_promises;
    std::map<std::uint16_t, std::set<Uuid>> m_touched;
    std::string m_fault;
};

} // namespace nimara::sim
