#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace nimara
{

// Where a server listens.
struct ServerAddress {
    std::string host; // name or literal address, without brackets
    std::uint16_t port = 0;

    // "marina.example:8443", "[::1]:8443"
    std::string toString() const;

    bool operator==(const ServerAddress &) const = default;
};

// The port a server listens on unless it is told otherwise.
inline constexpr std::uint16_t defaultServerPort = 8443;

// "marina.example", "marina.example:8443", "https://marina.example/", "[::1]:8443". Key "pairing.address".
Result<ServerAddress> parseServerAddress(std::string_view text);

// What the server prints and a person pastes: where it is, and the SHA-256 of its public key (SPKI), 64 small
// hex digits. The key is pinned; it is kept when the certificate is renewed.
struct PairingCode {
    ServerAddress server;
    std::string spki;

    // nimara-pair:1:<base64url of host:port>:<hex sha256 spki>
    std::string toString() const;

    bool operator==(const PairingCode &) const = default;
};

// Whether the text means to be a pairing code, right or wrong.
bool looksLikePairingCode(std::string_view text);

// White space anywhere is left aside, since mails and terminals break long lines. Keys: "pairing.format",
// "pairing.version", "pairing.address", "pairing.key".
Result<PairingCode> parsePairingCode(std::string_view text);

// For people to compare by eye: "3f2a 99c0 …", groups of four.
std::string readableFingerprint(std::string_view hex);

} // namespace nimara
