#include "server/config/check.h"

#include "models/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace nimara::server::config {
namespace {
bool startsWithAny(std::string_view value, std::initializer_list<std::string_view> starts)
{
    return std::any_of(starts.begin(), starts.end(), [&](std::string_view start) {
        return value.size() > start.size() && value.starts_with(start);
    });
}

bool isOneOf(std::string_view value, std::initializer_list<std::string_view> choices)
{
    return std::find(choices.begin(), choices.end(), value) != choices.end();
}

bool isHexKey(std::string_view value)
{
    return value.size() == 64 && value.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

bool isHost(std::string_view value)
{
    const auto fits = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
               c == '-' || c == ':' || c == '_';
    };
    return value.size() <= 253 && std::all_of(value.begin(), value.end(), fits);
}

bool isEmail(std::string_view value)
{
    const std::size_t at = value.find('@');
    return value.size() <= 254 && at != std::string_view::npos && at > 0 && at + 1 < value.size() &&
           value.find('@', at + 1) == std::string_view::npos &&
           value.find_first_of(" \t<>\"") == std::string_view::npos;
}

std::optional<std::uint64_t> wholeNumber(std::string_view value)
{
    std::uint64_t number = 0;
    const char *end = value.data() + value.size();
    const auto [stopped, fault] = std::from_chars(value.data(), end, number);
    if (fault != std::errc() || stopped != end)
        return std::nullopt;
    return number;
}

std::string numberFault(const Variable &variable, std::string_view value)
{
    const bool isPort = variable.kind == Kind::Port;
    const std::uint64_t least = isPort ? 0 : variable.minimum;
    const std::uint64_t most = isPort ? 65535 : variable.maximum;
    const auto number = wholeNumber(value);
    if (number && *number >= least && *number <= most)
        return {};
    return "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most);
}

std::string urlFault(Kind kind, std::string_view value)
{
    switch (kind) {
    case Kind::DatabaseUrl:
        return startsWithAny(value, {"postgresql://", "postgres://"})
                   ? ""
                   : "must begin with postgresql:// and name a host";
    case Kind::RedisUrl:
        return startsWithAny(value, {"redis://", "rediss://", "unix://"})
                   ? ""
                   : "must begin with redis://, rediss:// or unix://";
    default:
        return startsWithAny(value, {"https://", "http://"}) ? "" : "must begin with https:// or http://";
    }
}

std::string wordFault(Kind kind, std::string_view value)
{
    switch (kind) {
    case Kind::Flag:
        return isOneOf(value, {"true", "false", "1", "0", "yes", "no"}) ? "" : "must be true or false";
    case Kind::LogLevel:
        return isOneOf(value, {"fatal", "error", "warn", "info", "debug", "trace"})
                   ? ""
                   : "must be one of fatal, error, warn, info, debug, trace";
    case Kind::SmtpTls:
        return isOneOf(value, {"starttls", "tls", "none"}) ? "" : "must be one of starttls, tls, none";
    case Kind::HexKey:
        return isHexKey(value) ? "" : "must be 64 hexadecimal digits";
    case Kind::Host:
        return isHost(value) ? "" : "must be a host name or an address, without a scheme or a path";
    case Kind::Email:
        return isEmail(value) ? "" : "must be one e-mail address";
    case Kind::Path:
        return value.front() == '/' ? "" : "must be an absolute path";
    default:
        return {};
    }
}
} // namespace

std::string faultOf(const Variable &variable, std::string_view value)
{
    if (!isValidUtf8(value) || value.find('\0') != std::string_view::npos)
        return "must be UTF-8 text";
    switch (variable.kind) {
    case Kind::Port:
    case Kind::Number:
        return numberFault(variable, value);
    case Kind::DatabaseUrl:
    case Kind::RedisUrl:
    case Kind::WebUrl:
        return urlFault(variable.kind, value);
    case Kind::Text:
        if (value.size() < variable.minimum)
            return "must have at least " + std::to_string(variable.minimum) + " characters";
        break;
    default:
        break;
    }
    if (value.size() > variable.maximum)
        return "must have at most " + std::to_string(variable.maximum) + " characters";
    return wordFault(variable.kind, value);
}

} // namespace nimara::server::config
