#include "app/cli/arguments.h"

#include <QFile>

#include <array>
#include <charconv>

namespace nimara::cli {

namespace {

constexpr std::array<std::string_view, 13> withValue{
    "profile", "port",  "password-fd", "passphrase-fd", "timeout", "where", "search", "sort",
    "columns", "limit", "id",          "count",         "table"};
constexpr std::array<std::string_view, 10> flags{
    "offline", "insecure-loopback", "forget",        "check", "values",
    "no-wait", "archived",          "only-archived", "help",  "version"};
constexpr qint64 longestSecret = 4096;

bool contains(const auto &list, const std::string &name)
{
    return std::find(list.begin(), list.end(), name) != list.end();
}

Error usageError(std::string key, std::string field)
{
    return {ErrorCode::Invalid, std::move(key), std::move(field)};
}

} // namespace

std::string Arguments::value(const std::string &option, const std::string &otherwise) const
{
    const auto found = options.find(option);
    return found == options.end() ? otherwise : found->second.back();
}

std::vector<std::string> Arguments::values(const std::string &option) const
{
    const auto found = options.find(option);
    return found == options.end() ? std::vector<std::string>() : found->second;
}

Result<std::optional<int>> Arguments::number(const std::string &option) const
{
    if (!has(option))
        return std::optional<int>();
    const std::string text = value(option);
    int number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc() || end != text.data() + text.size() || number < 0)
        return usageError("usage.number", option);
    return std::optional(number);
}

Result<Arguments> parseArguments(const QStringList &words)
{
    Arguments arguments;
    bool optionsEnded = false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        // What is no UTF-8 has become this character already; written into a record it would be a change in silence.
        if (words[i].contains(QChar::ReplacementCharacter))
            return usageError("text.utf8", words[i].toStdString());
        const std::string word = words[i].toStdString();
        if (!optionsEnded && word == "--") {
            optionsEnded = true;
        } else if (!optionsEnded && word == "-h") {
            arguments.options["help"] = {""};
        } else if (!optionsEnded && word.starts_with("--")) {
            const std::size_t equals = word.find('=');
            const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
            if (contains(flags, name) && equals == std::string::npos)
                arguments.options[name] = {""};
            else if (!contains(withValue, name))
                return usageError("usage.option", name);
            else if (equals != std::string::npos)
                arguments.options[name].push_back(word.substr(equals + 1));
            else if (++i < words.size())
                arguments.options[name].push_back(words[i].toStdString());
            else
                return usageError("usage.value", name);
        } else if (arguments.command.isEmpty()) {
            arguments.command = words[i];
        } else {
            arguments.operands.push_back(word);
        }
    }
    return arguments;
}

Result<QString> readSecret(int descriptor)
{
    QFile file;
    if (!file.open(descriptor, QIODevice::ReadOnly, QFileDevice::DontCloseHandle))
        return usageError("usage.fd", std::to_string(descriptor));
    QByteArray line;
    while (line.size() <= longestSecret && !line.contains('\n')) {
        const QByteArray more = file.read(longestSecret);
        if (more.isEmpty())
            break;
        line += more;
    }
    line.truncate(line.indexOf('\n') < 0 ? line.size() : line.indexOf('\n'));
    if (line.endsWith('\r'))
        line.chop(1);
    if (line.isEmpty() || line.size() > longestSecret)
        return usageError("usage.fd", std::to_string(descriptor));
    return QString::fromUtf8(line);
}

} // namespace nimara::cli
