#pragma once

#include "server/net/transport.h"

#include <boost/asio/compose.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/role.hpp>
#include <memory>

struct ssl_st;

namespace nimara::server::net {

// One TCP connection, with or without TLS, as one type: Beast is compiled for it once.
//
// TLS works straight on the non-blocking socket: OpenSSL is called when the socket is ready, so no buffer waits with an
// idle connection. asio::ssl::stream keeps about 70 kB for each.
class AnyStream
{
public:
    using executor_type = Strand;

    // `context` may be null: plain text.
    AnyStream(TcpSocket socket, ssl_ctx_st *context);
    AnyStream(AnyStream &&) noexcept;
    ~AnyStream();

    executor_type get_executor() const { return m_impl->socket.get_executor(); }

    template <typename Token>
    auto async_handshake(Token &&token);
    template <typename Buffers, typename Token>
    auto async_read_some(const Buffers &buffers, Token &&token);
    template <typename Buffers, typename Token>
    auto async_write_some(const Buffers &buffers, Token &&token);

    void cancel() { m_impl->cancel(); } // what waits is aborted, and so is all that comes
    void sayGoodbye(); // TLS close_notify and TCP's end of our direction, as far as can be without waiting

private:
    enum class Wants { Nothing, Read, Write };
    struct Step
    {
        Wants wants = Wants::Nothing;
        error_code fault = {};
        std::size_t bytes = 0;
    };

    struct Impl
    {
        Impl(TcpSocket tcp, ssl_ctx_st *context);
        ~Impl();
        Impl(const Impl &) = delete;
        Impl &operator=(const Impl &) = delete;

        Step handshake();
        Step read(void *data, std::size_t size);
        Step write(const void *data, std::size_t size);
        Step tlsStep(int outcome, std::size_t bytes);
        void cancel();

        TcpSocket socket;
        ssl_st *ssl = nullptr;
        bool isCancelled = false;
    };

    // Small pieces that belong together (a frame's header and its body) leave in one TLS record and one packet.
    static constexpr std::size_t gatherSize = 16 * 1024;
    template <typename Buffers>
    static Step writeFrom(Impl &impl, const Buffers &buffers);

    template <typename Attempt>
    struct Operation;
    template <typename Signature, typename Attempt, typename Token>
    auto start(Attempt attempt, Token &&token);

    std::unique_ptr<Impl> m_impl;
};

// Tries; waits for what the attempt wants; tries again. The completion never runs within the call that starts it.
template <typename Attempt>
struct AnyStream::Operation
{
    Impl *impl;
    Attempt attempt;
    bool hasWaited = false;
    bool isDone = false;
    Step step = {};

    template <typename Self>
    void operator()(Self &self, error_code fault = {})
    {
        if (!isDone) {
            step = fault ? Step{.fault = fault} : attempt(*impl);
            if (!step.fault && step.wants != Wants::Nothing) {
                hasWaited = true;
                impl->socket.async_wait(step.wants == Wants::Read ? TcpSocket::wait_read
                                                                  : TcpSocket::wait_write,
                                        std::move(self));
                return;
            }
            isDone = true;
            if (!hasWaited) {
                asio::post(impl->socket.get_executor(), std::move(self));
                return;
            }
        }
        self.complete(step.fault, step.bytes);
    }
};

template <typename Signature, typename Attempt, typename Token>
auto AnyStream::start(Attempt attempt, Token &&token)
{
    return asio::async_compose<Token, Signature>(
        Operation<Attempt>{.impl = m_impl.get(), .attempt = std::move(attempt)}, token, m_impl->socket);
}

template <typename Token>
auto AnyStream::async_handshake(Token &&token)
{
    return start<void(error_code, std::size_t)>([](Impl &impl) { return impl.handshake(); },
                                                std::forward<Token>(token));
}

template <typename Buffers, typename Token>
auto AnyStream::async_read_some(const Buffers &buffers, Token &&token)
{
    const auto attempt = [buffers](Impl &impl) {
        for (const asio::mutable_buffer buffer : boost::beast::buffers_range_ref(buffers)) {
            if (buffer.size() > 0)
                return impl.read(buffer.data(), buffer.size());
        }
        return Step{};
    };
    return start<void(error_code, std::size_t)>(attempt, std::forward<Token>(token));
}

template <typename Buffers, typename Token>
auto AnyStream::async_write_some(const Buffers &buffers, Token &&token)
{
    const auto attempt = [buffers](Impl &impl) { return writeFrom(impl, buffers); };
    return start<void(error_code, std::size_t)>(attempt, std::forward<Token>(token));
}

template <typename Buffers>
AnyStream::Step AnyStream::writeFrom(Impl &impl, const Buffers &buffers)
{
    static thread_local char gathered[gatherSize];
    std::size_t size = 0;
    for (const asio::const_buffer buffer : boost::beast::buffers_range_ref(buffers)) {
        if (buffer.size() == 0)
            continue;
        if (size == 0 && buffer.size() >= gatherSize)
            return impl.write(buffer.data(), buffer.size());
        const std::size_t taken = std::min(buffer.size(), gatherSize - size);
        std::memcpy(gathered + size, buffer.data(), taken);
        size += taken;
        if (size == gatherSize)
            break;
    }
    return size == 0 ? Step{} : impl.write(gathered, size);
}

// Found by Beast when a WebSocket ends or runs out of time.
void beast_close_socket(AnyStream &stream);

template <typename Handler>
void async_teardown(boost::beast::role_type, AnyStream &stream, Handler &&handler)
{
    stream.sayGoodbye();
    asio::post(stream.get_executor(),
               [handler = std::forward<Handler>(handler)]() mutable { handler(error_code()); });
}

void teardown(boost::beast::role_type role, AnyStream &stream, error_code &fault);

} // namespace nimara::server::net
