#include "tests/bench/machine.h"

#include "models/base/clock.h"
#include "models/base/json.h"

#include <sqlite3.h>

#include <QtGlobal>

#include <fcntl.h>
#include <sys/statfs.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace nimara::bench {

namespace {

std::string afterColon(const char *file, const std::string &name)
{
    std::ifstream in(file);
    std::string line;
    while (std::getline(in, line)) {
        if (!line.starts_with(name))
            continue;
        const auto colon = line.find(':');
        const auto start = line.find_first_not_of(" \t", colon + 1);
        return start == std::string::npos ? "" : line.substr(start);
    }
    return {};
}

std::string fileSystem(const std::string &folder)
{
    struct statfs info = {};
    if (statfs(folder.c_str(), &info) != 0)
        return "unknown";
    switch (static_cast<unsigned long>(info.f_type)) {
    case 0xEF53:
        return "ext4";
    case 0x58465342:
        return "xfs";
    case 0x9123683E:
        return "btrfs";
    case 0x01021994:
        return "tmpfs"; // what is synced here is not on a disk
    case 0x794C7630:
        return "overlay";
    default:
        return "other";
    }
}

// What a write that must be on the disk costs here, without any database.
double syncMilliseconds(const std::string &folder)
{
    const std::string path = folder + "/sync-probe";
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return 0;
    const std::string block(8192, 'x');
    constexpr int writes = 50;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < writes; ++i) {
        if (pwrite(file, block.data(), block.size(), 0) < 0 || fdatasync(file) != 0)
            break;
    }
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
    close(file);
    unlink(path.c_str());
    return spent.count() / writes;
}

double load()
{
    double values[1] = {0};
    return getloadavg(values, 1) == 1 ? values[0] : 0;
}

} // namespace

Json machineLine(const std::string &folder)
{
    utsname system = {};
    uname(&system);
#ifdef NDEBUG
    constexpr const char *build = "release";
#else
    constexpr const char *build = "with assertions";
#endif
    return {{"machine",
             {{"at", SystemClock().now().toString()},
              {"processor", afterColon("/proc/cpuinfo", "model name")},
              {"processors", std::thread::hardware_concurrency()},
              {"memory", afterColon("/proc/meminfo", "MemTotal")},
              {"load", load()},
              {"kernel", system.release},
              {"fileSystem", fileSystem(folder)},
              {"fdatasyncMs", syncMilliseconds(folder)},
              {"sqlite", sqlite3_libversion()},
              {"qt", qVersion()},
              {"compiler", __VERSION__},
              {"build", build},
              {"version", NIMARA_VERSION}}}};
}

} // namespace nimara::bench
