#pragma once

#include "server/net/http.h"

#include <optional>
#include <string>
#include <string_view>

namespace nimara::server::net {

// %XX undone (and '+' as a space in queries). Nothing for a broken escape, a NUL, or bytes that are no UTF-8.
std::optional<std::string> percentDecoded(std::string_view text, bool plusIsSpace);

// Fills path and query from the request's target ("/a/b?c=d"). False for any other form of it.
bool readTarget(std::string_view target, Request &request);

// The status line and the headers, up to and with the empty line.
std::string responseHead(const Response &response, const Request &request, bool keepAlive);

// The client's address: the peer's, or what the nearest trusted proxy says of it.
std::string clientAddress(const std::string &peer, std::string_view forwardedFor,
                          const std::vector<std::string> &trustedProxies);
bool isAmong(const std::vector<std::string> &list, std::string_view item);

// By what limits know an address: IPv4 as it is, IPv6 by its network ("2001:db8:1:2::/64"), since whoever has one
// address of it has them all.
std::string addressGroup(const std::string &address);

} // namespace nimara::server::net
