#pragma once

#include "sync/protocol/messages.h"

#include <string>
#include <string_view>

namespace nimara::sync {

// A frame is one binary WebSocket message:
//   u8 'N' · u8 format (1) · u8 type · u8 channel · u8 flags (bit 0: zstd) · [u32 inflated size when compressed] · payload
// Payloads above 512 bytes are compressed where that makes them smaller. Every decode checks sizes before it
// allocates; a fault is an Error with the key "protocol.frame" (or "protocol.version") and what is wrong.
template <typename Message>
struct Frame
{
    std::uint8_t channel = 0;
    Message message;
    std::size_t bytes = 0; // of the payload, inflated
};

std::string encode(std::uint8_t channel, const ClientMessage &message);
std::string encode(std::uint8_t channel, const ServerMessage &message);
Result<Frame<ClientMessage>> decodeClient(std::string_view frame);
Result<Frame<ServerMessage>> decodeServer(std::string_view frame);

// The part of a Delta that all subscribers of a scope share. Compressed by itself.
std::string encodeScopeDelta(const ScopeDelta &delta);
Result<ScopeDelta> decodeScopeDelta(std::string_view part);

// A mutation and an outcome as bytes: on the wire, in the outbox and in sync.applied_mutation.
std::string encodeMutation(const Mutation &mutation);
Result<Mutation> decodeMutation(std::string_view bytes);
std::string encodeOutcome(const Outcome &outcome);
Result<Outcome> decodeOutcome(std::string_view bytes);

} // namespace nimara::sync
