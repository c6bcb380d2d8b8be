#include "server/app/conninfo.h"

#include <libpq-fe.h>

#include <memory>

namespace nimara::server::app {
namespace {
struct FreeOptions
{
    void operator()(PQconninfoOption *options) const { PQconninfoFree(options); }
};

std::string quoted(std::string_view value)
{
    std::string text = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\')
            text += '\\';
        text += c;
    }
    return text + '\'';
}
} // namespace

Result<std::string> conninfoAs(std::string_view conninfo, std::string_view role)
{
    char *words = nullptr;
    const std::unique_ptr<PQconninfoOption, FreeOptions> options(
        PQconninfoParse(std::string(conninfo).c_str(), &words));
    PQfreemem(words); // they repeat what was given, a password among it
    if (!options)
        return Error{.code = ErrorCode::Invalid,
                     .key = "config.value",
                     .field = "DATABASE_URL",
                     .detail = "cannot be read"};
    std::string text;
    for (const PQconninfoOption *option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val != nullptr && std::string_view(option->keyword) != "user")
            text += std::string(option->keyword) + '=' + quoted(option->val) + ' ';
    }
    return text + "user=" + quoted(role);
}

} // namespace nimara::server::app
