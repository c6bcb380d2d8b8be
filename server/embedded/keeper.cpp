#include "server/embedded/keeper.h"

#include <signal.h>

#include <algorithm>

namespace nimara::server::embedded {
namespace {
using namespace std::chrono_literals;
using Time = std::chrono::steady_clock;

constexpr std::chrono::milliseconds look = 20ms;
constexpr std::chrono::milliseconds firstPause = 200ms;
constexpr std::chrono::milliseconds longestPause = 10s;
constexpr std::chrono::milliseconds steady = 30s; // having run this long it begins anew with the first pause
} // namespace

Keeper::Keeper(Program program, Log log) : m_program(std::move(program)), m_log(std::move(log))
{
    m_thread = std::thread([this] { keep(); });
}

Keeper::~Keeper()
{
    stop();
}

bool Keeper::isRunning() const
{
    const std::lock_guard lock(m_mutex);
    return m_child > 0;
}

int Keeper::starts() const
{
    const std::lock_guard lock(m_mutex);
    return m_starts;
}

void Keeper::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
        m_wake.notify_all();
    }
    if (m_thread.joinable())
        m_thread.join();
}

// True when it is time to stop.
bool Keeper::pause(std::chrono::milliseconds span)
{
    std::unique_lock lock(m_mutex);
    return m_wake.wait_for(lock, span, [this] { return m_isStopping; });
}

void Keeper::keep()
{
    std::chrono::milliseconds rest = firstPause;
    do {
        auto child = startProgram(m_program);
        if (!child)
            m_log.failure("embedded.start_failed", child.error());
        const auto begun = Time::now();
        {
            const std::lock_guard lock(m_mutex);
            m_child = child ? *child : 0;
            m_starts += child ? 1 : 0;
        }
        std::optional<int> code;
        while (child && !(code = waitForEnd(*child, 0ms))) {
            if (pause(look)) {
                end(*child);
                return;
            }
        }
        {
            const std::lock_guard lock(m_mutex);
            m_child = 0;
        }
        if (child)
            m_log.error("embedded.ended", {{"code", *code}, {"program", m_program.arguments.front()}});
        rest = Time::now() - begun > steady ? firstPause : std::min(rest * 2, longestPause);
    } while (!pause(rest));
}

void Keeper::end(pid_t child) const
{
    struct Step
    {
        int signal;
        std::chrono::milliseconds patience;
    };
    // Fast shutdown writes a checkpoint; the immediate one leaves that to the next start.
    for (const Step step : {Step{SIGINT, 8s}, Step{SIGQUIT, 4s}, Step{SIGKILL, 4s}}) {
        ::kill(child, step.signal);
        if (waitForEnd(child, step.patience))
            return;
        m_log.warn("embedded.slow_stop", {{"signal", step.signal}});
    }
}

} // namespace nimara::server::embedded
