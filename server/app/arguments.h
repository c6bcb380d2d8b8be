#pragma once

#include "models/base/result.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nimara::server::app {

struct Option
{
    std::string_view name;       // "--embedded"
    std::string_view value = {}; // "DIR"; empty: a switch
    std::string_view help;
};

// What was said after the command. Every option is known and every value is there.
class Arguments
{
public:
    // "--name value" and "--name=value". The error's detail is one line for people.
    static Result<Arguments> parse(std::span<const std::string_view> words, std::span<const Option> options);

    bool has(std::string_view option) const { return m_values.contains(option); }
    std::string text(std::string_view option) const;

private:
    std::map<std::string, std::string, std::less<>> m_values;
};

} // namespace nimara::server::app
