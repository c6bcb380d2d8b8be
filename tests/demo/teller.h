#pragma once

#include "models/base/result.h"

#include <chrono>
#include <functional>
#include <string>

namespace nimara::demo {

// Tells the story step by step, each with the time it took, on standard output.
class Teller
{
public:
    // What was found, in a few words, or what did not hold.
    using Step = std::function<Result<std::string>()>;

    Result<> step(const std::string &what, const Step &body);
    // A figure within a step.
    static void remark(const std::string &words);
    double seconds() const;

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    int m_steps = 0;
};

// An error of the story itself.
Error broken(std::string why);
std::string milliseconds(std::chrono::steady_clock::duration span);

} // namespace nimara::demo
