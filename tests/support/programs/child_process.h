#pragma once

#include "models/base/result.h"

#include <sys/types.h>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nimara::test {

struct ChildOptions
{
    std::vector<std::string> command;          // the program's path, then its arguments
    std::vector<std::string> environment = {}; // NAME=value, over our own
    std::string folder = {};                   // empty: ours
    std::string errorFile = {};                // stderr is appended here; empty: goes where ours goes
    // What the child gets when the thread that started it ends, in whatever way: nothing that was started stays behind.
    int signalOnOurEnd = SIGKILL;
};

// A program of ours, or PostgreSQL's, run beside this one, with its standard input and output in our hands. It is
// killed when this object goes. All members are called from the thread that started it.
class ChildProcess
{
public:
    using Limit = std::chrono::milliseconds;

    static Result<std::unique_ptr<ChildProcess>> start(const ChildOptions &options);
    ~ChildProcess();
    ChildProcess(const ChildProcess &) = delete;
    ChildProcess &operator=(const ChildProcess &) = delete;

    pid_t id() const { return m_id; }
    bool isRunning();
    void signal(int number);
    // kill -9, and gone when this returns.
    void kill();
    // The exit code, or 128 + the signal that ended it; nothing when it still runs at the limit.
    std::optional<int> wait(Limit limit);

    // False: the child no longer reads.
    bool send(std::string_view line);
    void closeInput();
    // One line of its output without the line's end; nothing at the limit, or at the end of its output.
    std::optional<std::string> readLine(Limit limit);
    // All of its output up to the end, and then its exit code.
    struct Ending
    {
        int code = -1;
        std::string output;
    };
    std::optional<Ending> readToEnd(Limit limit);
    int outputHandle() const { return m_output; }

    // The most memory it has had resident (VmHWM), in bytes; 0 when it is gone.
    std::int64_t peakMemory() const;

private:
    ChildProcess(pid_t id, int handle, int input, int output);
    bool fill(std::chrono::steady_clock::time_point deadline);
    bool reap(int options);

    pid_t m_id;
    int m_handle; // becomes readable when the child has ended
    int m_input;
    int m_output;
    std::string m_read;
    std::optional<int> m_code;
};

// The path of a program that was built with this test.
std::string builtProgram(std::string_view name);
// VmHWM of any process; 0 when it cannot be read.
std::int64_t peakMemoryOf(pid_t process);
// The processes whose parent this one is.
std::vector<pid_t> childrenOf(pid_t process);

} // namespace nimara::test
