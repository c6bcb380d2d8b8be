#include "app/cli/arguments.h"

#include <QFile>

#include <charconv>
#include <map>

namespace nimara::cli {

namespace {

Error usage(std::string detail)
{
    return {ErrorCode::Invalid, "cli.usage", {}, std::move(detail)};
}

std::optional<int> number(const std::string &text)
{
    int value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

Result<Done> setOption(Arguments &arguments, const std::string &name, const std::string &value)
{
    const auto asNumber = number(value);
    if (name == "--profile") {
        arguments.program.profile = QString::fromStdString(value);
    } else if (name == "--port") {
        arguments.program.port = value;
    } else if (name == "--search") {
        arguments.search = value;
    } else if (name == "--where") {
        const std::size_t equals = value.find('=');
        if (equals == std::string::npos)
            return usage("--where wants COLUMN=VALUE");
        arguments.where.emplace_back(value.substr(0, equals), value.substr(equals + 1));
    } else if (!asNumber) {
        return usage(name + " wants a number");
    } else if (name == "--limit") {
        arguments.limit = *asNumber;
    } else if (name == "--timeout") {
        arguments.timeout = std::chrono::seconds(*asNumber);
    } else if (name == "--password-fd") {
        arguments.passwordFd = *asNumber;
    } else {
        const auto passphrase = readLine(*asNumber);
        if (!passphrase)
            return passphrase.error();
        arguments.program.passphrase = QString::fromStdString(*passphrase);
    }
    return Done{};
}

bool setSwitch(Arguments &arguments, const std::string &word)
{
    if (word == "--offline")
        arguments.program.offline = true;
    else if (word == "--insecure-loopback")
        arguments.program.plainLoopback = true;
    else if (word == "--archived")
        arguments.archived = true;
    else if (word == "--no-wait")
        arguments.wait = false;
    else
        return false;
    return true;
}

} // namespace

Result<std::string> readLine(int fd)
{
    // A secret comes by a descriptor, so that it stands neither in the process list nor in a file.
    constexpr qint64 longest = 4096;
    QFile file;
    if (!file.open(fd, QIODevice::ReadOnly | QIODevice::Unbuffered, QFileDevice::DontCloseHandle))
        return usage("descriptor " + std::to_string(fd) + " cannot be read");
    QByteArray line = file.readLine(longest);
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    return line.toStdString();
}

Result<Arguments> Arguments::parse(int count, char **words)
{
    static const std::vector<std::string> valued{"--profile",     "--port",         "--search",
                                                 "--where",       "--limit",        "--timeout",
                                                 "--password-fd", "--passphrase-fd"};
    Arguments arguments;
    for (int i = 1; i < count; ++i) {
        std::string word = words[i];
        if (!word.starts_with("--")) {
            if (arguments.command.empty())
                arguments.command = word;
            else
                arguments.words.push_back(word);
            continue;
        }
        if (word == "--help" || word == "--version") {
            arguments.command = word;
            return arguments;
        }
        if (setSwitch(arguments, word))
            continue;
        const std::size_t equals = word.find('=');
        const std::string name = word.substr(0, equals);
        if (std::find(valued.begin(), valued.end(), name) == valued.end())
            return usage("there is no option " + name);
        if (equals == std::string::npos && i + 1 == count)
            return usage(name + " wants a value");
        const std::string value = equals == std::string::npos ? words[++i] : word.substr(equals + 1);
        NIMARA_TRY(setOption(arguments, name, value));
    }
    if (arguments.command.empty())
        return usage("a command is missing");
    return arguments;
}

std::string helpText()
{
    return R"(nimara-cli: Port Nimara CRM without windows. One JSON value a line on standard output.

  login SERVER EMAIL          SERVER is an address or a pairing code; the password comes by --password-fd
  logout                      ends the session; unsent edits stay here
  status                      link, edits waiting, to review, last synced, port
  sync                        waits until all is sent and fetched
  list TABLE                  [--where COLUMN=VALUE …] [--search WORDS] [--archived] [--limit N]
  get TABLE ID
  create TABLE COLUMN=VALUE…  prints the new row
  set TABLE ID COLUMN=VALUE…  an empty value clears the column
  delete TABLE ID             archives where the table archives
  restore TABLE ID
  outbox                      edits that the server has not answered
  conflicts                   edits that were refused or met a conflict: was, mine, theirs
  resolve NUMBER HOW          take-mine, take-theirs, retry or discard
  digest                      count and sum of each table and scope here; asks the server to compare
  watch                       prints each change as it arrives, with its time, until --timeout

  --profile DIR       --port SLUG           --offline           --insecure-loopback
  --password-fd N     --passphrase-fd N     --timeout SECONDS   --no-wait (do not wait for the server)

Exit codes: 0 done, 1 failed, 2 command line not understood, 3 nobody signed in or refused at sign-in, 4 the server was
not reached, 5 refused, 6 not found or not valid, 7 the profile is in use, 10 saved on this computer and not yet sent.
)";
}

} // namespace nimara::cli
