#pragma once

#include "models/base/result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace nimara::test {

// A line between clients and servers that can go bad: forwards bytes from a port of its own on 127.0.0.1 to others
// there, each connection to the next of them, on a thread of its own.
class TcpProxy
{
public:
    static Result<std::unique_ptr<TcpProxy>> start(std::vector<std::uint16_t> targets);
    ~TcpProxy();
    TcpProxy(const TcpProxy &) = delete;
    TcpProxy &operator=(const TcpProxy &) = delete;

    std::uint16_t port() const;

    // Each of these is done when it returns.

    // The cable is pulled: connections break, new ones are refused.
    void cut();
    // The network is there but nothing passes any more, as behind a dead router; connections stay open.
    void stall();
    // As on the first day.
    void mend();
    // What arrives waits up to so long, on each connection for another time: one overtakes the other.
    void delay(std::chrono::milliseconds most);
    // Each connection that is open breaks after so many bytes more: most likely within a frame.
    void breakAfter(std::size_t bytes);
    // One bit of the next bytes of each connection that is open is turned.
    void corrupt();

    // Bytes that have passed in both directions.
    std::uint64_t passed() const;

private:
    class Impl;
    explicit TcpProxy(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace nimara::test
