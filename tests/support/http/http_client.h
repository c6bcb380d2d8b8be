#pragma once

#include "models/base/json.h"
#include "tests/support/http/wire.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace nimara::test {

struct HttpReply
{
    int status = 0;                             // 0: there was none
    std::map<std::string, std::string> headers; // names in lower case
    std::string body;

    Json json() const { return Json::parse(body, nullptr, false); }
    std::string code() const { return json().value("code", ""); }
};

// Reads one reply; what comes after it stays in `rest`.
HttpReply readReply(Wire &wire, std::string &rest);

// Each request on a connection of its own.
class HttpClient
{
public:
    explicit HttpClient(WireOptions options) : m_options(std::move(options)) {}

    void setToken(std::string token) { m_token = std::move(token); }
    const WireOptions &options() const { return m_options; }

    HttpReply get(std::string_view path) { return send("GET", path, {}); }
    HttpReply post(std::string_view path, const Json &body) { return send("POST", path, body.dump()); }
    HttpReply patch(std::string_view path, const Json &body) { return send("PATCH", path, body.dump()); }
    HttpReply remove(std::string_view path) { return send("DELETE", path, {}); }
    HttpReply send(std::string_view method, std::string_view path, const std::optional<std::string> &body);

    std::string head(std::string_view method, std::string_view path,
                     const std::optional<std::string> &body) const;

private:
    WireOptions m_options;
    std::string m_token;
};

} // namespace nimara::test
