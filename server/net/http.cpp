#include "server/net/http.h"

#include "models/domain/sign_in_errors.h"

#include <algorithm>
#include <array>
#include <utility>

namespace nimara::server::net {
namespace {
struct CodeWords
{
    ErrorCode code;
    int status;
    std::string_view name;
    std::string_view sentence;
};

constexpr std::array codeWords = {
    CodeWords{ErrorCode::Invalid, 400, "VALIDATION_ERROR", "The request is not valid."},
    CodeWords{ErrorCode::Protocol, 400, "VALIDATION_ERROR", "The request is not valid."},
    CodeWords{ErrorCode::Unauthenticated, 401, "UNAUTHENTICATED", "Please sign in."},
    CodeWords{ErrorCode::Forbidden, 403, "FORBIDDEN", "You do not have the right to do this."},
    CodeWords{ErrorCode::NotFound, 404, "NOT_FOUND", "There is nothing here."},
    CodeWords{ErrorCode::Conflict, 409, "CONFLICT", "This does not fit what is already there."},
    CodeWords{ErrorCode::TooLarge, 413, "TOO_LARGE", "The request is too large."},
    CodeWords{ErrorCode::UpgradeRequired, 426, "UPGRADE_REQUIRED", "Please update the program."},
    CodeWords{ErrorCode::RateLimited, 429, "RATE_LIMITED", "Too many requests. Please wait a little."},
    CodeWords{ErrorCode::Unavailable, 503, "UNAVAILABLE", "The server cannot do this at the moment."},
    CodeWords{ErrorCode::Offline, 503, "UNAVAILABLE", "The server cannot do this at the moment."},
    CodeWords{ErrorCode::Storage, 500, "INTERNAL", "Something went wrong on the server."},
    CodeWords{ErrorCode::Internal, 500, "INTERNAL", "Something went wrong on the server."},
};

// Where the code alone says too little to the one who asks.
constexpr std::array<std::pair<std::string_view, std::string_view>, 15> keySentences = {{
    {signin::wrongPassword, "The e-mail address or the password is not right."},
    {signin::locked, "Too many failed attempts. Please wait before you try again."},
    {signin::ended, "This session has ended. Please sign in again."},
    {signin::revoked, "This session was ended. Please sign in again."},
    {signin::inactive, "This account has been switched off."},
    {"auth.token", "This link has expired or was used already."},
    {"auth.password",
     "A password needs 12 characters or more with upper and lower case, a digit and a special character."},
    {signin::tooManySockets, "This account is connected on too many devices at once."},
    {"json.syntax", "The body is not valid JSON."},
    {"json.number", "The body holds a number that is too large."},
    {"json.object", "The body must be a JSON object."},
    {"value.missing", "This is required."},
    {"value.form", "This does not have the right form."},
    {"value.length", "This is too long."},
    {"value.unknown", "This name is not known."},
}};

const CodeWords &wordsOf(ErrorCode code)
{
    const auto found = std::find_if(codeWords.begin(), codeWords.end(),
                                    [code](const CodeWords &each) { return each.code == code; });
    return found == codeWords.end() ? codeWords.back() : *found;
}

std::string sentenceOf(const Error &error)
{
    const auto found = std::find_if(keySentences.begin(), keySentences.end(),
                                    [&](const auto &each) { return each.first == error.key; });
    return std::string(found == keySentences.end() ? wordsOf(error.code).sentence : found->second);
}

// The database's own words name constraints and columns: they stay in the log.
bool isOurs(const Error &error)
{
    return !error.key.starts_with("db.");
}

std::optional<std::string_view> first(const Pairs &pairs, std::string_view name)
{
    const auto found =
        std::find_if(pairs.begin(), pairs.end(), [&](const auto &pair) { return pair.first == name; });
    if (found == pairs.end())
        return std::nullopt;
    return found->second;
}

Json failureBody(const Error &error)
{
    Json body = {{"error", sentenceOf(error)}, {"code", apiCode(error.code)}};
    if (isOurs(error) && !error.key.empty() && wordsOf(error.code).status != 500)
        body["key"] = error.key;
    return body;
}
} // namespace

std::string_view methodName(Method method)
{
    static constexpr std::array<std::string_view, 7> names = {"GET",   "HEAD",   "POST",   "PUT",
                                                              "PATCH", "DELETE", "OPTIONS"};
    return names.at(static_cast<std::size_t>(method));
}

std::string_view apiCode(ErrorCode code)
{
    return wordsOf(code).name;
}

int apiStatus(ErrorCode code)
{
    return wordsOf(code).status;
}

std::optional<std::string_view> Request::header(std::string_view name) const
{
    return first(headers, name);
}

std::optional<std::string_view> Request::parameter(std::string_view name) const
{
    return first(query, name);
}

std::optional<std::string_view> Request::bearer() const
{
    constexpr std::string_view scheme = "Bearer ";
    const auto value = header("authorization");
    if (!value || !value->starts_with(scheme) || value->size() == scheme.size())
        return std::nullopt;
    return value->substr(scheme.size());
}

Result<Json> Request::jsonObject() const
{
    auto parsed = parseJson(body, {.bytes = body.size(), .depth = 32});
    if (parsed && !parsed->is_object())
        return Error{.code = ErrorCode::Invalid, .key = "json.object"};
    return parsed;
}

Response Response::json(const Json &value, int status)
{
    Response response;
    response.status = status;
    response.body.push_back(
        std::make_shared<const std::string>(value.dump(-1, ' ', false, Json::error_handler_t::replace)));
    return response;
}

Response Response::failure(const Error &error)
{
    Json body = failureBody(error);
    if (isOurs(error) && !error.field.empty())
        body["details"] = {{{"field", error.field}, {"message", sentenceOf(error)}}};
    return json(body, apiStatus(error.code));
}

Response Response::retryLater(const Error &error, std::chrono::seconds after)
{
    Json body = failureBody(error);
    body["retryAfter"] = after.count();
    Response response = json(body, apiStatus(error.code));
    response.with("Retry-After", std::to_string(after.count()));
    return response;
}

Response Response::invalid(const std::vector<Error> &faults)
{
    Json body = failureBody({.code = ErrorCode::Invalid, .key = {}});
    body["details"] = Json::array();
    for (const Error &fault : faults)
        body["details"].push_back({{"field", fault.field}, {"message", sentenceOf(fault)}});
    return json(body, 400);
}

Response &Response::with(std::string name, std::string value)
{
    // A line's end within a value would begin a header of the caller's choosing.
    std::erase_if(value, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

std::size_t Response::size() const
{
    std::size_t size = 0;
    for (const SharedBytes &part : body)
        size += part->size();
    return size;
}

} // namespace nimara::server::net
