#pragma once

#include "models/base/result.h"

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace nimara::server::embedded {

struct User
{
    uid_t uid = 0;
    gid_t gid = 0;
    std::string name;
};

struct Program
{
    std::vector<std::string> arguments; // the first is its path
    User user;
    std::string logFile; // gets both outputs, appended
};

// Starts it in a session of its own, so that a Ctrl-C in the terminal reaches us alone, and so that it is told to stop
// (SIGINT) when the calling thread ends, in whatever way.
Result<pid_t> startProgram(const Program &program);

// Waits for its end; the exit code, or 128 and the signal. Nothing when it still runs after that time.
std::optional<int> waitForEnd(pid_t pid, std::chrono::milliseconds patience);
int waitForEnd(pid_t pid);

// Runs it to its end.
Result<> runProgram(const Program &program);

} // namespace nimara::server::embedded
