#include "server/embedded/process.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>

namespace nimara::server::embedded {
namespace {
Error failed(const std::string &program, int code)
{
    return {.code = ErrorCode::Storage,
            .key = "embedded.process",
            .field = program,
            .detail = std::strerror(code)};
}

// Between fork and exec only what is safe in the child of a process with threads. Returns the number of the fault.
int becomeUser(const User &user)
{
    if (geteuid() != 0 || user.uid == 0)
        return 0;
    if (setgroups(0, nullptr) != 0 || setgid(user.gid) != 0 || setuid(user.uid) != 0)
        return errno;
    return 0;
}

int prepareChild(const Program &program, pid_t parent, int log)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    signal(SIGPIPE, SIG_DFL);
    setsid();
    umask(077);
    if (chdir("/") != 0 || dup2(log, 1) < 0 || dup2(log, 2) < 0)
        return errno;
    if (const int fault = becomeUser(program.user); fault != 0)
        return fault;
    // After the change of user, which would clear it.
    if (prctl(PR_SET_PDEATHSIG, SIGINT) != 0)
        return errno;
    return getppid() == parent ? 0 : ESRCH;
}

[[noreturn]] void beChild(const Program &program, std::vector<char *> &arguments, pid_t parent, int log,
                          int report)
{
    const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(nothing, 0);
    int fault = prepareChild(program, parent, log);
    if (fault == 0) {
        execv(arguments.front(), arguments.data());
        fault = errno;
    }
    const ssize_t told = write(report, &fault, sizeof fault);
    _exit(told == sizeof fault ? 127 : 126);
}
} // namespace

Result<pid_t> startProgram(const Program &program)
{
    const std::string &path = program.arguments.front();
    std::vector<char *> arguments;
    for (const std::string &argument : program.arguments)
        arguments.push_back(const_cast<char *>(argument.c_str())); // exec never writes to them
    arguments.push_back(nullptr);
    const int log = open(program.logFile.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int report[2] = {-1, -1};
    if (log < 0 || pipe2(report, O_CLOEXEC) != 0) {
        const int fault = errno;
        close(log);
        return failed(log < 0 ? program.logFile : path, fault);
    }
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child == 0)
        beChild(program, arguments, parent, log, report[1]);
    const int forkFault = errno;
    close(log);
    close(report[1]);
    int fault = 0;
    const ssize_t told = child > 0 ? read(report[0], &fault, sizeof fault) : 0;
    close(report[0]);
    if (child < 0)
        return failed(path, forkFault);
    if (told == sizeof fault) {
        waitForEnd(child);
        return failed(path, fault);
    }
    return child;
}

std::optional<int> waitForEnd(pid_t pid, std::chrono::milliseconds patience)
{
    const auto until = std::chrono::steady_clock::now() + patience;
    while (true) {
        int status = 0;
        const pid_t ended = waitpid(pid, &status, WNOHANG);
        if (ended == pid)
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        if (ended < 0 && errno != EINTR)
            return 127;
        if (std::chrono::steady_clock::now() >= until)
            return std::nullopt;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

int waitForEnd(pid_t pid)
{
    int status = 0;
    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR)
            return 127;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Result<> runProgram(const Program &program)
{
    auto child = startProgram(program);
    if (!child)
        return child.error();
    const int code = waitForEnd(*child);
    if (code != 0)
        return Error{.code = ErrorCode::Storage,
                     .key = "embedded.process",
                     .field = program.arguments.front(),
                     .detail = "ended with code " + std::to_string(code) + ", see " + program.logFile};
    return Done{};
}

} // namespace nimara::server::embedded
