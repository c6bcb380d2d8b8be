#include "server/app/arguments.h"

#include <algorithm>

namespace nimara::server::app {
namespace {
Error wrong(std::string detail)
{
    return {.code = ErrorCode::Invalid, .key = "arguments", .detail = std::move(detail)};
}
} // namespace

Result<Arguments> Arguments::parse(std::span<const std::string_view> words, std::span<const Option> options)
{
    Arguments arguments;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        const std::string_view name = word.substr(0, word.find('='));
        const auto option = std::find_if(options.begin(), options.end(),
                                         [&](const Option &each) { return each.name == name; });
        if (option == options.end())
            return wrong(word.starts_with("-") ? "there is no option " + std::string(name)
                                               : "not understood: " + std::string(word));
        const bool isJoined = name.size() < word.size();
        if (option->value.empty() && isJoined)
            return wrong(std::string(name) + " takes no value");
        if (arguments.has(name))
            return wrong(std::string(name) + " is given twice");
        std::string value;
        if (isJoined) {
            value = std::string(word.substr(name.size() + 1));
        } else if (!option->value.empty()) {
            if (i + 1 == words.size())
                return wrong(std::string(name) + " needs a value: " + std::string(option->value));
            value = std::string(words[++i]);
        }
        if (!option->value.empty() && value.empty())
            return wrong(std::string(name) + " needs a value: " + std::string(option->value));
        arguments.m_values.emplace(name, std::move(value));
    }
    return arguments;
}

std::string Arguments::text(std::string_view option) const
{
    const auto found = m_values.find(option);
    return found == m_values.end() ? std::string() : found->second;
}

} // namespace nimara::server::app
