#pragma once

#include "models/base/json_fwd.h"

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace nimara::bench {

// What we set out to reach.
struct Mark
{
    enum class Side { AtLeast, AtMost };
    Side side = Side::AtLeast;
    double value = 0;
};
inline Mark atLeast(double value)
{
    return {Mark::Side::AtLeast, value};
}
inline Mark atMost(double value)
{
    return {Mark::Side::AtMost, value};
}

// What this machine can do at best, measured in the same run and in the same unit.
struct Limit
{
    std::string name;
    double value = 0;
};

// One figure: the median of its runs.
struct Figure
{
    std::string benchmark;
    std::string measure;
    std::string unit;
    std::vector<double> runs;
    std::int64_t rows = 0; // 0: not about a number of rows
    std::optional<Mark> mark = {};
    std::optional<Limit> limit = {};

    double value() const;
};

// Writes JSON lines to standard output, or to a file with a table for people on standard output. Nothing is ever
// asserted: a mark that is missed is said, and that is all.
class Report
{
public:
    explicit Report(const std::string &file);

    void add(const Figure &figure);
    void line(const Json &line);
    // What is going on, on standard error.
    void note(const std::string &words) const;

private:
    void tell(const Figure &figure) const;

    std::ofstream m_file;
};

} // namespace nimara::bench
