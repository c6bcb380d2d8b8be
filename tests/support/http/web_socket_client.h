#pragma once

#include "tests/support/http/http_client.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nimara::test {

struct OpenedSocket;

// A WebSocket client that answers nothing by itself: the test says when it pongs, closes or breaks the rules.
class WebSocketClient
{
public:
    enum class Opcode : std::uint8_t {
        Continuation = 0,
        Text = 1,
        Binary = 2,
        Close = 8,
        Ping = 9,
        Pong = 10
    };

    struct Frame
    {
        Opcode opcode = Opcode::Binary;
        std::string payload;

        // Of a close frame; 1005 when it names none.
        int closeCode() const;
    };

    static OpenedSocket open(const WireOptions &options, std::string_view path, std::string_view token);

    bool sendFrame(Opcode opcode, std::string_view payload, bool isLast = true);
    bool sendBinary(std::string_view payload) { return sendFrame(Opcode::Binary, payload); }
    bool sendRaw(std::string_view bytes) { return m_wire.send(bytes); }
    // The next frame; nothing when the connection ended or the patience did.
    std::optional<Frame> receive();
    // The next binary message, past pings, which it answers.
    std::optional<std::string> message();
    // The code of the close frame, past anything else; nothing when the connection ended without one.
    std::optional<int> closeCode();

    Wire &wire() { return m_wire; }

private:
    explicit WebSocketClient(Wire wire, std::string rest) : m_wire(std::move(wire)), m_rest(std::move(rest))
    {}
    bool fill(std::size_t size);

    Wire m_wire;
    std::string m_rest;
};

struct OpenedSocket
{
    HttpReply reply; // 101, or why not
    std::optional<WebSocketClient> socket;
};

} // namespace nimara::test
