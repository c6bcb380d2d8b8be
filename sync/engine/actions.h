#pragma once

#include "sync/replica/replica.h"

#include <chrono>
#include <string>
#include <variant>

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
// All digests have been found to be the server's.
struct DigestsEqual
{
    ChannelNumber channel = 0;
    bool operator==(const DigestsEqual &) const = default;
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
                 RightsChanged, EventReceived, EditAnswered, DigestsEqual, SearchPending, ReplicaFailed>;

} // namespace nimara::sync
