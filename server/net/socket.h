#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nimara::server::net {

// Bytes that may stand in the queues of many sockets at once: encoded once, never changed after.
using SharedBytes = std::shared_ptr<const std::string>;

// Why a socket was closed. The numbers above 4000 are ours and part of the protocol.
enum class CloseCode : std::uint16_t {
    Normal = 1000,
    GoingAway = 1001, // the server stops; come back after the usual pause
    Protocol = 1002,
    Unsupported = 1003, // a text message
    Abnormal = 1006,    // only seen by onClose: the link broke, nothing was said
    TooBig = 1009,
    Internal = 1011,
    TryAgainLater = 1013,
    SessionEnded = 4401, // revoked, expired, or the user was deactivated: sign in again
    TooSlow = 4408,      // the reader left too much unread
    Silent = 4410        // only seen by onClose: nothing was heard in time
};

enum class Urgency {
    Prompt, // outcomes, deltas, pokes: before any bulk that still waits
    Bulk    // bootstrap pages
};

// The server's end of one WebSocket. Every member may be called from any thread, also after the socket
// closed.
class Socket
{
public:
    virtual ~Socket() = default;

    // Queues one binary message. The parts are sent one after the other as that one message, without being
    // copied. Messages of one urgency keep their order. A socket whose queue outgrows the transport's bound
    // is closed with TooSlow: whoever sends much looks at bufferedBytes() first.
    virtual void send(std::vector<SharedBytes> parts, Urgency urgency = Urgency::Prompt) = 0;
    void send(SharedBytes message, Urgency urgency = Urgency::Prompt);
    void send(std::string message, Urgency urgency = Urgency::Prompt);

    // What was queued and is not yet handed to the operating system.
    virtual std::size_t bufferedBytes() const = 0;

    // Runs the function on the socket's strand, between callbacks. It is dropped if the socket has closed: a
    // function may hold a plain pointer to its handler, which lives until all functions that run have run.
    virtual void post(std::function<void()> function) = 0;

    // Stops and resumes the reading of further messages, so that a peer who sends faster than its work is
    // done is slowed down by TCP. At most one message more may arrive after hold().
    virtual void hold() = 0;
    virtual void resume() = 0;

    // What is queued is still sent, within the transport's closing time; then onClose follows.
    virtual void close(CloseCode code, std::string reason = {}) = 0;
};

using SocketHandle = std::shared_ptr<Socket>;

// What answers on one socket. All callbacks of one socket run on its strand, one after the other, on a thread
// that only moves bytes: work that takes time is posted to the WorkerPool and comes back by Socket::post.
class SocketHandler
{
public:
    virtual ~SocketHandler() = default;

    // Once, first. Keeping the handle is allowed; the handler is destroyed on the strand right after onClose.
    virtual void onOpen(SocketHandle socket) = 0;
    // One whole binary message, at most ServerLimits::socketMessage long; the bytes are gone after the call.
    virtual void onMessage(std::string_view message) = 0;
    // The queue has fallen below ServerLimits::socketLowWater after having stood above it.
    virtual void onWritable() = 0;
    // Once, last.
    virtual void onClose(CloseCode code, std::string_view reason) = 0;
};

} // namespace nimara::server::net
