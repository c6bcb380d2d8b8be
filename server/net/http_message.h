#pragma once

#include "server/net/transport.h"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace nimara::server::net {

using HttpParser = boost::beast::http::request_parser<boost::beast::http::string_body>;
using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;

std::string newRequestId();
std::string peerAddress(const TcpSocket &socket);
bool isSaidIgnoringCase(std::optional<std::string_view> value, std::string_view word);

// Method, target, headers and the client's address. False when the request cannot be understood.
bool readMessage(const HttpRequest &message, const std::string &peer,
                 const std::vector<std::string> &trustedProxies, Request &request);

// True for a fault in what was sent, false for one of the line.
bool isMalformed(const error_code &fault);

} // namespace nimara::server::net
