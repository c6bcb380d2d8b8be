#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace nimara::bench {

class Stopwatch
{
public:
    double seconds() const
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }
    double milliseconds() const { return seconds() * 1000; }
    void restart() { m_start = std::chrono::steady_clock::now(); }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

// Microseconds of CLOCK_MONOTONIC, which all processes of a machine share.
std::int64_t monotonicMicros();

// The value that `part` (0 to 1) of the values do not exceed; 0 of none.
double percentile(std::vector<double> values, double part);
double median(std::vector<double> values);

} // namespace nimara::bench
