#pragma once

#include <chrono>
#include <deque>
#include <string>
#include <vector>

namespace nimara::sync {

// The last steps of the protocol for the diagnostics page: names, numbers and sizes, never content.
class StepLog
{
public:
    static constexpr std::size_t kept = 500;

    void add(std::chrono::microseconds now, const std::string &what);
    std::vector<std::string> lines() const { return {m_lines.begin(), m_lines.end()}; }

private:
    std::deque<std::string> m_lines;
};

} // namespace nimara::sync
