#pragma once

#include "models/base/hash.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nimara::test {

struct WireOptions
{
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
    std::string from = {}; // an address of this machine; empty: the system's choice
    bool tls = true;
    bool onlyTls12 = false;
    std::chrono::milliseconds patience{60'000}; // for each read and write
};

// A blocking connection that says exactly the bytes it is given, right or wrong. It shares no code with the server's
// transport, so that one mistake cannot hide another.
class Wire
{
public:
    // Nothing when the connection or the handshake fails.
    static std::optional<Wire> connect(const WireOptions &options);

    Wire(Wire &&) noexcept;
    Wire &operator=(Wire &&) noexcept;
    ~Wire();

    bool send(std::string_view bytes);
    // What has come, at most `most` bytes; empty when the other side has closed, or after the patience.
    std::string receive(std::size_t most = 64 * 1024);
    // True when the other side closed within the patience (what it sends before is dropped).
    bool isClosedByPeer();
    // TCP ends without TLS or WebSocket saying good-bye.
    void cut();

    Sha256 pin() const { return m_pin; }
    std::string tlsVersion() const;

private:
    struct State;
    explicit Wire(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
    Sha256 m_pin{};
};

} // namespace nimara::test
