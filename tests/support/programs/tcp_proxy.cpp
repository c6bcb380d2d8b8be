#include "tests/support/programs/tcp_proxy.h"

#include "models/base/rng.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace nimara::test {

namespace {

using Time = std::chrono::steady_clock;

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
    Time::time_point due; // not to be passed on before
    bool ended = false;
};

struct Pair
{
    std::array<Handle, 2> ends; // client, server
    std::array<Flow, 2> flows;  // from the end of that number
    std::optional<std::size_t> bytesLeft = {};
    bool turnsBit = false;
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

    Result<Done> start(std::vector<std::uint16_t> targets)
    {
        m_targets = std::move(targets);
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

    void enter(State state)
    {
        order([this, state] {
            if (state == State::Cut) {
                m_pairs.clear();
                m_listener = Handle();
            } else if (!m_listener) {
                m_listener = listenOn(m_port);
            }
            m_state = state;
        });
    }

    void mend()
    {
        delay(std::chrono::milliseconds(0));
        enter(State::Passing);
    }

    void delay(std::chrono::milliseconds most)
    {
        order([this, most] { m_mostDelay = most; });
    }

    void forEachPair(const std::function<void(Pair &)> &change)
    {
        order([this, change] { std::for_each(m_pairs.begin(), m_pairs.end(), change); });
    }

    std::atomic<std::uint64_t> m_passed = 0;
    std::uint16_t m_port = 0;

private:
    void wake() const { eventfd_write(*m_wake, 1); }

    // Done on the thread when this returns.
    void order(std::function<void()> what)
    {
        std::unique_lock lock(m_mutex);
        m_orders.push_back(std::move(what));
        wake();
        m_followed.wait(lock, [this] { return m_orders.empty(); });
    }

    void run(const std::stop_token &stop)
    {
        while (!stop.stop_requested()) {
            follow();
            std::vector<pollfd> entries = watched();
            if (::poll(entries.data(), entries.size(), millisecondsToNextDue()) < 0 && errno != EINTR)
                return;
            if (entries[0].revents != 0) {
                eventfd_t count = 0;
                eventfd_read(*m_wake, &count);
                continue; // what is ordered goes before what has come
            }
            serve(entries);
        }
    }

    void follow()
    {
        const std::lock_guard lock(m_mutex);
        for (const auto &what : m_orders)
            what();
        m_orders.clear();
        m_followed.notify_all();
    }

    bool isDue(const Flow &flow) const
    {
        return m_state == State::Passing && !flow.waiting.empty() && flow.due <= Time::now();
    }

    // -1: nothing waits for its time.
    int millisecondsToNextDue() const
    {
        std::optional<Time::time_point> next;
        for (const Pair &pair : m_pairs) {
            for (const Flow &flow : pair.flows) {
                if (m_state == State::Passing && !flow.waiting.empty() && flow.due > Time::now())
                    next = std::min(next.value_or(flow.due), flow.due);
            }
        }
        if (!next)
            return -1;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(*next - Time::now()).count();
        return static_cast<int>(std::max<std::int64_t>(left, 0));
    }

    std::vector<pollfd> watched() const
    {
        std::vector<pollfd> entries{{*m_wake, POLLIN, 0}, {m_listener ? *m_listener : -1, POLLIN, 0}};
        for (const Pair &pair : m_pairs) {
            for (std::size_t end = 0; end < 2; ++end) {
                const Flow &from = pair.flows[end];
                short events = 0;
                if (m_state == State::Passing && !from.ended && from.waiting.size() < mostWaiting)
                    events |= POLLIN;
                if (isDue(pair.flows[1 - end]))
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
            if (Handle server = connectToNext())
                m_pairs.push_back(Pair{{std::move(client), std::move(server)}, {}});
        } else {
            m_pairs.push_back(Pair{{std::move(client), Handle()}, {}});
        }
    }

    // One that is down is passed over.
    Handle connectToNext()
    {
        for (std::size_t tries = 0; tries < m_targets.size(); ++tries) {
            if (Handle server = connectTo(m_targets[m_turn++ % m_targets.size()]))
                return server;
        }
        return Handle();
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
        const auto size = static_cast<std::size_t>(count);
        if (std::exchange(pair.turnsBit, false)) {
            char &one = buffer[m_rng.below(size)];
            one = static_cast<char>(one ^ 1);
        }
        if (flow.waiting.empty())
            flow.due = Time::now() + drawnDelay();
        flow.waiting.append(buffer.data(), size);
        return true;
    }

    std::chrono::milliseconds drawnDelay()
    {
        const auto most = static_cast<std::uint64_t>(m_mostDelay.count());
        return std::chrono::milliseconds(most > 0 ? m_rng.below(most + 1) : 0);
    }

    // What has come from the other end.
    bool writeTo(Pair &pair, std::size_t end)
    {
        Flow &flow = pair.flows[1 - end];
        if (!isDue(flow))
            return true;
        const std::size_t size = std::min(flow.waiting.size(), pair.bytesLeft.value_or(flow.waiting.size()));
        const ssize_t count = ::send(*pair.ends[end], flow.waiting.data(), size, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count < 0)
            return errno == EAGAIN || errno == EINTR;
        const auto sent = static_cast<std::size_t>(count);
        m_passed += sent;
        flow.waiting.erase(0, sent);
        if (pair.bytesLeft && (*pair.bytesLeft -= sent) == 0)
            return false;
        if (flow.waiting.empty() && flow.ended)
            shutdown(*pair.ends[end], SHUT_WR);
        return true;
    }

    std::mutex m_mutex;
    std::condition_variable m_followed;
    std::vector<std::function<void()>> m_orders;
    State m_state = State::Passing;
    std::chrono::milliseconds m_mostDelay{0};
    std::vector<std::uint16_t> m_targets;
    std::size_t m_turn = 0;
    SeededRng m_rng{20261122};
    Handle m_wake;
    Handle m_listener;
    std::list<Pair> m_pairs;
    std::jthread m_thread;
};

TcpProxy::TcpProxy(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

TcpProxy::~TcpProxy() = default;

Result<std::unique_ptr<TcpProxy>> TcpProxy::start(std::vector<std::uint16_t> targets)
{
    auto impl = std::make_unique<Impl>();
    NIMARA_TRY(impl->start(std::move(targets)));
    return std::unique_ptr<TcpProxy>(new TcpProxy(std::move(impl)));
}

std::uint16_t TcpProxy::port() const
{
    return m_impl->m_port;
}

void TcpProxy::cut()
{
    m_impl->enter(Impl::State::Cut);
}

void TcpProxy::stall()
{
    m_impl->enter(Impl::State::Stalled);
}

void TcpProxy::mend()
{
    m_impl->mend();
}

void TcpProxy::delay(std::chrono::milliseconds most)
{
    m_impl->delay(most);
}

void TcpProxy::breakAfter(std::size_t bytes)
{
    m_impl->forEachPair([bytes](Pair &pair) { pair.bytesLeft = std::max<std::size_t>(bytes, 1); });
}

void TcpProxy::corrupt()
{
    m_impl->forEachPair([](Pair &pair) { pair.turnsBit = true; });
}

std::uint64_t TcpProxy::passed() const
{
    return m_impl->m_passed;
}

} // namespace nimara::test
