#include "server/app/signals.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <thread>

namespace nimara::server::app {
namespace {
constexpr rlim_t wantedFiles = 65536;

sigset_t watched()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&set, signal);
    return set;
}
} // namespace

void blockSignals()
{
    const sigset_t set = watched();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signal(SIGPIPE, SIG_IGN);
}

Signal waitForSignal(std::chrono::seconds patience)
{
    const sigset_t set = watched();
    const timespec time{.tv_sec = patience.count(), .tv_nsec = 0};
    switch (sigtimedwait(&set, nullptr, &time)) {
    case SIGTERM:
    case SIGINT:
        return Signal::Stop;
    case SIGHUP:
        return Signal::Reload;
    default:
        return Signal::None;
    }
}

void raiseFileLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = std::min(limit.rlim_max, std::max(limit.rlim_cur, wantedFiles));
    setrlimit(RLIMIT_NOFILE, &limit);
}

void endWithin(std::chrono::seconds span)
{
    std::thread([span] {
        std::this_thread::sleep_for(span);
        std::_Exit(0);
    }).detach();
}

} // namespace nimara::server::app
