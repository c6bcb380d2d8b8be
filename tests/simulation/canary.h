#pragma once

#include "tests/simulation/backend.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace nimara::sim {

// A promise that is broken on purpose, by a wrapper around sound code: whoever watches has to see it.
enum class Canary : std::uint8_t {
    None,
    Cursor,      // a step's cursor passes a change that the step leaves out
    LostOutbox,  // the laptop's disk says "synced" and is not: an edit called saved goes with the power
    LostWrite,   // the server acknowledges what it has not written
    DoubleApply, // the server forgets what it has answered, and does it again when it is resent
    ScopeLeak,   // a right that is taken away is served on
};

// In the order of Canary, as --canary spells them.
inline constexpr std::array<std::string_view, 6> canaryNames{"none",       "cursor",       "lost-outbox",
                                                             "lost-write", "double-apply", "scope-leak"};

std::optional<Canary> canaryNamed(std::string_view name);

// The model's door, broken in this way. Nothing for a canary that sits elsewhere.
std::unique_ptr<server::Door> brokenDoor(Canary canary, Backend &backend, std::uint64_t seed);

} // namespace nimara::sim
