#include "models/domain/pairing.h"

#include <algorithm>
#include <array>
#include <optional>

namespace nimara
{

namespace
{

constexpr std::string_view prefix = "nimara-pair:";
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t longestHost = 253;
constexpr std::size_t longestAddress = 1024;

Error fault(std::string key)
{
    return {ErrorCode::Invalid, std::move(key)};
}

std::string toBase64Url(std::string_view bytes)
{
    std::string out;
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const char c : bytes) {
        buffer = (buffer << 8u) | static_cast<std::uint8_t>(c);
        for (bits += 8; bits >= 6; bits -= 6)
            out.push_back(alphabet[(buffer >> static_cast<unsigned>(bits - 6)) & 63u]);
    }
    if (bits > 0)
        out.push_back(alphabet[(buffer << static_cast<unsigned>(6 - bits)) & 63u]);
    return out;
}

// Nothing for a foreign character or for bits that no encoder leaves behind.
std::optional<std::string> fromBase64Url(std::string_view text)
{
    std::string out;
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const char c : text) {
        const std::size_t digit = alphabet.find(c);
        if (digit == std::string_view::npos)
            return std::nullopt;
        buffer = (buffer << 6u) | static_cast<std::uint32_t>(digit);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out.push_back(static_cast<char>((buffer >> static_cast<unsigned>(bits)) & 255u));
        }
    }
    const std::uint32_t rest = buffer & ((1u << static_cast<unsigned>(bits)) - 1u);
    if (bits >= 6 || rest != 0)
        return std::nullopt;
    return out;
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string withoutSpaces(std::string_view text)
{
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) { return !isSpace(c); });
    return out;
}

bool startsWithAnyCase(std::string_view text, std::string_view start)
{
    return text.size() >= start.size() &&
           std::equal(start.begin(), start.end(), text.begin(), [](char want, char have) {
               return want == (have >= 'A' && have <= 'Z' ? static_cast<char>(have - 'A' + 'a') : have);
           });
}

bool isHostCharacter(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_' || byte >= 0x80; // names in other scripts are the resolver's business
}

bool isHost(std::string_view host)
{
    return !host.empty() && host.size() <= longestHost && host.front() != '.' && host.front() != '-' &&
           std::all_of(host.begin(), host.end(), isHostCharacter);
}

bool isAddress6(std::string_view host)
{
    return host.size() >= 2 && host.size() <= 64 && host.find(':') != std::string_view::npos &&
           host.find_first_not_of("0123456789abcdefABCDEF:.%") == std::string_view::npos;
}

std::optional<std::uint16_t> parsePort(std::string_view text)
{
    if (text.empty() || text.size() > 5 || text.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    unsigned port = 0;
    for (const char c : text)
        port = port * 10 + static_cast<unsigned>(c - '0');
    return port >= 1 && port <= 65535 ? std::optional(static_cast<std::uint16_t>(port)) : std::nullopt;
}

std::string_view withoutScheme(std::string_view text)
{
    constexpr std::array<std::string_view, 2> schemes{"https://", "wss://"};
    for (const std::string_view scheme : schemes) {
        if (startsWithAnyCase(text, scheme))
            text.remove_prefix(scheme.size());
    }
    while (!text.empty() && text.back() == '/')
        text.remove_suffix(1);
    return text;
}

} // namespace

std::string ServerAddress::toString() const
{
    const bool brackets = host.find(':') != std::string::npos;
    return (brackets ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Result<ServerAddress> parseServerAddress(std::string_view text)
{
    const std::string compact = withoutSpaces(text);
    std::string_view rest = withoutScheme(compact);
    if (rest.size() > longestAddress)
        return fault("pairing.address");

    std::string_view host = rest;
    std::string_view port;
    bool hasPort = false;
    if (!rest.empty() && rest.front() == '[') {
        const std::size_t end = rest.find(']');
        if (end == std::string_view::npos || !isAddress6(rest.substr(1, end - 1)))
            return fault("pairing.address");
        host = rest.substr(1, end - 1);
        rest.remove_prefix(end + 1);
        if (!rest.empty() && rest.front() != ':')
            return fault("pairing.address");
        hasPort = !rest.empty();
        port = hasPort ? rest.substr(1) : rest;
    } else {
        const std::size_t colon = rest.find(':');
        hasPort = colon != std::string_view::npos;
        host = rest.substr(0, colon);
        port = hasPort ? rest.substr(colon + 1) : std::string_view();
        if (!isHost(host))
            return fault("pairing.address");
    }
    const auto number = hasPort ? parsePort(port) : std::optional(defaultServerPort);
    if (!number)
        return fault("pairing.address");
    return ServerAddress{std::string(host), *number};
}

std::string PairingCode::toString() const
{
    return std::string(prefix) + "1:" + toBase64Url(server.toString()) + ":" + spki;
}

bool looksLikePairingCode(std::string_view text)
{
    return startsWithAnyCase(withoutSpaces(text), prefix);
}

Result<PairingCode> parsePairingCode(std::string_view text)
{
    if (text.size() > 4 * longestAddress)
        return fault("pairing.format");
    const std::string compact = withoutSpaces(text);
    if (!startsWithAnyCase(compact, prefix))
        return fault("pairing.format");
    const std::string_view rest = std::string_view(compact).substr(prefix.size());

    const std::size_t first = rest.find(':');
    if (first == std::string_view::npos)
        return fault("pairing.format");
    if (rest.substr(0, first) != "1")
        return fault("pairing.version");
    const std::size_t second = rest.find(':', first + 1);
    if (second == std::string_view::npos)
        return fault("pairing.format");

    const auto address = fromBase64Url(rest.substr(first + 1, second - first - 1));
    if (!address)
        return fault("pairing.format");
    auto server = parseServerAddress(*address);
    if (!server)
        return server.error();

    std::string spki(rest.substr(second + 1));
    std::transform(spki.begin(), spki.end(), spki.begin(),
                   [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (spki.size() != 64 || spki.find_first_not_of("0123456789abcdef") != std::string::npos)
        return fault("pairing.key");
    return PairingCode{*std::move(server), std::move(spki)};
}

std::string readableFingerprint(std::string_view hex)
{
    std::string out;
    for (std::size_t i = 0; i < hex.size(); ++i) {
        if (i > 0 && i % 4 == 0)
            out.push_back(' ');
        out.push_back(hex[i]);
    }
    return out;
}

} // namespace nimara
