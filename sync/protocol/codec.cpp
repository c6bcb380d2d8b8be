#include "sync/protocol/codec.h"

#include "models/base/bytes.h"
#include "sync/protocol/compression.h"
#include "sync/protocol/fields.h"

#include <type_traits>

namespace nimara::sync {

namespace {

constexpr std::uint8_t frameMark = 'N';
constexpr std::uint8_t frameFormat = 1;
constexpr std::uint8_t compressedFlag = 1;

Error frameFault(std::string detail)
{
    return Error{ErrorCode::Protocol, "protocol.frame", {}, std::move(detail)};
}

// Parts of a Delta are compressed by themselves, so that they can be shared.
template <typename Variant>
bool mayCompress(const Variant &message)
{
    return std::visit([](const auto &m) { return !std::is_same_v<std::decay_t<decltype(m)>, Delta>; },
                      message);
}

template <typename Variant>
std::string encodeFrame(std::uint8_t channel, const Variant &message)
{
    ByteWriter payload;
    std::visit([&payload](const auto &m) { write(payload, m); }, message);
    ByteWriter out;
    out.reserve(payload.size() + 16);
    out.u8(frameMark);
    out.u8(frameFormat);
    out.u8(static_cast<std::uint8_t>(message.index()));
    out.u8(channel);
    if (payload.size() > compressionThreshold && mayCompress(message)) {
        const std::string small = deflated(payload.bytes());
        if (!small.empty() && small.size() + 4 < payload.size()) {
            out.u8(compressedFlag);
            out.u32(static_cast<std::uint32_t>(payload.size()));
            out.raw(small);
            return out.take();
        }
    }
    out.u8(0);
    out.raw(payload.bytes());
    return out.take();
}

// Makes the alternative of the given index and reads it.
template <typename Variant, std::size_t index = 0>
bool readAlternative(std::size_t wanted, ByteReader &in, Variant &message)
{
    if constexpr (index < std::variant_size_v<Variant>) {
        if (wanted != index)
            return readAlternative<Variant, index + 1>(wanted, in, message);
        auto &alternative = message.template emplace<index>();
        read(in, alternative);
        return true;
    } else {
        return false;
    }
}

struct FrameLimits
{
    std::size_t bytes;
    std::size_t inflated;
    std::size_t items;
};
constexpr FrameLimits fromClient{maxPushBytes, maxPushBytes, maxPushItems};
// The server is believed: it is paired, and its large blocks are read column by column.
constexpr FrameLimits fromServer{maxFrameBytes, maxInflatedBytes, maxInflatedBytes};

template <typename Variant>
Result<Frame<Variant>> decodeFrame(std::string_view bytes, const FrameLimits &limits)
{
    if (bytes.size() > limits.bytes)
        return Error{ErrorCode::TooLarge, "protocol.frame", {}, "a frame of " + std::to_string(bytes.size())};
    ByteReader head(bytes);
    if (head.u8() != frameMark)
        return frameFault("mark");
    if (head.u8() != frameFormat)
        return Error{ErrorCode::UpgradeRequired, "protocol.version"};
    const std::uint8_t type = head.u8();
    const std::uint8_t channel = head.u8();
    const std::uint8_t flags = head.u8();
    if (!head.ok() || channel >= maxChannels || flags > compressedFlag)
        return frameFault("head");
    std::string held;
    std::string_view payload;
    if (flags == compressedFlag) {
        const std::uint32_t size = head.u32();
        if (!head.ok())
            return frameFault("size");
        auto full = inflated(head.raw(head.remaining()), size, limits.inflated);
        if (!full)
            return full.error();
        held = *std::move(full);
        payload = held;
    } else {
        payload = head.raw(head.remaining());
    }
    Frame<Variant> frame;
    frame.channel = channel;
    frame.bytes = payload.size();
    ByteReader in(payload);
    in.allowItems(limits.items);
    if (!readAlternative(type, in, frame.message))
        return frameFault("type " + std::to_string(type));
    if (!in.atEnd())
        return frameFault("payload of type " + std::to_string(type));
    return frame;
}

template <typename T>
std::string encodeOne(const T &item)
{
    ByteWriter out;
    write(out, item);
    return out.take();
}

template <typename T>
Result<T> decodeOne(std::string_view bytes, const char *what)
{
    ByteReader in(bytes);
    T item;
    read(in, item);
    if (!in.atEnd())
        return frameFault(what);
    return item;
}

} // namespace

bool Delta::operator==(const Delta &other) const
{
    if (to != other.to || advanced != other.advanced || last != other.last ||
        parts.size() != other.parts.size())
        return false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (*parts[i] != *other.parts[i])
            return false;
    }
    return true;
}

std::string encode(std::uint8_t channel, const ClientMessage &message)
{
    return encodeFrame(channel, message);
}

std::string encode(std::uint8_t channel, const ServerMessage &message)
{
    return encodeFrame(channel, message);
}

Result<Frame<ClientMessage>> decodeClient(std::string_view frame)
{
    return decodeFrame<ClientMessage>(frame, fromClient);
}

Result<Frame<ServerMessage>> decodeServer(std::string_view frame)
{
    return decodeFrame<ServerMessage>(frame, fromServer);
}

std::string encodeScopeDelta(const ScopeDelta &delta)
{
    const std::string payload = encodeOne(delta);
    ByteWriter out;
    if (payload.size() > compressionThreshold) {
        const std::string small = deflated(payload);
        if (!small.empty() && small.size() < payload.size()) {
            out.u32(static_cast<std::uint32_t>(payload.size()));
            out.raw(small);
            return out.take();
        }
    }
    out.u32(0); // as it is
    out.raw(payload);
    return out.take();
}

Result<ScopeDelta> decodeScopeDelta(std::string_view part)
{
    ByteReader head(part);
    const std::uint32_t size = head.u32();
    if (!head.ok())
        return frameFault("delta part");
    const std::string_view rest = head.raw(head.remaining());
    if (size == 0)
        return decodeOne<ScopeDelta>(rest, "delta part");
    const auto full = inflated(rest, size, maxInflatedBytes);
    if (!full)
        return full.error();
    return decodeOne<ScopeDelta>(*full, "delta part");
}

std::string encodeMutation(const Mutation &mutation)
{
    return encodeOne(mutation);
}

Result<Mutation> decodeMutation(std::string_view bytes)
{
    return decodeOne<Mutation>(bytes, "mutation");
}

std::string encodeOutcome(const Outcome &outcome)
{
    return encodeOne(outcome);
}

Result<Outcome> decodeOutcome(std::string_view bytes)
{
    return decodeOne<Outcome>(bytes, "outcome");
}

} // namespace nimara::sync
