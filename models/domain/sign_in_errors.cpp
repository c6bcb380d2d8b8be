#include "models/domain/sign_in_errors.h"

#include <charconv>

namespace nimara {

Error lockedError(int seconds)
{
    return {ErrorCode::RateLimited, std::string(signin::locked), {}, std::to_string(seconds)};
}

Error rateLimitedError(int seconds)
{
    return {ErrorCode::RateLimited, std::string(signin::rateLimited), {}, std::to_string(seconds)};
}

std::optional<int> retryAfterSeconds(const Error &error)
{
    if (error.key != signin::locked && error.key != signin::rateLimited &&
        error.code != ErrorCode::Unavailable)
        return std::nullopt;
    int seconds = 0;
    const char *end = error.detail.data() + error.detail.size();
    const auto [last, fault] = std::from_chars(error.detail.data(), end, seconds);
    return fault == std::errc() && last == end && seconds >= 0 ? std::optional(seconds) : std::nullopt;
}

Error keyMismatchError(const KeyMismatch &mismatch)
{
    return {ErrorCode::Unauthenticated,
            std::string(signin::keyMismatch),
            {},
            mismatch.expected + " " + mismatch.actual};
}

std::optional<KeyMismatch> keyMismatchOf(const Error &error)
{
    const std::size_t space = error.detail.find(' ');
    if (error.key != signin::keyMismatch || space == std::string::npos)
        return std::nullopt;
    return KeyMismatch{error.detail.substr(0, space), error.detail.substr(space + 1)};
}

} // namespace nimara
