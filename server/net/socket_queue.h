#pragma once

#include "server/net/socket.h"

#include <boost/asio/buffer.hpp>
#include <atomic>
#include <cstddef>
#include <list>
#include <mutex>
#include <utility>
#include <vector>

namespace nimara::server::net {

struct Message
{
    explicit Message(std::vector<SharedBytes> messageParts) : parts(std::move(messageParts))
    {
        buffers.reserve(parts.size());
        for (const SharedBytes &part : parts) {
            buffers.push_back(boost::asio::buffer(*part));
            size += part->size();
        }
    }

    std::vector<SharedBytes> parts;
    std::vector<boost::asio::const_buffer> buffers;
    std::size_t size = 0;
};

// Beast copies buffer sequences freely; this one is two pointers into the message that is being sent.
struct MessageBuffers
{
    using value_type = boost::asio::const_buffer;
    using const_iterator = const boost::asio::const_buffer *;
    explicit MessageBuffers(const Message &message)
        : first(message.buffers.data()), last(first + message.buffers.size())
    {}
    const_iterator begin() const { return first; }
    const_iterator end() const { return last; }
    const_iterator first;
    const_iterator last;
};

// What waits to be sent: filled from all threads, emptied on the socket's strand. Empty, it costs a few words.
class SocketQueue
{
public:
    enum class Pushed { Full, Queued, QueuedFirst };

    // QueuedFirst: nobody has been told yet that there is something to send.
    Pushed push(std::vector<SharedBytes> parts, Urgency urgency, std::size_t limit)
    {
        std::list<Message> fresh;
        fresh.emplace_back(std::move(parts));
        const std::size_t size = fresh.front().size;
        const std::lock_guard lock(m_mutex);
        if (m_bytes + size > limit)
            return Pushed::Full;
        m_bytes += size;
        std::list<Message> &list = urgency == Urgency::Prompt ? m_prompt : m_bulk;
        list.splice(list.end(), fresh);
        return std::exchange(m_isTold, true) ? Pushed::Queued : Pushed::QueuedFirst;
    }

    // Moves the next message into `place`, the prompt ones first; what it moves still counts as queued.
    void take(std::list<Message> &place)
    {
        const std::lock_guard lock(m_mutex);
        m_isTold = false;
        std::list<Message> &list = m_prompt.empty() ? m_bulk : m_prompt;
        if (!list.empty())
            place.splice(place.end(), list, list.begin());
    }

    void sent(std::size_t bytes) { m_bytes -= bytes; }
    std::size_t bytes() const { return m_bytes; }

    void clear()
    {
        std::list<Message> dropped;
        const std::lock_guard lock(m_mutex);
        dropped.splice(dropped.end(), m_prompt);
        dropped.splice(dropped.end(), m_bulk);
    }

private:
    std::mutex m_mutex;
    std::list<Message> m_prompt;
    std::list<Message> m_bulk;
    bool m_isTold = false;
    std::atomic<std::size_t> m_bytes = 0;
};

} // namespace nimara::server::net
