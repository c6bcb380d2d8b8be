#include "tests/support/programs/tcp_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <list>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace nimara::test {

namespace {

class Handle
{
public:
    explicit Handle(int number = -1) : m_number(number) {}
    Handle(Handle &&other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
    Handle &operator=(Handle &&other) noexcept
    {
        std::swap(m_number, other.m_number);
        return *this;
    }
    ~Handle()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    int operator*() const { return m_number; }
    explicit operator bool() const { return m_number >= 0; }

private:
    int m_number;
};

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

Handle listenOn(std::uint16_t &port)
{
    Handle socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int on = 1;
    setsockopt(*socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address = loopback(port);
    socklen_t size = sizeof address;
    auto *plain = reinterpret_cast<sockaddr *>(&address);
    if (bind(*socket, plain, size) != 0 || listen(*socket, 64) != 0 ||
        getsockname(*socket, plain, &size) != 0)
        return Handle();
    port = ntohs(address.sin_port);
    return socket;
}

// A server on this machine answers a connect at once or refuses it, so a blocking one does.
Handle connectTo(std::uint16_t port)
{
    Handle socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address = loopback(port);
    if (connect(*socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
        return Handle();
    const int on = 1;
    setsockopt(*socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

// One direction of one connection: what was read and could not be written yet.
struct Flow
{
    std::string waiting;
    bool ended = false;
};

struct Pair
{
    std::array<Handle, 2> ends; // client, server
    std::array<Flow, 2> flows;  // from the end of that number
};

constexpr std::size_t mostWaiting = 256 * 1024;

bool isOver(const Pair &pair)
{
    return pair.flows[0].ended && pair.flows[1].ended && pair.flows[0].waiting.empty() &&
           pair.flows[1].waiting.empty();
}

} // namespace

class TcpProxy::Impl
{
public:
    enum class State { Passing, Stalled, Cut };

    Result<Done> start(std::uint16_t target)
    {
        m_target = target;
        m_wake = Handle(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
        m_listener = listenOn(m_port);
        if (!m_wake || !m_listener)
            return Error{ErrorCode::Internal, "test.proxy", {}, std::strerror(errno)};
        m_thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
        return Done{};
    }

    ~Impl()
    {
        m_thread.request_stop();
        wake();
    }

    void set(State state)
    {
        std::unique_lock lock(m_mutex);
        m_wanted = state;
        wake();
        m_reached.wait(lock, [&] { return m_state == m_wanted; });
    }

    std::atomic<std::uint16_t> m_target = 0;
    std::atomic<std::uint64_t> m_passed = 0;
    std::uint16_t m_port = 0;

private:
    void wake() const { eventfd_write(*m_wake, 1); }

    void run(const std::stop_token &stop)
    {
        while (!stop.stop_requested()) {
            follow();
            std::vector<pollfd> entries = watched();
            if (::poll(entries.data(), entries.size(), -1) < 0 && errno != EINTR)
                return;
            if (entries[0].revents != 0) {
                eventfd_t count = 0;
                eventfd_read(*m_wake, &count);
                continue; // what is wanted goes before what has come
            }
            serve(entries);
        }
    }

    // Takes on the state that was asked for.
    void follow()
    {
        const std::lock_guard lock(m_mutex);
        if (m_state == m_wanted)
            return;
        if (m_wanted == State::Cut) {
            m_pairs.clear();
            m_listener = Handle();
        } else if (!m_listener) {
            m_listener = listenOn(m_port);
        }
        m_state = m_wanted;
        m_reached.notify_all();
    }

    std::vector<pollfd> watched() const
    {
        std::vector<pollfd> entries{{*m_wake, POLLIN, 0}, {m_listener ? *m_listener : -1, POLLIN, 0}};
        const bool passing = m_state == State::Passing;
        for (const Pair &pair : m_pairs) {
            for (std::size_t end = 0; end < 2; ++end) {
                const Flow &from = pair.flows[end];
                short events = 0;
                if (passing && !from.ended && from.waiting.size() < mostWaiting)
                    events |= POLLIN;
                if (passing && !pair.flows[1 - end].waiting.empty())
                    events |= POLLOUT;
                entries.push_back({events != 0 ? *pair.ends[end] : -1, events, 0});
            }
        }
        return entries;
    }

    void serve(const std::vector<pollfd> &entries)
    {
        std::size_t at = 2;
        for (auto pair = m_pairs.begin(); pair != m_pairs.end(); at += 2) {
            bool good = true;
            for (std::size_t end = 0; end < 2; ++end) {
                if (entries[at + end].revents != 0)
                    good = good && readFrom(*pair, end);
            }
            for (std::size_t end = 0; end < 2; ++end)
                good = good && writeTo(*pair, end);
            pair = good && !isOver(*pair) ? std::next(pair) : m_pairs.erase(pair);
        }
        if (entries[1].revents != 0)
            acceptOne();
    }

    void acceptOne()
    {
        Handle client(accept4(*m_listener, nullptr, nullptr, SOCK_CLOEXEC));
        if (!client)
            return;
        const int on = 1;
        setsockopt(*client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (m_state == State::Passing) {
            Handle server = connectTo(m_target);
            if (server)
                m_pairs.push_back(Pair{{std::move(client), std::move(server)}, {}});
        } else {
            m_pairs.push_back(Pair{{std::move(client), Handle()}, {}});
        }
    }

    bool readFrom(Pair &pair, std::size_t end)
    {
        Flow &flow = pair.flows[end];
        if (flow.ended || flow.waiting.size() >= mostWaiting)
            return true;
        std::array<char, 64 * 1024> buffer;
        const ssize_t count = recv(*pair.ends[end], buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (count < 0)
            return errno == EAGAIN || errno == EINTR;
        if (count == 0) {
            flow.ended = true;
            if (flow.waiting.empty())
                shutdown(*pair.ends[1 - end], SHUT_WR);
            return true;
        }
        flow.waiting.append(buffer.data(), static_cast<std::size_t>(count));
        return true;
    }

    // What has come from the other end.
    bool writeTo(Pair &pair, std::size_t end)
    {
        Flow &flow = pair.flows[1 - end];
        if (flow.waiting.empty())
            return true;
        const ssize_t count =
            ::send(*pair.ends[end], flow.waiting.data(), flow.waiting.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count < 0)
            return errno == EAGAIN || errno == EINTR;
        m_passed += static_cast<std::uint64_t>(count);
        flow.waiting.erase(0, static_cast<std::size_t>(count));
        if (flow.waiting.empty() && flow.ended)
            shutdown(*pair.ends[end], SHUT_WR);
        return true;
    }

    std::mutex m_mutex;
    std::condition_variable m_reached;
    State m_wanted = State::Passing;
    State m_state = State::Passing;
    Handle m_wake;
    Handle m_listener;
    std::list<Pair> m_pairs;
    std::jthread m_thread;
};

TcpProxy::TcpProxy(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

TcpProxy::~TcpProxy() = default;

Result<std::unique_ptr<TcpProxy>> TcpProxy::start(std::uint16_t target)
{
    auto impl = std::make_unique<Impl>();
    NIMARA_TRY(impl->start(target));
    return std::unique_ptr<TcpProxy>(new TcpProxy(std::move(impl)));
}

std::uint16_t TcpProxy::port() const
{
    return m_impl->m_port;
}

void TcpProxy::setTarget(std::uint16_t target)
{
    m_impl->m_target = target;
}

void TcpProxy::cut()
{
    m_impl->set(Impl::State::Cut);
}

void TcpProxy::stall()
{
    m_impl->set(Impl::State::Stalled);
}

void TcpProxy::mend()
{
    m_impl->set(Impl::State::Passing);
}

std::uint64_t TcpProxy::passed() const
{
    return m_impl->m_passed;
}

} // namespace nimara::test
