#include "models/base/hash.h"
#include "models/base/json.h"
#include "models/domain/pairing.h"
#include "server/app/certificate.h"
#include "server/app/first_setup.h"
#include "server/app/server.h"
#include "server/app/signals.h"
#include "server/app/sync_wiring.h"
#include "server/app/workplace.h"
#include "server/auth/one_time.h"
#include "server/db/migrator.h"

#include <ostream>

namespace nimara::server::app {
namespace {
using namespace std::chrono_literals;

constexpr auto stopGrace = 7s;
constexpr auto stopLimit = 10s;
constexpr auto refreshInterval = 3600s;

// An embedded database is nobody's but this program's: it is brought up to date and filled with the least it needs.
Result<SetupReport> prepareDatabase(const config::Config &config, const Log &log)
{
    auto administrator = Connection::open(std::string(config.text(config::databaseAdminUrl)));
    if (!administrator)
        return administrator.error();
    auto migrated = migrate(*administrator);
    if (!migrated)
        return migrated.error();
    if (!migrated->applied.empty())
        log.info("database.migrated", {{"before", migrated->before}, {"after", migrated->after}});
    return setUp(*administrator, {.email = std::string(config.text(config::superAdminEmail)),
                                  .name = std::string(config.text(config::superAdminName))});
}

struct Announcement
{
    std::string url;
    std::string pairingCode; // empty in plain text
    std::string firstLink;   // empty unless there is somebody to let in
};

Result<> announce(const Announcement &what, const Arguments &arguments, const Surroundings &surroundings)
{
    std::ostream &out = surroundings.out;
    out << "Port Nimara CRM " NIMARA_VERSION " answers on " << what.url << '\n';
    if (!what.pairingCode.empty())
        out << "Pairing code, to be pasted into the app:\n" << what.pairingCode << '\n';
    if (!what.firstLink.empty())
        out << "The super admin sets a password here, once:\n" << what.firstLink << '\n';
    out.flush();
    if (!arguments.has("--ready-file"))
        return Done{};
    const Json ready = {{"url", what.url}, {"pairingCode", what.pairingCode}, {"firstLink", what.firstLink}};
    return embedded::writeFile(arguments.text("--ready-file"), ready.dump() + '\n', 0600);
}

net::ServerOptions listeningOptions(const Arguments &arguments, const config::Config &config)
{
    net::ServerOptions options;
    const bool isLoopback = arguments.has("--insecure-loopback") && !config.has(config::listenAddress);
    options.address = isLoopback ? "127.0.0.1" : std::string(config.text(config::listenAddress));
    options.port = static_cast<std::uint16_t>(config.number(config::listenPort));
    return options;
}

Result<Announcement> announcement(const Arguments &arguments, const config::Config &config,
                                  std::uint16_t port, const Certificate *certificate,
                                  const std::string &token)
{
    auto address = publicAddress(arguments, config, port);
    if (!address)
        return address.error();
    auto url = publicUrl(arguments, config, port);
    if (!url)
        return url.error();
    const ServerAddress server{.host = address->host, .port = address->port};
    Announcement what{.url = (certificate != nullptr ? "https://" : "http://") + server.toString(),
                      .pairingCode = {},
                      .firstLink = token.empty() ? "" : auth::setPasswordLink(*url, token)};
    if (certificate != nullptr) {
        const Sha256 &pin = certificate->identity().pin;
        const std::string spki = toHex({reinterpret_cast<const char *>(pin.data()), pin.size()});
        what.pairingCode = PairingCode{.server = server, .spki = spki}.toString();
    }
    return what;
}

void waitUntilTold(Certificate *certificate, const Log &log)
{
    Signal signal = Signal::None;
    while ((signal = waitForSignal(refreshInterval)) != Signal::Stop) {
        if (certificate != nullptr)
            certificate->refresh(log);
    }
}

Result<> run(const Arguments &arguments, const Workplace &workplace, const Surroundings &surroundings)
{
    const config::Config &config = workplace.config;
    std::string token;
    if (workplace.cluster) {
        auto prepared = prepareDatabase(config, workplace.log);
        if (!prepared)
            return prepared.error();
        token = prepared->token;
    }
    std::unique_ptr<Certificate> certificate;
    if (!arguments.has("--insecure-loopback")) {
        auto opened = Certificate::open(config, surroundings.clock);
        if (!opened)
            return opened.error();
        certificate = *std::move(opened);
    }
    Server::Options options{
        .http = listeningOptions(arguments, config), .appUrl = {}, .makeSync = syncService()};
    options.http.tls = certificate ? certificate->context() : nullptr;
    auto url = publicUrl(arguments, config, options.http.port);
    if (!url)
        return url.error();
    options.appUrl = *url;
    auto server = Server::start(config, std::move(options), surroundings.clock, workplace.log);
    if (!server)
        return server.error();
    auto what = announcement(arguments, config, (*server)->port(), certificate.get(), token);
    if (!what)
        return what.error();
    if (workplace.cluster)
        NIMARA_TRY(workplace.cluster->publish(what->url));
    NIMARA_TRY(announce(*what, arguments, surroundings));
    workplace.log.info("server.started", {{"version", NIMARA_VERSION}, {"port", (*server)->port()}});
    waitUntilTold(certificate.get(), workplace.log);
    workplace.log.info("server.stopping");
    endWithin(stopLimit);
    (*server)->stop(stopGrace);
    return Done{};
}
} // namespace

int serve(const Arguments &arguments, const Surroundings &surroundings)
{
    blockSignals(); // before the first thread
    raiseFileLimit();
    Prepared prepared = prepare(arguments, Need::ToServe, surroundings);
    if (!prepared.workplace)
        return prepared.exitCode;
    const Result<> served = run(arguments, *prepared.workplace, surroundings);
    if (!served)
        return fail(surroundings, served.error());
    prepared.workplace->cluster.reset();
    prepared.workplace->log.info("server.stopped");
    return exitDone;
}

} // namespace nimara::server::app
