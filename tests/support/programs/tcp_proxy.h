#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <memory>
#include <string>

namespace nimara::test {

// A line between a client and a server that can be cut: forwards bytes from a port of its own on 127.0.0.1 to another
// one there, on a thread of its own.
class TcpProxy
{
public:
    static Result<std::unique_ptr<TcpProxy>> start(std::uint16_t target);
    ~TcpProxy();
    TcpProxy(const TcpProxy &) = delete;
    TcpProxy &operator=(const TcpProxy &) = delete;

    std::uint16_t port() const;
    // The server has another port since it was started anew.
    void setTarget(std::uint16_t target);

    // The cable is pulled: connections break, new ones are refused. Done when this returns.
    void cut();
    // The network is there but nothing passes any more, as behind a dead router; connections stay open.
    void stall();
    void mend();

    // Bytes that have passed in both directions.
    std::uint64_t passed() const;

private:
    class Impl;
    explicit TcpProxy(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace nimara::test
