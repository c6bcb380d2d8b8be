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
    std::printf("\n    You are %s, director of both harbours. Others, all with the password %s\n"
                "    and the pairing code below:\n",
                director.name.c_str(), password.c_str());
    for (const SystemRole role : {SystemRole::SalesManager, SystemRole::SalesAgent}) {
        if (const auto seat = office.seat(role, eastSlug))
            std::printf("      %-30s %s\n", seat->email.c_str(), std::string(systemRoleName(role)).c_str());
    }
    std::printf("    A second laptop, in another terminal:\n"
                "      %s --profile build/demo/second --server %s\n"
                "    Without a network: the words at the foot of the window, Work offline.\n"
                "    Closing the window ends it all; what was sent is there the next time.\n",
                program.c_str(), office.pairing().toString().c_str());
    std::fflush(stdout);
}

Result<int> runApp(const Office &office, const fs::path &folder, const fs::path &binaries)
{
    const auto director = office.seat(SystemRole::Director, eastSlug);
    const auto password = office.password();
    if (!director || !password)
        return !director ? director.error() : password.error();
    const std::string program = (binaries / "nimara").string();
    // A new laptop each time: the server has another port, and all that was sent.
    std::error_code ignored;
    fs::remove_all(folder / "laptop", ignored);
    auto app =
        test::ChildProcess::start({.command = {program, "--profile", (folder / "laptop").string(), "--port",
                                               eastSlug, "--server", office.pairing().toString(), "--sign-in",
                                               director->email, "--passphrase-fd", "0", "--password-fd", "0"},
                                   .errorFile = (folder / "app.log").string(),
                                   .signalOnOurEnd = SIGTERM});
    if (!app)
        return app.error();
    // Only read where the computer has no keychain.
    (*app)->send(test::randomPassword());
    (*app)->send(*password);
    tellWhatToTry(office, *director, *password, program);
    std::optional<int> code;
    while (!(code = (*app)->wait(1h))) {
    }
    return *code;
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
    int code = 1;
    done = teller.step("The app opens", [&]() -> Result<Lines> {
        const auto ended = runApp(office, folder, binaries);
        if (!ended)
            return ended.error();
        code = *ended;
        if (code != 0 && code != 128 + SIGINT)
            return broken("the app ended with code " + std::to_string(code) + "; it says why in " +
                          (folder / "app.log").string());
        return Lines{"its window is closed"};
    });
    const auto stopped = office.stop();
    return done && stopped ? 0 : 1;
}

} // namespace nimara::demo
