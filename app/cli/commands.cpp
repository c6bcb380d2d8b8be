#include "app/cli/commands.h"

#include <array>

namespace nimara::cli {

namespace {

using Needs = Command::Needs;
using Reach = Command::Reach;

const std::array commands{
    Command{"login", Needs::Account, Reach::Server, runLogin},
    Command{"logout", Needs::Account, Reach::Local, runLogout},
    Command{"status", Needs::User, Reach::Local, runStatus},
    Command{"sync", Needs::Port, Reach::Server, runSync},
    Command{"watch", Needs::Port, Reach::Server, runWatch},
    Command{"digest", Needs::Port, Reach::Local, runDigest},
    Command{"steps", Needs::User, Reach::Local, runSteps},
    Command{"list", Needs::Port, Reach::Local, runList},
    Command{"get", Needs::Port, Reach::Local, runGet},
    Command{"search", Needs::Port, Reach::Local, runSearch},
    Command{"create", Needs::Port, Reach::Local, runCreate},
    Command{"set", Needs::Port, Reach::Local, runSet},
    Command{"delete", Needs::Port, Reach::Local, runDelete},
    Command{"restore", Needs::Port, Reach::Local, runRestore},
    Command{"outbox", Needs::Port, Reach::Local, runOutbox},
    Command{"discard", Needs::Port, Reach::Local, runDiscard},
    Command{"conflicts", Needs::Port, Reach::Local, runConflicts},
    Command{"resolve", Needs::Port, Reach::Local, runResolve},
};

} // namespace

const Command *findCommand(const QString &name)
{
    for (const Command &command : commands) {
        if (name == QLatin1String(command.name))
            return &command;
    }
    return nullptr;
}

} // namespace nimara::cli
