#include "models/base/hash.h"
#include "models/base/rng.h"
#include "server/app/first_setup.h"
#include "server/app/workplace.h"
#include "server/auth/password.h"
#include "server/db/migrator.h"
#include "server/demo/load.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>

namespace nimara::server::app {
namespace {

// Fits the rules of passwords, and differs from one demo to the next.
std::string newPassword()
{
    SystemRng rng;
    std::string bytes;
    for (int i = 0; i < 2; ++i) {
        const std::uint64_t part = rng.next();
        bytes.append(reinterpret_cast<const char *>(&part), sizeof part);
    }
    return "Demo-" + toHex(bytes).substr(0, 20);
}

struct Password
{
    std::string text;
    bool isNew = true;
};

// The password of all demo accounts: what stands in the file, or a new one that is written there for its owner alone.
Result<Password> passwordFrom(const std::string &path)
{
    if (std::ifstream file(path); file) {
        std::string password;
        std::getline(file, password);
        return Password{password, false};
    }
    const std::string password = newPassword();
    std::ofstream file(path);
    std::error_code fault;
    std::filesystem::permissions(
        path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, fault);
    if (!(file << password << '\n') || fault)
        return Error{ErrorCode::Storage, "demo.password", path, "cannot be written"};
    return Password{password};
}

Result<> loadDemo(const Arguments &arguments, const config::Config &config, const Surroundings &surroundings)
{
    const auto sources = demo::readSources(arguments.text("--folder"));
    if (!sources)
        return sources.error();
    const auto plan = demo::makePlan(*sources, surroundings.clock.now());
    if (!plan)
        return plan.error();
    auto administrator = Connection::open(std::string(config.text(config::databaseAdminUrl)));
    if (!administrator)
        return administrator.error();
    NIMARA_TRY(migrate(*administrator));
    const auto roles = setUp(*administrator, {});
    if (!roles)
        return roles.error();
    const bool toFile = arguments.has("--password-file");
    const auto password =
        toFile ? passwordFrom(arguments.text("--password-file")) : Result<Password>(Password{newPassword()});
    if (!password)
        return password.error();
    const auto hash = auth::hashPassword(password->text);
    if (!hash)
        return hash.error();
    const auto loaded =
        demo::load(*administrator, *plan, *hash, [&surroundings](const demo::LoadedTable &table) {
            surroundings.out << (table.port.empty() ? "all ports" : table.port) << ": " << table.table << ' '
                             << table.added << " of " << table.inFiles << " added" << std::endl;
        });
    if (!loaded)
        return loaded.error();
    // The accounts may be older than the file.
    if (toFile && password->isNew)
        NIMARA_TRY(demo::setPassword(*administrator, *plan, *hash));
    const auto isNew = [](const demo::LoadedTable &table) {
        return table.table == "credentials" && table.added > 0;
    };
    if (!toFile && std::any_of(loaded->begin(), loaded->end(), isNew))
        surroundings.out << "password of all demo accounts: " << password->text << '\n';
    return Done{};
}

} // namespace

int loadDemoData(const Arguments &arguments, const Surroundings &surroundings)
{
    Prepared prepared = prepare(arguments, Need::ToAdminister, surroundings);
    if (!prepared.workplace)
        return prepared.exitCode;
    if (const auto done = loadDemo(arguments, prepared.workplace->config, surroundings); !done)
        return fail(surroundings, done.error());
    return exitDone;
}

} // namespace nimara::server::app
