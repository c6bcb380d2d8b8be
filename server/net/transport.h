#pragma once

// Shared by the translation units of the transport only: Asio's and Beast's names stop here.

#include "server/net/http_server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <boost/system/error_code.hpp>
#include <atomic>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace nimara::server::net {

namespace asio = boost::asio;
using boost::system::error_code;
using Tcp = asio::ip::tcp;
// One strand a connection: all of its callbacks run one after the other.
using Strand = asio::strand<asio::io_context::executor_type>;
using TcpSocket = asio::basic_stream_socket<Tcp, Strand>;

// Whatever holds a connection open, so that the server can end it.
class Ending
{
public:
    virtual ~Ending() = default;
    virtual void endSoon() = 0; // any thread: finish what runs, say good-bye
    virtual void endNow() = 0;  // any thread
};

// How many somebody holds at the same time, up to a bound.
template <typename Key>
class Places
{
public:
    explicit Places(std::size_t most) : m_most(most) {}

    // Held until the handle goes; nothing when they are all taken.
    std::shared_ptr<void> take(const Key &key)
    {
        const std::lock_guard lock(m_mutex);
        const auto place = m_taken.try_emplace(key, 0).first;
        if (place->second >= m_most)
            return nullptr;
        ++place->second;
        return {this, [this, key](void *) {
                    const std::lock_guard leaving(m_mutex);
                    const auto found = m_taken.find(key);
                    if (--found->second == 0)
                        m_taken.erase(found);
                }};
    }

private:
    const std::size_t m_most;
    std::mutex m_mutex;
    std::unordered_map<Key, std::size_t> m_taken;
};

// What the connections of one server share. Outlives them all.
class Shared
{
public:
    Shared(ServerOptions serverOptions, Router serverRouter, WorkerPool &workerPool, const Clock &serverClock,
           Log serverLog)
        : options(std::move(serverOptions)), router(std::move(serverRouter)), workers(workerPool),
          clock(serverClock), log(std::move(serverLog)), m_byAddress(options.limits.connectionsPerAddress),
          m_byOwner(options.limits.socketsPerOwner)
    {}

    const ServerOptions options;
    const Router router;
    WorkerPool &workers;
    const Clock &clock;
    const Log log;
    std::atomic<bool> stopping = false;
    std::atomic<std::size_t> sockets = 0;

    const ServerLimits &limits() const { return options.limits; }

    // Stays in the list while the returned handle lives. Nothing when the server is full.
    using Membership = std::shared_ptr<void>;
    Membership enter(std::weak_ptr<Ending> connection);
    std::size_t entered() const;
    std::vector<std::shared_ptr<Ending>> everybody() const;

    // A place among the connections of an address. Behind a trusted proxy all people have one.
    std::shared_ptr<void> takePlace(const std::string &peer);
    // A place among the owner's sockets.
    std::shared_ptr<void> takePlace(const Uuid &owner) { return m_byOwner.take(owner); }

private:
    mutable std::mutex m_mutex;
    std::list<std::weak_ptr<Ending>> m_connections;
    Places<std::string> m_byAddress;
    Places<Uuid> m_byOwner;
};

} // namespace nimara::server::net
