#include "server/app/workplace.h"
#include "server/db/migrator.h"

#include <ostream>

namespace nimara::server::app {

int migrateDatabase(const Arguments &arguments, const Surroundings &surroundings)
{
    Prepared prepared = prepare(arguments, Need::ToAdminister, surroundings);
    if (!prepared.workplace)
        return prepared.exitCode;
    auto administrator =
        Connection::open(std::string(prepared.workplace->config.text(config::databaseAdminUrl)));
    if (!administrator)
        return fail(surroundings, administrator.error());
    const auto report = migrate(*administrator);
    if (!report)
        return fail(surroundings, report.error());
    for (const std::string &name : report->applied)
        surroundings.out << "applied " << name << '\n';
    surroundings.out << "The database is at step " << report->after << ".\n";
    return exitDone;
}

} // namespace nimara::server::app
