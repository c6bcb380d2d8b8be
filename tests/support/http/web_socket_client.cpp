#include "tests/support/http/web_socket_client.h"

#include <array>

namespace nimara::test {
namespace {
constexpr std::array<char, 4> mask = {0x12, 0x34, 0x56, 0x78};

void appendBigEndian(std::string &out, std::uint64_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; --i)
        out += static_cast<char>((value >> (8 * i)) & 0xff);
}

std::uint64_t bigEndian(std::string_view bytes)
{
    std::uint64_t value = 0;
    for (const char c : bytes)
        value = (value << 8) | static_cast<unsigned char>(c);
    return value;
}
} // namespace

int WebSocketClient::Frame::closeCode() const
{
    return payload.size() < 2 ? 1005 : static_cast<int>(bigEndian(payload.substr(0, 2)));
}

OpenedSocket WebSocketClient::open(const WireOptions &options, std::string_view path, std::string_view token)
{
    OpenedSocket opened;
    auto wire = Wire::connect(options);
    if (!wire)
        return opened;
    std::string head = "GET " + std::string(path) +
                       " HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                       "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    if (!token.empty())
        head += "Authorization: Bearer " + std::string(token) + "\r\n";
    std::string rest;
    if (wire->send(head + "\r\n"))
        opened.reply = readReply(*wire, rest);
    if (opened.reply.status == 101)
        opened.socket = WebSocketClient(*std::move(wire), std::move(rest));
    return opened;
}

bool WebSocketClient::sendFrame(Opcode opcode, std::string_view payload, bool isLast)
{
    std::string frame(1, static_cast<char>((isLast ? 0x80 : 0) | static_cast<int>(opcode)));
    if (payload.size() < 126) {
        frame += static_cast<char>(0x80 | payload.size());
    } else if (payload.size() < 65536) {
        frame += static_cast<char>(0x80 | 126);
        appendBigEndian(frame, payload.size(), 2);
    } else {
        frame += static_cast<char>(0x80 | 127);
        appendBigEndian(frame, payload.size(), 8);
    }
    frame.append(mask.data(), mask.size());
    const std::size_t start = frame.size();
    frame += payload;
    for (std::size_t i = 0; i < payload.size(); ++i)
        frame[start + i] = static_cast<char>(frame[start + i] ^ mask[i % 4]);
    return m_wire.send(frame);
}

bool WebSocketClient::fill(std::size_t size)
{
    while (m_rest.size() < size) {
        const std::string more = m_wire.receive();
        if (more.empty())
            return false;
        m_rest += more;
    }
    return true;
}

std::optional<WebSocketClient::Frame> WebSocketClient::receive()
{
    if (!fill(2))
        return std::nullopt;
    const auto opcode = static_cast<Opcode>(m_rest[0] & 0x0f);
    std::uint64_t size = static_cast<unsigned char>(m_rest[1]) & 0x7f;
    std::size_t head = 2;
    if (size >= 126) {
        const std::size_t width = size == 126 ? 2 : 8;
        if (!fill(2 + width))
            return std::nullopt;
        size = bigEndian(std::string_view(m_rest).substr(2, width));
        head += width;
    }
    if (!fill(head + size))
        return std::nullopt;
    Frame frame{.opcode = opcode, .payload = m_rest.substr(head, size)};
    m_rest.erase(0, head + size);
    return frame;
}

std::optional<std::string> WebSocketClient::message()
{
    while (auto frame = receive()) {
        if (frame->opcode == Opcode::Binary)
            return std::move(frame->payload);
        if (frame->opcode == Opcode::Ping)
            sendFrame(Opcode::Pong, frame->payload);
        if (frame->opcode == Opcode::Close)
            break;
    }
    return std::nullopt;
}

std::optional<int> WebSocketClient::closeCode()
{
    while (auto frame = receive()) {
        if (frame->opcode == Opcode::Close)
            return frame->closeCode();
    }
    return std::nullopt;
}

} // namespace nimara::test
