#include "tests/demo/windowed.h"

#include "tests/demo/office.h"
#include "tests/support/stack/people.h"

#include <csignal>
#include <cstdio>

namespace nimara::demo {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

// Ctrl-C in the terminal reaches the app too; when that has ended, we stop the server in order.
void outliveTheApp()
{
    struct sigaction action = {};
    action.sa_handler = [](int) {};
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
}

void tellWhatToTry(const Office &office, const Seat &director, const std::string &password,
                   const std::string &program)
{
    std::printf("\nThe app opens. You are %s, director of both harbours.\n\n", director.name.c_str());
    std::printf("    Others to sign in as, with the password %s:\n", password.c_str());
    for (const SystemRole role : {SystemRole::SalesManager, SystemRole::SalesAgent, SystemRole::Director}) {
        if (const auto seat = office.seat(role, eastSlug))
            std::printf("      %-32s %s\n", seat->email.c_str(), std::string(systemRoleName(role)).c_str());
    }
    std::printf("    A second laptop, from another terminal:\n      %s --profile build/demo/second \\\n"
                "        --server %s\n",
                program.c_str(), office.pairing().toString().c_str());
    std::printf("    To lose the network: the words at the foot of the window, then Work offline.\n"
                "    Closing the window stops everything; what was sent is there the next time.\n");
    std::fflush(stdout);
}

// Until its window is closed.
Result<> runApp(const Office &office, const fs::path &folder, const fs::path &binaries)
{
    const auto director = office.seat(SystemRole::Director, eastSlug);
    const auto password = office.password();
    if (!director || !password)
        return !director ? director.error() : password.error();
    const std::string program = (binaries / "nimara").string();
    const fs::path log = folder / "app.log";
    // A new laptop each time: the server has another port by now, and all that was sent.
    std::error_code ignored;
    fs::remove_all(folder / "laptop", ignored);
    fs::remove(log, ignored);
    auto app =
        test::ChildProcess::start({.command = {program, "--profile", (folder / "laptop").string(), "--port",
                                               eastSlug, "--server", office.pairing().toString(), "--sign-in",
                                               director->email, "--passphrase-fd", "0", "--password-fd", "0"},
                                   .errorFile = log.string(),
                                   .signalOnOurEnd = SIGTERM});
    if (!app)
        return app.error();
    // The first is only used where the computer has no keychain.
    (*app)->send(test::randomPassword());
    (*app)->send(*password);
    tellWhatToTry(office, *director, *password, program);
    std::optional<int> code;
    while (!(code = (*app)->wait(1h))) {
    }
    if (*code == 0 || *code == 128 + SIGINT)
        return Done{};
    return broken("the app ended with code " + std::to_string(*code) + " and says why in " + log.string() +
                  "; without a display there is ./dev demo --headless");
}

} // namespace

int showOnDisplay(const fs::path &folder, const fs::path &binaries)
{
    outliveTheApp();
    Office office(folder, binaries);
    Teller teller;
    auto done = teller.step("A server starts, with a PostgreSQL of its own",
                            [&] { return office.start(Office::Keep::Everything); });
    if (done)
        done = teller.step("Two harbours of Helsinki are loaded, and deals to sell their berths",
                           [&] { return office.loadData(); });
    if (!done)
        return 1;
    if (done = runApp(office, folder, binaries); !done)
        std::fprintf(stderr, "nimara-demo: %s\n", done.error().detail.c_str());
    const auto stopped = office.stop();
    return done && stopped ? 0 : 1;
}

} // namespace nimara::demo
