#include "tests/support/http/http_client.h"

#include <cstdlib>

namespace nimara::test {
namespace {
bool readUntil(Wire &wire, std::string &text, std::size_t size)
{
    while (text.size() < size) {
        const std::string more = wire.receive();
        if (more.empty())
            return false;
        text += more;
    }
    return true;
}

std::string lowered(std::string text)
{
    for (char &c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

HttpReply parseHead(const std::string &head)
{
    HttpReply reply;
    reply.status = std::atoi(head.substr(head.find(' ') + 1).c_str());
    std::size_t at = head.find("\r\n") + 2;
    while (at < head.size()) {
        const std::size_t end = std::min(head.find("\r\n", at), head.size());
        const std::string line = head.substr(at, end - at);
        const std::size_t colon = line.find(':');
        if (colon != std::string::npos)
            reply.headers[lowered(line.substr(0, colon))] =
                line.substr(line.find_first_not_of(' ', colon + 1));
        at = end + 2;
    }
    return reply;
}
} // namespace

HttpReply readReply(Wire &wire, std::string &rest)
{
    std::size_t end = 0;
    while ((end = rest.find("\r\n\r\n")) == std::string::npos) {
        if (!readUntil(wire, rest, rest.size() + 1))
            return {};
    }
    HttpReply reply = parseHead(rest.substr(0, end));
    rest.erase(0, end + 4);
    const auto length = reply.headers.find("content-length");
    const std::size_t size = length == reply.headers.end() ? 0 : std::stoul(length->second);
    if (!readUntil(wire, rest, size))
        return {};
    reply.body = rest.substr(0, size);
    rest.erase(0, size);
    return reply;
}

std::string HttpClient::head(std::string_view method, std::string_view path,
                             const std::optional<std::string> &body) const
{
    std::string text = std::string(method) + ' ' + std::string(path) + " HTTP/1.1\r\nHost: test\r\n";
    if (!m_token.empty())
        text += "Authorization: Bearer " + m_token + "\r\n";
    if (body)
        text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body->size()) + "\r\n";
    return text + "\r\n";
}

HttpReply HttpClient::send(std::string_view method, std::string_view path,
                           const std::optional<std::string> &body)
{
    auto wire = Wire::connect(m_options);
    if (!wire || !wire->send(head(method, path, body) + body.value_or("")))
        return {};
    std::string rest;
    return readReply(*wire, rest);
}

} // namespace nimara::test
