#pragma once

#include "sync/protocol/messages.h"

namespace nimara::sync {

// The bytes of encode(channel, delta) in pieces, to be sent one after the other as one message. The parts stand among
// them as they are, so that a step is encoded once, however many channels it goes to.
std::vector<std::shared_ptr<const std::string>> encodeDelta(std::uint8_t channel, const Delta &delta);

} // namespace nimara::sync
