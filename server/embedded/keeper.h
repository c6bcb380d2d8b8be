#pragma once

#include "models/base/log.h"
#include "server/embedded/process.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace nimara::server::embedded {

// Keeps one program running: starts it again when it ends by itself, ever more slowly while that goes on. The thread
// that starts it lives as long as the program may, since the program is told to stop when that thread ends.
class Keeper
{
public:
    Keeper(Program program, Log log);
    ~Keeper(); // stops it
    Keeper(const Keeper &) = delete;
    Keeper &operator=(const Keeper &) = delete;

    // True while it has been started and has not ended.
    bool isRunning() const;
    // How often it was started.
    int starts() const;
    // Asks it to end, ever more firmly (SIGINT, SIGQUIT, SIGKILL), and waits until it has.
    void stop();

private:
    void keep();
    bool pause(std::chrono::milliseconds span);
    void end(pid_t child) const;

    const Program m_program;
    const Log m_log;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_isStopping = false;
    pid_t m_child = 0;
    int m_starts = 0;
    std::thread m_thread;
};

} // namespace nimara::server::embedded
