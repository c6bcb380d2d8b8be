#include "server/config/config.h"

#include <cstdlib>
#include <fstream>
#include <system_error>

namespace nimara::server::config {
namespace {
constexpr std::size_t fileLimit = 64 * 1024;

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view unquoted(std::string_view value)
{
    const bool isQuoted =
        value.size() >= 2 && value.front() == value.back() && (value.front() == '"' || value.front() == '\'');
    return isQuoted ? value.substr(1, value.size() - 2) : value;
}

Error lineFault(std::size_t line, std::string detail)
{
    return {.code = ErrorCode::Invalid,
            .key = "config.file",
            .field = "line " + std::to_string(line),
            .detail = std::move(detail)};
}

void readLine(std::string_view line, std::size_t number, FileValues &found)
{
    const std::string_view text = trimmed(line);
    if (text.empty() || text.front() == '#')
        return;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) {
        found.faults.push_back(lineFault(number, "is not of the form NAME=VALUE"));
        return;
    }
    const std::string_view name = trimmed(text.substr(0, equals));
    if (findVariable(name) == nullptr) {
        found.faults.push_back(
            lineFault(number, "names no variable of this server: " + std::string(name.substr(0, 64))));
        return;
    }
    const auto [place, isNew] = found.values.emplace(name, unquoted(trimmed(text.substr(equals + 1))));
    if (!isNew)
        found.faults.push_back(lineFault(number, "gives " + place->first + " a second time"));
}

FileValues unreadable(const std::filesystem::path &path, const std::string &why)
{
    return {.values = {},
            .faults = {
                {.code = ErrorCode::Invalid, .key = "config.file", .field = path.string(), .detail = why}}};
}
} // namespace

Values readEnvironment()
{
    Values values;
    for (const Variable *variable : variables()) {
        if (const char *value = std::getenv(std::string(variable->name).c_str()))
            values.emplace(variable->name, value);
    }
    return values;
}

FileValues parseFile(std::string_view text)
{
    FileValues found;
    std::size_t number = 0;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        readLine(text.substr(0, end), ++number, found);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return found;
}

FileValues readFile(const std::filesystem::path &path)
{
    std::error_code fault;
    const auto size = std::filesystem::file_size(path, fault);
    if (fault)
        return unreadable(path, "cannot be read: " + fault.message());
    if (size > fileLimit)
        return unreadable(path, "is larger than a configuration file may be (64 KB)");
    std::ifstream in(path, std::ios::binary);
    std::string text(static_cast<std::size_t>(size), '\0');
    if (!in.read(text.data(), static_cast<std::streamsize>(size)))
        return unreadable(path, "cannot be read");
    return parseFile(text);
}

} // namespace nimara::server::config
