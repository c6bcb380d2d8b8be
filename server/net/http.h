#pragma once

#include "models/base/json.h"
#include "models/base/result.h"
#include "server/net/socket.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nimara::server::net {

enum class Method { Get, Head, Post, Put, Patch, Delete, Options };
std::string_view methodName(Method method);

using Pairs = std::vector<std::pair<std::string, std::string>>;

// A request as a handler sees it: whole, bounded, and free of the transport.
struct Request
{
    Method method = Method::Get;
    std::string path;                   // decoded, without the query
    std::vector<std::string> arguments; // what stood for the {…} of the route, in order, decoded
    Pairs query;                        // decoded
    Pairs headers;                      // names in lower case
    std::string body;
    std::string id;      // stands in every log line and in the answer's X-Request-Id
    std::string address; // the client's, as the nearest trusted proxy saw it

    // The first of that name. Header names are asked in lower case.
    std::optional<std::string_view> header(std::string_view name) const;
    std::optional<std::string_view> parameter(std::string_view name) const;
    // The token of "Authorization: Bearer …".
    std::optional<std::string_view> bearer() const;
    // The body as a JSON object; Invalid otherwise.
    Result<Json> jsonObject() const;
};

struct Response
{
    int status = 200;
    Pairs headers;
    std::string contentType = "application/json";
    // Sent one after the other, uncopied; many answers may share one part.
    std::vector<SharedBytes> body;

    static Response json(const Json &value, int status = 200);
    static Response empty() { return {.status = 204, .headers = {}, .contentType = {}, .body = {}}; }
    // {error, code, details?, retryAfter?} with the status that belongs to the error's code.
    static Response failure(const Error &error);
    // The same with the time after which it makes sense to ask again, in the body and as Retry-After.
    static Response retryLater(const Error &error, std::chrono::seconds after);
    // For a form with more than one fault.
    static Response invalid(const std::vector<Error> &faults);

    Response &with(std::string name, std::string value);
    std::size_t size() const;
};

// "VALIDATION_ERROR", 400 …
std::string_view apiCode(ErrorCode code);
int apiStatus(ErrorCode code);

} // namespace nimara::server::net
