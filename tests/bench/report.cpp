#include "tests/bench/report.h"

#include "models/base/json.h"
#include "tests/bench/timing.h"

#include <cmath>
#include <cstdio>
#include <iostream>

namespace nimara::bench {

namespace {

// Four digits that count; more would be noise.
double rounded(double value)
{
    if (value == 0 || !std::isfinite(value))
        return 0;
    const double scale = std::pow(10.0, 3 - std::floor(std::log10(std::abs(value))));
    return std::round(value * scale) / scale;
}

bool holds(const Mark &mark, double value)
{
    return mark.side == Mark::Side::AtLeast ? value >= mark.value : value <= mark.value;
}

std::string digits(double value)
{
    char text[64];
    std::snprintf(text, sizeof text, std::abs(value) >= 100 ? "%.0f" : "%.4g", rounded(value));
    return text;
}

} // namespace

double Figure::value() const
{
    return median(runs);
}

Report::Report(const std::string &file)
{
    if (!file.empty())
        m_file.open(file, std::ios::trunc);
}

void Report::line(const Json &line)
{
    const std::string text = line.dump();
    if (m_file.is_open())
        m_file << text << std::endl;
    else
        std::cout << text << std::endl;
}

void Report::add(const Figure &figure)
{
    const double value = figure.value();
    Json line = {{"benchmark", figure.benchmark},
                 {"measure", figure.measure},
                 {"unit", figure.unit},
                 {"value", rounded(value)}};
    for (const double run : figure.runs)
        line["runs"].push_back(rounded(run));
    if (figure.rows > 0)
        line["rows"] = figure.rows;
    if (figure.mark) {
        line["mark"] =
            (figure.mark->side == Mark::Side::AtLeast ? ">= " : "<= ") + digits(figure.mark->value);
        line["result"] = holds(*figure.mark, value) ? "pass" : "miss";
    }
    if (figure.limit && figure.limit->value > 0) {
        line["limit"] = {{"name", figure.limit->name}, {"value", rounded(figure.limit->value)}};
        line["ratio"] = rounded(value / figure.limit->value);
    }
    this->line(line);
    if (m_file.is_open())
        tell(figure);
}

void Report::tell(const Figure &figure) const
{
    std::string text = figure.benchmark + " " + figure.measure;
    if (figure.rows > 0)
        text += " of " + std::to_string(figure.rows) + " rows";
    text.resize(std::max<std::size_t>(text.size() + 1, 52), ' ');
    text += digits(figure.value()) + " " + figure.unit;
    if (figure.mark)
        text += std::string("; mark ") +
                (figure.mark->side == Mark::Side::AtLeast ? "at least " : "at most ") +
                digits(figure.mark->value) + ": " + (holds(*figure.mark, figure.value()) ? "pass" : "miss");
    if (figure.limit && figure.limit->value > 0)
        text += "; " + digits(figure.value() / figure.limit->value) + " of " + figure.limit->name + " (" +
                digits(figure.limit->value) + ")";
    std::cout << text << std::endl;
}

void Report::note(const std::string &words) const
{
    std::cerr << "nimara-bench: " << words << std::endl;
}

} // namespace nimara::bench
