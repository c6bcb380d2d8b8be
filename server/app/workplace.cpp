#include "server/app/workplace.h"

#include "models/domain/pairing.h"
#include "server/app/certificate.h"
#include "server/app/conninfo.h"
#include "server/embedded/secrets.h"

#include <unistd.h>

#include <array>
#include <ostream>

namespace nimara::server::app {
namespace {
// Options that stand for a variable are checked as that variable.
config::Values fromArguments(const Arguments &arguments)
{
    static constexpr std::array<std::pair<std::string_view, const config::Variable *>, 4> stands = {
        {{"--address", &config::listenAddress},
         {"--port", &config::listenPort},
         {"--email", &config::superAdminEmail},
         {"--name", &config::superAdminName}}};
    config::Values values;
    for (const auto &[option, variable] : stands) {
        if (arguments.has(option))
            values.emplace(variable->name, arguments.text(option));
    }
    return values;
}

config::Loaded load(const Arguments &arguments, Need need, const Surroundings &surroundings)
{
    std::vector<config::Values> sources = {fromArguments(arguments), surroundings.environment};
    std::vector<Error> faults;
    if (arguments.has("--config")) {
        config::FileValues file = config::readFile(arguments.text("--config"));
        sources.push_back(std::move(file.values));
        faults = std::move(file.faults);
    }
    const bool isEmbedded = arguments.has("--embedded");
    const auto purpose = isEmbedded                   ? config::Purpose::Any
                         : need == Need::ToAdminister ? config::Purpose::Administer
                                                      : config::Purpose::Serve;
    config::Loaded loaded = config::load(sources, purpose);
    loaded.faults.insert(loaded.faults.begin(), faults.begin(), faults.end());
    if (need == Need::ToServe && !isEmbedded && !arguments.has("--insecure-loopback")) {
        if (const auto fault = Certificate::fault(loaded.config))
            loaded.faults.push_back(*fault);
    }
    return loaded;
}

// What is configured stays as it is, except for the database: that is the point of the mode.
Result<> settle(config::Config &config, const embedded::Cluster &cluster)
{
    const std::filesystem::path &folder = cluster.place().folder;
    auto secrets = embedded::loadOrMakeSecrets(folder);
    if (!secrets)
        return secrets.error();
    config.set(config::databaseUrl, cluster.url("nimara_server"));
    config.set(config::databaseAdminUrl, cluster.url(embedded::administrator));
    for (const config::Variable *variable : {&config::sessionSecret, &config::emailCredentialKey}) {
        if (!config.has(*variable))
            config.set(*variable, (*secrets)[std::string(variable->name)]);
    }
    if (!config.has(config::stateDir))
        config.set(config::stateDir, (folder / "state").string());
    if (!config.has(config::listenAddress))
        config.set(config::listenAddress, "127.0.0.1");
    if (!config.has(config::fileStoreDir) && !config.hasGroup("minio"))
        config.set(config::fileStoreDir, (folder / "files").string());
    std::error_code failed;
    std::filesystem::create_directories(folder / "files", failed);
    std::filesystem::permissions(folder / "files", std::filesystem::perms::owner_all, failed);
    if (failed)
        return Error{.code = ErrorCode::Storage,
                     .key = "embedded.folder",
                     .field = folder.string(),
                     .detail = failed.message()};
    return Done{};
}

std::string ownHostName()
{
    std::array<char, 256> name{};
    return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

bool isAnyAddress(std::string_view address)
{
    return address == "0.0.0.0" || address == "::";
}
} // namespace

Prepared prepare(const Arguments &arguments, Need need, const Surroundings &surroundings)
{
    config::Loaded loaded = load(arguments, need, surroundings);
    if (!loaded.faults.empty()) {
        surroundings.err << "nimara-server: the configuration has " << loaded.faults.size()
                         << (loaded.faults.size() == 1 ? " fault:\n" : " faults:\n")
                         << config::describeFaults(loaded.faults);
        return {.workplace = std::nullopt, .exitCode = exitConfiguration};
    }
    Workplace workplace{.config = std::move(loaded.config), .log = {}, .cluster = nullptr};
    workplace.log =
        Log(makeStderrSink(), logLevelFrom(workplace.config.text(config::logLevel)), surroundings.clock);
    if (arguments.has("--embedded")) {
        const std::filesystem::path folder = arguments.text("--embedded");
        auto cluster = need == Need::ToServe ? embedded::Cluster::start(folder, workplace.log)
                                             : embedded::Cluster::joinOrStart(folder, workplace.log);
        if (!cluster)
            return {.workplace = std::nullopt, .exitCode = fail(surroundings, cluster.error())};
        if (auto settled = settle(workplace.config, **cluster); !settled)
            return {.workplace = std::nullopt, .exitCode = fail(surroundings, settled.error())};
        workplace.cluster = *std::move(cluster);
    }
    return {.workplace = std::move(workplace), .exitCode = exitDone};
}

int fail(const Surroundings &surroundings, const Error &error)
{
    surroundings.err << "nimara-server: " << error.key;
    if (!error.field.empty())
        surroundings.err << " (" << error.field << ')';
    if (!error.detail.empty())
        surroundings.err << ": " << redactedText(error.detail);
    surroundings.err << '\n';
    return exitFailed;
}

Result<PublicAddress> publicAddress(const Arguments &arguments, const config::Config &config,
                                    std::uint16_t port)
{
    const std::string_view url = config.text(config::appUrl);
    std::string text = arguments.has("--public") ? arguments.text("--public") : std::string(url);
    if (text.empty()) {
        const std::string_view listening = config.text(config::listenAddress);
        return PublicAddress{.host = isAnyAddress(listening) ? ownHostName() : std::string(listening),
                             .port = port};
    }
    auto parsed = parseServerAddress(text);
    if (!parsed)
        return parsed.error();
    // "https://crm.example.org" means the port of https there, "--public host" the one we listen on.
    const std::size_t host = text.find("://") == std::string::npos ? 0 : text.find("://") + 3;
    const bool namesPort =
        text.find(':', text.find(']', host) == std::string::npos ? host : text.find(']', host)) !=
        std::string::npos;
    if (!namesPort)
        parsed->port = host > 0 ? std::uint16_t{443} : port;
    return PublicAddress{.host = parsed->host, .port = parsed->port};
}

Result<std::string> publicUrl(const Arguments &arguments, const config::Config &config, std::uint16_t port)
{
    if (const std::string_view url = config.text(config::appUrl); !url.empty())
        return std::string(url);
    auto address = publicAddress(arguments, config, port);
    if (!address)
        return address.error();
    return "https://" + ServerAddress{.host = address->host, .port = address->port}.toString();
}

} // namespace nimara::server::app
