#include "server/net/http_message.h"

#include "models/base/hash.h"
#include "models/base/rng.h"
#include "server/net/request_text.h"

#include <boost/beast/http/error.hpp>

namespace nimara::server::net {
namespace {
namespace http = boost::beast::http;

std::optional<Method> methodFrom(http::verb verb)
{
    switch (verb) {
    case http::verb::get:
        return Method::Get;
    case http::verb::head:
        return Method::Head;
    case http::verb::post:
        return Method::Post;
    case http::verb::put:
        return Method::Put;
    case http::verb::patch:
        return Method::Patch;
    case http::verb::delete_:
        return Method::Delete;
    case http::verb::options:
        return Method::Options;
    default:
        return std::nullopt;
    }
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    for (char &c : result)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
}
} // namespace

std::string newRequestId()
{
    SystemRng rng;
    const std::uint64_t number = rng.next();
    return toHex({reinterpret_cast<const char *>(&number), sizeof number});
}

std::string peerAddress(const TcpSocket &socket)
{
    error_code fault;
    const auto endpoint = socket.remote_endpoint(fault);
    if (fault)
        return "unknown";
    const asio::ip::address address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}

bool isSaidIgnoringCase(std::optional<std::string_view> value, std::string_view word)
{
    return value && lowered(*value) == word;
}

bool readMessage(const HttpRequest &message, const std::string &peer,
                 const std::vector<std::string> &trustedProxies, Request &request)
{
    for (const auto &field : message)
        request.headers.emplace_back(lowered(field.name_string()), std::string(field.value()));
    request.address = clientAddress(peer, request.header("x-forwarded-for").value_or(""), trustedProxies);
    const std::optional<Method> method = methodFrom(message.method());
    if (!method || !readTarget(message.target(), request))
        return false;
    request.method = *method;
    return true;
}

bool isMalformed(const error_code &fault)
{
    return fault.category() == make_error_code(http::error::bad_method).category() &&
           fault != http::error::end_of_stream && fault != http::error::partial_message;
}

} // namespace nimara::server::net
