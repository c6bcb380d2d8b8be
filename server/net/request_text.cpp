#include "server/net/request_text.h"

#include "models/base/text.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace nimara::server::net {
namespace {
constexpr std::size_t mostParameters = 64;

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool readQuery(std::string_view text, Pairs &query)
{
    while (!text.empty()) {
        const std::string_view item = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), item.size() + 1));
        if (item.empty())
            continue;
        const std::size_t equals = std::min(item.find('='), item.size());
        auto name = percentDecoded(item.substr(0, equals), true);
        auto value = percentDecoded(item.substr(std::min(equals + 1, item.size())), true);
        if (!name || !value || query.size() == mostParameters)
            return false;
        query.emplace_back(*std::move(name), *std::move(value));
    }
    return true;
}

std::string_view reasonPhrase(int status)
{
    struct Phrase
    {
        int status;
        std::string_view words;
    };
    static constexpr std::array phrases = {
        Phrase{200, "OK"},
        Phrase{201, "Created"},
        Phrase{202, "Accepted"},
        Phrase{204, "No Content"},
        Phrase{206, "Partial Content"},
        Phrase{302, "Found"},
        Phrase{303, "See Other"},
        Phrase{304, "Not Modified"},
        Phrase{400, "Bad Request"},
        Phrase{401, "Unauthorized"},
        Phrase{403, "Forbidden"},
        Phrase{404, "Not Found"},
        Phrase{409, "Conflict"},
        Phrase{413, "Content Too Large"},
        Phrase{426, "Upgrade Required"},
        Phrase{429, "Too Many Requests"},
        Phrase{500, "Internal Server Error"},
        Phrase{503, "Service Unavailable"},
    };
    const auto found = std::find_if(phrases.begin(), phrases.end(),
                                    [status](const Phrase &each) { return each.status == status; });
    return found == phrases.end() ? "Status" : found->words;
}

void line(std::string &head, std::string_view name, std::string_view value)
{
    head.append(name).append(": ").append(value).append("\r\n");
}
} // namespace

bool isAmong(const std::vector<std::string> &list, std::string_view item)
{
    return std::find(list.begin(), list.end(), item) != list.end();
}

std::string addressGroup(const std::string &address)
{
    in6_addr bytes{};
    if (::inet_pton(AF_INET6, address.c_str(), &bytes) != 1)
        return address;
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (IN6_IS_ADDR_V4MAPPED(&bytes)) // a proxy may write it so
        return ::inet_ntop(AF_INET, bytes.s6_addr + 12, text.data(), text.size());
    std::fill(bytes.s6_addr + 8, bytes.s6_addr + 16, std::uint8_t{0});
    return std::string(::inet_ntop(AF_INET6, &bytes, text.data(), text.size())) + "/64";
}

std::optional<std::string> percentDecoded(std::string_view text, bool plusIsSpace)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '+' && plusIsSpace) {
            c = ' ';
        } else if (c == '%') {
            if (i + 2 >= text.size())
                return std::nullopt;
            const int high = hexValue(text[i + 1]);
            const int low = hexValue(text[i + 2]);
            if (high < 0 || low < 0)
                return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (c == '\0')
            return std::nullopt;
        decoded += c;
    }
    if (!isValidUtf8(decoded))
        return std::nullopt;
    return decoded;
}

bool readTarget(std::string_view target, Request &request)
{
    const std::size_t mark = std::min(target.find('?'), target.size());
    auto path = percentDecoded(target.substr(0, mark), false);
    if (!path || path->empty() || path->front() != '/')
        return false;
    request.path = *std::move(path);
    return readQuery(target.substr(std::min(mark + 1, target.size())), request.query);
}

std::string responseHead(const Response &response, const Request &request, bool keepAlive)
{
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + ' ';
    head.append(reasonPhrase(response.status)).append("\r\n");
    if (!response.contentType.empty())
        line(head, "Content-Type", response.contentType);
    if (response.status != 204 && response.status != 304)
        line(head, "Content-Length", std::to_string(response.size()));
    if (!request.id.empty())
        line(head, "X-Request-Id", request.id);
    line(head, "X-Content-Type-Options", "nosniff");
    const bool saysCaching = std::any_of(response.headers.begin(), response.headers.end(),
                                         [](const auto &pair) { return pair.first == "Cache-Control"; });
    if (!saysCaching)
        line(head, "Cache-Control", "no-store");
    for (const auto &[name, value] : response.headers)
        line(head, name, value);
    line(head, "Connection", keepAlive ? "keep-alive" : "close");
    return head + "\r\n";
}

std::string clientAddress(const std::string &peer, std::string_view forwardedFor,
                          const std::vector<std::string> &trustedProxies)
{
    std::string address = peer;
    // Read from the right: each trusted proxy added the address it saw, what stands further left is hearsay.
    while (isAmong(trustedProxies, address) && !forwardedFor.empty()) {
        const std::size_t comma = forwardedFor.rfind(',');
        std::string_view item =
            comma == std::string_view::npos ? forwardedFor : forwardedFor.substr(comma + 1);
        forwardedFor = comma == std::string_view::npos ? std::string_view() : forwardedFor.substr(0, comma);
        while (!item.empty() && (item.front() == ' ' || item.front() == '\t'))
            item.remove_prefix(1);
        while (!item.empty() && (item.back() == ' ' || item.back() == '\t'))
            item.remove_suffix(1);
        const bool isAddress = !item.empty() && item.size() <= 45 &&
                               item.find_first_not_of("0123456789abcdefABCDEF.:") == std::string_view::npos;
        if (!isAddress)
            return address;
        address = std::string(item);
    }
    return address;
}

} // namespace nimara::server::net
