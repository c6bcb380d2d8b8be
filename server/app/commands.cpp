#include "server/app/commands.h"

#include <algorithm>
#include <array>
#include <ostream>

namespace nimara::server::app {
namespace {
constexpr Option configOption{
    .name = "--config", .value = "FILE", .help = "read variables from this file too; the environment wins"};
constexpr Option embeddedOption{.name = "--embedded",
                                .value = "DIR",
                                .help =
                                    "with a database of its own in DIR; nothing else needs to be configured"};

constexpr std::array serveOptions = {
    embeddedOption,
    configOption,
    Option{
        .name = "--address", .value = "ADDRESS", .help = "listen here (LISTEN_ADDRESS; embedded: 127.0.0.1)"},
    Option{
        .name = "--port", .value = "PORT", .help = "listen on this port (LISTEN_PORT); 0 takes a free one"},
    Option{.name = "--public",
           .value = "HOST[:PORT]",
           .help = "how clients reach the server: stands in the pairing code"},
    Option{.name = "--ready-file",
           .value = "FILE",
           .help = "write address and pairing code here (JSON) once the server listens"},
    Option{.name = "--insecure-loopback",
           .help = "plain text, on a loopback address only: behind a proxy of this machine"},
};
constexpr std::array commonOptions = {embeddedOption, configOption};
constexpr std::array setupOptions = {
    embeddedOption,
    configOption,
    Option{.name = "--email", .value = "ADDRESS", .help = "the first super admin (SUPER_ADMIN_EMAIL)"},
    Option{.name = "--name", .value = "NAME", .help = "that person's name (SUPER_ADMIN_NAME)"},
    Option{.name = "--public",
           .value = "HOST[:PORT]",
           .help = "what the one-time link begins with, without APP_URL"},
};

constexpr std::array demoOptions = {
    embeddedOption,
    configOption,
    Option{.name = "--folder",
           .value = "DIR",
           .help = "files of the same names and columns, instead of the demo's own"},
    Option{.name = "--password-file",
           .value = "FILE",
           .help = "the password of all demo accounts; made and written there if there is no such file"},
};

constexpr std::array table = {
    Command{.name = "serve",
            .summary = "answer clients until told to stop",
            .options = serveOptions,
            .run = serve},
    Command{.name = "migrate",
            .summary = "bring the database up to date",
            .options = commonOptions,
            .run = migrateDatabase},
    Command{.name = "setup",
            .summary = "make the first port, the roles and the first super admin",
            .options = setupOptions,
            .run = setUpServer},
    Command{.name = "demo-data",
            .summary = "load two ports of real berths, deals and yachts; may be run again",
            .options = demoOptions,
            .run = loadDemoData},
    Command{.name = "doctor",
            .summary = "look at configuration, database, clock, disk and certificate, and say what is wrong",
            .options = commonOptions,
            .run = examine},
};

std::string padded(std::string text, std::size_t width)
{
    text.resize(std::max(width, text.size() + 1), ' ');
    return text;
}

void describe(const Command &command, std::ostream &out)
{
    out << "usage: nimara-server " << command.name << " [options]\n  " << command.summary << "\n\n";
    for (const Option &option : command.options) {
        const std::string name =
            std::string(option.name) + (option.value.empty() ? "" : " ") + std::string(option.value);
        out << "  " << padded(name, 26) << option.help << '\n';
    }
}

void describeAll(std::ostream &out)
{
    out << "nimara-server " NIMARA_VERSION ", the server of Port Nimara CRM\n\n"
           "usage: nimara-server COMMAND [options]\n\n";
    for (const Command &command : table)
        out << "  " << padded(std::string(command.name), 12) << command.summary << '\n';
    out << "\n  --help after a command lists its options; --version prints the version.\n\n"
           "Exit codes: 0 done, 1 configuration faults (all are listed), 2 command line not understood,\n"
           "3 could not be done, 4 doctor found faults.\n\n"
           "Variables, from the environment or the file of --config (NAME=VALUE lines):\n"
        << config::describeVariables();
}

bool asks(std::string_view word, std::string_view name)
{
    return word == name || (word == "-h" && name == "--help");
}

int misunderstood(const std::string &what, const Surroundings &surroundings)
{
    surroundings.err << "nimara-server: " << what << " (nimara-server --help)\n";
    return exitUsage;
}
} // namespace

std::span<const Command> commands()
{
    return table;
}

int runCommandLine(std::span<const std::string_view> words, const Surroundings &surroundings)
{
    if (words.empty())
        return misunderstood("a command is missing", surroundings);
    if (asks(words[0], "--help") || words[0] == "help") {
        describeAll(surroundings.out);
        return exitDone;
    }
    if (words[0] == "--version") {
        surroundings.out << "nimara-server " NIMARA_VERSION "\n";
        return exitDone;
    }
    const auto command =
        std::find_if(table.begin(), table.end(), [&](const Command &each) { return each.name == words[0]; });
    if (command == table.end())
        return misunderstood("there is no command " + std::string(words[0]), surroundings);
    const auto rest = words.subspan(1);
    if (std::any_of(rest.begin(), rest.end(), [](std::string_view word) { return asks(word, "--help"); })) {
        describe(*command, surroundings.out);
        return exitDone;
    }
    const auto arguments = Arguments::parse(rest, command->options);
    if (!arguments)
        return misunderstood(std::string(command->name) + ": " + arguments.error().detail, surroundings);
    return command->run(*arguments, surroundings);
}

} // namespace nimara::server::app
