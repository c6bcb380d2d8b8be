#pragma once

#include "models/base/result.h"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace nimara::demo {

using Lines = std::vector<std::string>;

// Tells the story on standard output, step by step, each with the time it took.
class Teller
{
public:
    // What held, in a few lines; or what did not.
    using Step = std::function<Result<Lines>()>;

    Result<> step(const std::string &what, const Step &body);
    int steps() const { return m_steps; }
    double seconds() const;

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    int m_steps = 0;
};

// An error of the story itself.
Error broken(std::string why);
// 2519 as "2,519".
std::string grouped(std::int64_t number);
std::string milliseconds(std::chrono::steady_clock::duration span);

} // namespace nimara::demo
