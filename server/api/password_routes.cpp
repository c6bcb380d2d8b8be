#include "server/api/context.h"
#include "server/api/input.h"
#include "server/auth/one_time.h"
#include "server/net/request_text.h"

namespace nimara::server::api {
namespace {
using net::Request;
using net::Response;

constexpr std::size_t longestToken = 128;

std::string escaped(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        switch (c) {
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '&':
            result += "&amp;";
            break;
        case '"':
            result += "&quot;";
            break;
        default:
            result += c;
        }
    }
    return result;
}

// The one page the server shows in a browser: a link that works once must lead somewhere before the app is installed.
Response page(std::string_view content, int status = 200)
{
    std::string html =
        R"(<!doctype html><html lang="en"><head><meta charset="utf-8">)"
        R"(<meta name="viewport" content="width=device-width"><title>Port Nimara CRM</title><style>)"
        R"(body{font:16px Inter,system-ui,sans-serif;background:#1e2844;color:#1e2844;margin:0})"
        R"(main{max-width:26rem;margin:12vh auto;background:#fff;border-radius:12px;padding:2rem})"
        R"(input,button{font:inherit;width:100%;box-sizing:border-box;padding:.6rem;margin:.4rem 0 1rem})"
        R"(button{background:#1e2844;color:#fff;border:0;border-radius:6px}</style></head><body><main>)";
    html += content;
    html += "</main></body></html>";
    Response response;
    response.status = status;
    response.contentType = "text/html; charset=utf-8";
    response.body.push_back(std::make_shared<const std::string>(std::move(html)));
    response.with(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'");
    response.with("Referrer-Policy", "no-referrer"); // the address of this page is the secret
    return response;
}

Response form(std::string_view token, std::string_view fault, int status = 200)
{
    std::string content = "<h1>Port Nimara CRM</h1>";
    if (!fault.empty())
        content += "<p role=\"alert\">" + escaped(fault) + "</p>";
    content +=
        R"(<form method="post" action="/set-password"><input type="hidden" name="token" value=")" +
        escaped(token) +
        R"("><label>New password<input type="password" name="password" minlength="12" required )"
        R"(autocomplete="new-password"></label><p>12 characters or more with upper and lower case, a digit )"
        R"(and a special character.</p><button>Set password</button></form>)";
    return page(content, status);
}

// Small fields of a form, as a browser sends them.
std::string formField(std::string_view body, std::string_view name)
{
    while (!body.empty()) {
        const std::string_view item = body.substr(0, body.find('&'));
        body.remove_prefix(std::min(body.size(), item.size() + 1));
        if (item.size() > name.size() && item.starts_with(name) && item[name.size()] == '=')
            return net::percentDecoded(item.substr(name.size() + 1), true).value_or("");
    }
    return {};
}

// Tokens cannot be guessed, but each try derives a password.
Result<> allowed(const Context &context, const Request &request)
{
    const auto decision =
        context.limiter.take(net::window::address, "password " + net::addressGroup(request.address));
    if (decision.allowed)
        return Done{};
    return Error{.code = ErrorCode::RateLimited,
                 .key = "auth.rate_limited",
                 .detail = std::to_string(decision.reset.count())};
}

Result<Response> setPassword(const Context &context, const Request &request, Connection &connection)
{
    NIMARA_TRY(allowed(context, request));
    auto body = request.jsonObject();
    if (!body)
        return body.error();
    Input input(*body);
    const std::string token = input.secret("token", longestToken);
    const std::string password = input.secret("password", longestPassword);
    if (!input.isGood())
        return input.faults();
    NIMARA_TRY(auth::setPassword(connection, token, password, request.address, context.cost));
    return Response::empty();
}

Result<Response> setPasswordByForm(const Context &context, const Request &request, Connection &connection)
{
    NIMARA_TRY(allowed(context, request));
    const std::string token = formField(request.body, "token");
    auto done = auth::setPassword(connection, token, formField(request.body, "password"), request.address,
                                  context.cost);
    if (done)
        return page("<h1>Port Nimara CRM</h1><p>Your password is set. Sign in with it in the app.</p>");
    if (done.error().key == "auth.password")
        return form(token, "This password does not meet the rules.", 400);
    if (done.error().key == "auth.token")
        return page(
            "<h1>Port Nimara CRM</h1><p role=\"alert\">This link has expired or was used already. Ask for a "
            "new one.</p>",
            400);
    return done.error();
}

void enqueueReset(const std::string &email, Connection &connection, const Log &log)
{
    Params params;
    params.untyped(email);
    // The worker makes the token when it writes the mail: no queue ever holds one.
    auto queued = connection.exec(
        "insert into jobs.jobs (queue, name, payload, max_attempts, unique_key)"
        " select 'email', 'password-reset', jsonb_build_object('userId', id), 5, 'password-reset ' || id"
        " from public.users where email = $1::citext and is_active on conflict do nothing",
        params);
    if (!queued)
        log.failure("auth.reset_failed", queued.error());
}

// Answered before anything is looked up: neither words nor time tell whether there is such an account.
Response requestReset(const Context &context, const Request &request)
{
    auto body = request.jsonObject();
    if (!body)
        return Response::failure(body.error());
    Input input(*body);
    const std::string email = input.email("email");
    if (!input.isGood())
        return input.faults();
    const auto decision =
        context.limiter.take(net::window::auth, "reset " + net::addressGroup(request.address));
    if (!decision.allowed)
        return Response::retryLater({.code = ErrorCode::RateLimited, .key = "auth.rate_limited"},
                                    decision.reset);
    const bool isQueued =
        context.workers.tryPost(net::Lane::Bulk, [email, log = context.log](net::Worker &worker) {
            if (auto connection = worker.connection())
                enqueueReset(email, **connection, log);
        });
    if (!isQueued)
        return Response::retryLater({.code = ErrorCode::Unavailable, .key = "server.busy"},
                                    std::chrono::seconds(1));
    return Response::json(Json::object(), 202);
}
} // namespace

void addPasswordRoutes(net::Router &router, const Context &context)
{
    using net::Method;
    const net::RouteOptions small{.bodyLimit = 16 * 1024, .lane = net::Lane::Bulk};
    router.add(Method::Post, "/api/auth/set-password",
               context.guard.open([context](const Request &request, Connection &connection) {
                   return setPassword(context, request, connection);
               }),
               small);
    router.add(
        Method::Post, "/api/auth/request-reset",
        [context](const Request &request, net::Worker &) { return requestReset(context, request); }, small);
    router.add(Method::Get, "/set-password", [](const Request &request, net::Worker &) {
        return form(request.parameter("token").value_or("").substr(0, longestToken), {});
    });
    router.add(Method::Post, "/set-password",
               context.guard.open([context](const Request &request, Connection &connection) {
                   return setPasswordByForm(context, request, connection);
               }),
               small);
}

} // namespace nimara::server::api
