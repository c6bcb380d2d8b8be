#include "server/config/config.h"

#include "server/config/check.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace nimara::server::config {
namespace {
Error fault(const Variable &variable, std::string detail)
{
    return {.code = ErrorCode::Invalid,
            .key = "config.value",
            .field = std::string(variable.name),
            .detail = std::move(detail)};
}

std::string_view firstGiven(const std::vector<Values> &sources, const Variable &variable)
{
    for (const Values &values : sources) {
        const auto found = values.find(variable.name);
        if (found != values.end() && !found->second.empty())
            return found->second;
    }
    return {};
}

std::string shown(const Variable &variable, std::string_view value)
{
    // Control characters and length are the terminal's concern; a secret is nobody's.
    if (variable.secret || value.size() > 80 ||
        std::any_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
        return {};
    return ", is \"" + std::string(value) + '"';
}

bool isNeeded(const Variable &variable, Purpose purpose, const Config &config)
{
    switch (variable.need) {
    case Need::ToServe:
        return purpose == Purpose::Serve;
    case Need::ToAdminister:
        return purpose == Purpose::Administer;
    case Need::Group:
        return config.hasGroup(variable.group);
    case Need::Optional:
        return false;
    }
    return false;
}

std::string missing(const Variable &variable)
{
    if (variable.need == Need::Group)
        return "is missing, while other variables of the same subsystem are given";
    return "is missing (" + std::string(variable.help) + ")";
}

std::string padded(std::string_view text, std::size_t width)
{
    std::string line(text);
    line.resize(std::max(width, line.size() + 1), ' ');
    return line;
}

std::string_view needWord(const Variable &variable)
{
    switch (variable.need) {
    case Need::ToServe:
        return "required by serve";
    case Need::ToAdminister:
        return "required by migrate";
    case Need::Group:
        return "required with its kind";
    case Need::Optional:
        return "";
    }
    return "";
}
} // namespace

bool Config::has(const Variable &variable) const
{
    return m_values.contains(variable.name);
}

std::string_view Config::text(const Variable &variable) const
{
    const auto found = m_values.find(variable.name);
    return found == m_values.end() ? variable.fallback : std::string_view(found->second);
}

std::uint64_t Config::number(const Variable &variable) const
{
    const std::string_view value = text(variable);
    std::uint64_t number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

bool Config::flag(const Variable &variable) const
{
    const std::string_view value = text(variable);
    return value == "true" || value == "1" || value == "yes";
}

std::vector<std::string> Config::list(const Variable &variable) const
{
    std::vector<std::string> items;
    std::string item;
    for (const char c : std::string(text(variable)) + ',') {
        if (c == ',' && !item.empty())
            items.push_back(std::exchange(item, {}));
        else if (c != ',' && c != ' ')
            item += c;
    }
    return items;
}

bool Config::hasGroup(std::string_view group) const
{
    const auto all = variables();
    return std::any_of(all.begin(), all.end(),
                       [&](const Variable *each) { return each->group == group && has(*each); });
}

void Config::set(const Variable &variable, std::string value)
{
    m_values.insert_or_assign(std::string(variable.name), std::move(value));
}

Loaded load(const std::vector<Values> &sources, Purpose purpose)
{
    Loaded loaded;
    for (const Variable *variable : variables()) {
        const std::string_view value = firstGiven(sources, *variable);
        if (value.empty())
            continue;
        if (const std::string why = faultOf(*variable, value); !why.empty())
            loaded.faults.push_back(fault(*variable, why + shown(*variable, value)));
        loaded.config.set(*variable, std::string(value));
    }
    for (const Variable *variable : variables()) {
        if (!loaded.config.has(*variable) && isNeeded(*variable, purpose, loaded.config))
            loaded.faults.push_back(fault(*variable, missing(*variable)));
    }
    return loaded;
}

std::string describeVariables()
{
    std::string text;
    for (const Variable *variable : variables()) {
        std::string about(variable->help);
        if (!needWord(*variable).empty())
            about += "; " + std::string(needWord(*variable));
        if (!variable->fallback.empty())
            about += " [" + std::string(variable->fallback) + "]";
        if (variable->secret)
            about += " (secret)";
        text += "  " + padded(variable->name, 26) + about + '\n';
    }
    return text;
}

std::string describeFaults(const std::vector<Error> &faults)
{
    std::string text;
    for (const Error &each : faults)
        text += each.field + ": " + each.detail + '\n';
    return text;
}

} // namespace nimara::server::config
