#include "app/cli/cli.h"
#include "app/cli/words.h"

#include <QCoreApplication>

#include <cstdio>

using namespace nimara;
using namespace nimara::cli;

namespace {

int refuse(const Error &error)
{
    printError(error);
    return static_cast<int>(exitOf(error));
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("nimara-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(NIMARA_VERSION));

    const auto arguments = parseArguments(QCoreApplication::arguments().mid(1));
    if (!arguments)
        return refuse(arguments.error());
    if (arguments->has("version")) {
        std::printf("nimara-cli %s\n", NIMARA_VERSION);
        return 0;
    }
    if (arguments->has("help")) {
        std::fputs(helpText().c_str(), stdout);
        return 0;
    }
    const cli::Command *command = findCommand(arguments->command);
    if (!command)
        return refuse({ErrorCode::Invalid, "usage.command", arguments->command.toStdString()});

    Cli cli(*arguments, *command);
    // The end may come before the event loop has begun.
    QObject::connect(&cli, &Cli::ended, &app, &QCoreApplication::exit, Qt::QueuedConnection);
    cli.start();
    return QCoreApplication::exec();
}
