#include "app/cli/commands.h"
#include "app/cli/output.h"

#include <QCoreApplication>

#include <cstdio>
#include <map>

namespace nimara::cli {

int run(const Arguments &arguments)
{
    static const std::map<std::string, Command> commands{
        {"list", listRows},    {"get", getRow},          {"create", createRow},      {"set", setRow},
        {"delete", deleteRow}, {"restore", restoreRow},  {"status", status},         {"sync", syncAll},
        {"outbox", outbox},    {"conflicts", conflicts}, {"resolve", resolveReview}, {"digest", digest},
        {"watch", watch},      {"logout", logout},
    };
    const auto command = commands.find(arguments.command);
    if (command == commands.end() && arguments.command != "login")
        return fail({ErrorCode::Invalid, "cli.usage", {}, "there is no command " + arguments.command});
    const auto program = Program::open(arguments.program);
    if (!program)
        return fail(program.error());
    if (arguments.command == "login")
        return login(**program, arguments);
    if (const auto session = (*program)->openSession(); !session)
        return fail(session.error());
    return command->second(**program, arguments);
}

} // namespace nimara::cli

int main(int count, char **words)
{
    QCoreApplication application(count, words);
    QCoreApplication::setApplicationName(QStringLiteral("nimara"));
    const auto arguments = nimara::cli::Arguments::parse(count, words);
    if (!arguments)
        return nimara::cli::fail(arguments.error());
    if (arguments->command == "--help") {
        std::fputs(nimara::cli::helpText().c_str(), stdout);
        return nimara::cli::exitDone;
    }
    if (arguments->command == "--version") {
        std::puts("nimara-cli " NIMARA_VERSION);
        return nimara::cli::exitDone;
    }
    return nimara::cli::run(*arguments);
}
