#include "tests/support/programs/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>

// glibc 2.36 forgot to say that these are C.
extern "C" {
#include <sys/pidfd.h>
}

extern char **environ;

namespace nimara::test {

namespace {

using Time = std::chrono::steady_clock;

int millisecondsTo(Time::time_point deadline)
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Time::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 3'600'000));
}

bool waitReadable(int handle, Time::time_point deadline)
{
    for (;;) {
        pollfd entry{handle, POLLIN, 0};
        const int ready = ::poll(&entry, 1, millisecondsTo(deadline));
        if (ready > 0)
            return true;
        if (ready == 0 || errno != EINTR)
            return false;
    }
}

std::vector<std::string> mergedEnvironment(const std::vector<std::string> &more)
{
    std::vector<std::string> all = more;
    for (char **entry = environ; *entry; ++entry) {
        const std::string_view word(*entry);
        const std::string_view name = word.substr(0, word.find('=') + 1);
        const bool replaced = std::any_of(more.begin(), more.end(),
                                          [&](const std::string &own) { return own.starts_with(name); });
        if (!replaced)
            all.emplace_back(word);
    }
    return all;
}

std::vector<char *> pointersTo(std::vector<std::string> &words)
{
    std::vector<char *> pointers;
    for (std::string &word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

struct Pipes
{
    std::array<int, 2> input{-1, -1};
    std::array<int, 2> output{-1, -1};
};

// Between fork and exec: nothing here allocates.
[[noreturn]] void becomeChild(const ChildOptions &options, const Pipes &pipes, pid_t parent, char **arguments,
                              char **environment)
{
    prctl(PR_SET_PDEATHSIG, options.signalOnOurEnd);
    if (getppid() != parent)
        _exit(127);
    dup2(pipes.input[0], STDIN_FILENO);
    dup2(pipes.output[1], STDOUT_FILENO);
    if (!options.errorFile.empty()) {
        const int errors = open(options.errorFile.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (errors >= 0)
            dup2(errors, STDERR_FILENO);
    }
    if (!options.folder.empty() && chdir(options.folder.c_str()) != 0)
        _exit(127);
    execve(arguments[0], arguments, environment);
    _exit(127);
}

} // namespace

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const ChildOptions &options)
{
    const auto failed = [](const char *what) {
        return Error{
            ErrorCode::Internal, "test.process", {}, std::string(what) + ": " + std::strerror(errno)};
    };
    if (options.command.empty() || access(options.command[0].c_str(), X_OK) != 0)
        return failed(options.command.empty() ? "no program" : options.command[0].c_str());
    Pipes pipes;
    if (pipe2(pipes.input.data(), O_CLOEXEC) != 0)
        return failed("pipe");
    if (pipe2(pipes.output.data(), O_CLOEXEC) != 0)
        return failed("pipe");
    std::vector<std::string> words = options.command;
    std::vector<std::string> environment = mergedEnvironment(options.environment);
    const std::vector<char *> arguments = pointersTo(words);
    const std::vector<char *> variables = pointersTo(environment);
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child == 0)
        becomeChild(options, pipes, parent, const_cast<char **>(arguments.data()),
                    const_cast<char **>(variables.data()));
    close(pipes.input[0]);
    close(pipes.output[1]);
    const int handle = child < 0 ? -1 : pidfd_open(child, 0);
    if (handle < 0) {
        close(pipes.input[1]);
        close(pipes.output[0]);
        return failed("fork");
    }
    return std::unique_ptr<ChildProcess>(new ChildProcess(child, handle, pipes.input[1], pipes.output[0]));
}

ChildProcess::ChildProcess(pid_t id, int handle, int input, int output)
    : m_id(id), m_handle(handle), m_input(input), m_output(output)
{}

ChildProcess::~ChildProcess()
{
    kill();
    closeInput();
    close(m_output);
    close(m_handle);
}

bool ChildProcess::reap(int options)
{
    if (m_code)
        return true;
    int status = 0;
    if (waitpid(m_id, &status, options) != m_id)
        return false;
    m_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return true;
}

bool ChildProcess::isRunning()
{
    return !reap(WNOHANG);
}

void ChildProcess::signal(int number)
{
    // Once reaped, the number may be another process's.
    if (isRunning())
        ::kill(m_id, number);
}

void ChildProcess::kill()
{
    if (!isRunning())
        return;
    ::kill(m_id, SIGKILL);
    reap(0);
}

std::optional<int> ChildProcess::wait(Limit limit)
{
    if (!m_code && waitReadable(m_handle, Time::now() + limit))
        reap(0);
    return m_code;
}

bool ChildProcess::send(std::string_view line)
{
    std::string bytes(line);
    bytes += '\n';
    std::string_view rest = bytes;
    // A child that has ended must not take us with it.
    struct sigaction ignore = {}, before = {};
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &ignore, &before);
    while (!rest.empty() && m_input >= 0) {
        const ssize_t written = write(m_input, rest.data(), rest.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            break;
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    sigaction(SIGPIPE, &before, nullptr);
    return rest.empty();
}

void ChildProcess::closeInput()
{
    if (m_input >= 0)
        close(m_input);
    m_input = -1;
}

bool ChildProcess::fill(Time::time_point deadline)
{
    if (!waitReadable(m_output, deadline))
        return false;
    std::array<char, 16 * 1024> buffer;
    const ssize_t count = read(m_output, buffer.data(), buffer.size());
    if (count <= 0)
        return false;
    m_read.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
}

std::optional<std::string> ChildProcess::readLine(Limit limit)
{
    const auto deadline = Time::now() + limit;
    for (;;) {
        if (const auto end = m_read.find('\n'); end != std::string::npos) {
            std::string line = m_read.substr(0, end);
            m_read.erase(0, end + 1);
            return line;
        }
        if (!fill(deadline))
            return std::nullopt;
    }
}

std::optional<ChildProcess::Ending> ChildProcess::readToEnd(Limit limit)
{
    const auto deadline = Time::now() + limit;
    while (fill(deadline)) {
    }
    const auto code = wait(std::chrono::milliseconds(millisecondsTo(deadline)));
    if (!code)
        return std::nullopt;
    return Ending{*code, std::move(m_read)};
}

std::int64_t ChildProcess::peakMemory() const
{
    return m_code ? 0 : peakMemoryOf(m_id);
}

std::string builtProgram(std::string_view name)
{
    const char *folder = std::getenv("NIMARA_BINARY_DIR");
    return std::string(folder ? folder : ".") + "/" + std::string(name);
}

std::int64_t peakMemoryOf(pid_t process)
{
    std::ifstream file("/proc/" + std::to_string(process) + "/status");
    std::string word;
    while (file >> word) {
        std::int64_t kilobytes = 0;
        if (word == "VmHWM:" && file >> kilobytes)
            return kilobytes * 1024;
    }
    return 0;
}

std::vector<pid_t> childrenOf(pid_t process)
{
    std::vector<pid_t> children;
    const std::string folder = "/proc/" + std::to_string(process);
    std::ifstream file(folder + "/task/" + std::to_string(process) + "/children");
    pid_t child = 0;
    while (file >> child)
        children.push_back(child);
    return children;
}

} // namespace nimara::test
