#include "server/app/first_setup.h"
#include "server/app/workplace.h"
#include "server/auth/one_time.h"
#include "server/db/migrator.h"

#include <algorithm>
#include <ostream>

namespace nimara::server::app {
namespace {
void tell(const SetupReport &report, const std::string &url, const std::string &email, std::ostream &out)
{
    for (const std::string &what : report.made)
        out << "made: " << what << '\n';
    if (report.made.empty())
        out << "Everything was set up before; nothing was changed.\n";
    const bool hadAdmin =
        std::find(report.found.begin(), report.found.end(), "super admin") != report.found.end();
    if (!report.token.empty())
        out << "The super admin sets a password here, once, within seven days:\n"
            << auth::setPasswordLink(url, report.token) << '\n';
    else if (hadAdmin && !email.empty())
        out << "There is a super admin already, so none was made. Further people are invited in the app.\n";
    else if (!hadAdmin)
        out << "There is no super admin yet: run setup again with --email ADDRESS.\n";
}
} // namespace

int setUpServer(const Arguments &arguments, const Surroundings &surroundings)
{
    Prepared prepared = prepare(arguments, Need::ToAdminister, surroundings);
    if (!prepared.workplace)
        return prepared.exitCode;
    const config::Config &config = prepared.workplace->config;
    auto url = publicUrl(arguments, config, static_cast<std::uint16_t>(config.number(config::listenPort)));
    if (!url)
        return fail(surroundings, url.error());
    // A server that runs knows better than its configuration which port it got.
    if (prepared.workplace->cluster && !config.has(config::appUrl) && !arguments.has("--public")) {
        if (std::string running = prepared.workplace->cluster->publishedUrl(); !running.empty())
            *url = std::move(running);
    }
    auto administrator = Connection::open(std::string(config.text(config::databaseAdminUrl)));
    if (!administrator)
        return fail(surroundings, administrator.error());
    if (const auto migrated = migrate(*administrator); !migrated)
        return fail(surroundings, migrated.error());
    const FirstAdmin admin{.email = std::string(config.text(config::superAdminEmail)),
                           .name = std::string(config.text(config::superAdminName))};
    const auto report = setUp(*administrator, admin);
    if (!report)
        return fail(surroundings, report.error());
    tell(*report, *url, admin.email, surroundings.out);
    return exitDone;
}

} // namespace nimara::server::app
