#pragma once

#include "models/base/rng.h"
#include "tests/simulation/scheduler.h"

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nimara::sim {

// What can befall the laptops, the lines and the server.
enum class Fault : std::uint8_t {
    Kill,       // the client's process ends
    PowerLoss,  // of its laptop: what was not synced is lost, torn or reordered
    Damage,     // a kill after which the replica is noise, gone or without its log
    ServerKill, // before, while or after something commits
    Cut,        // no line for a while, and both ends know
    Mute,       // half open: nothing passes, and nobody is told
    MuteUp,     // nothing passes from the laptop to the server
    MuteDown,   // nothing passes from the server to the laptop
    Linger, // the server learns late that a line is over, and hears what was under way after the laptop's next line
    Delay,      // the line becomes slow
    Rights,     // some of the user's rights go or come back
    Member,     // the user is put out of the port, and taken back later
    DiskFull,   // for a while
    IoError,    // one of the next writes or syncs fails
    Clock,      // the laptop's clock jumps by days, and back
    Upgrade,    // the next start finds a replica of another schema
    SlowWriter, // another program's transaction commits long after it began
    Restore,    // the server comes back from a backup, or as another database: a new epoch
};

// In the order of Fault, as --without spells them.
inline constexpr std::array<std::string_view, 18> faultNames{
    "kill",  "power-loss", "damage", "server-kill", "cut",      "mute",  "mute-up", "mute-down",   "linger",
    "delay", "rights",     "member", "disk-full",   "io-error", "clock", "upgrade", "slow-writer", "restore"};

using FaultSet = std::bitset<faultNames.size()>;

inline std::size_t indexOf(Fault fault)
{
    return static_cast<std::size_t>(fault);
}

// Names with commas between; nothing when one is unknown.
std::optional<FaultSet> faultsNamed(std::string_view names);
std::string namesOf(const FaultSet &faults);

struct PlannedFault
{
    Fault kind = Fault::Kill;
    Time at{0};
    std::size_t client = 0;
    Time span{0};             // how long it lasts
    std::uint64_t chance = 0; // for what else it has to decide: the same whatever other faults are on
};

// A swarm: each seed draws which faults are on, how many come, and how long they last.
std::vector<PlannedFault> planFaults(Rng &rng, std::size_t clients, Time until);

} // namespace nimara::sim
