#include "tests/demo/teller.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace nimara::demo {

namespace {

using Time = std::chrono::steady_clock;

constexpr std::size_t timeColumn = 78;

double secondsIn(Time::duration span)
{
    return std::chrono::duration<double>(span).count();
}

std::string styled(const char *code, const std::string &text)
{
    static const bool isTerminal = isatty(STDOUT_FILENO) == 1;
    return isTerminal ? "\033[" + std::string(code) + 'm' + text + "\033[0m" : text;
}

// Characters, not bytes: names here are Finnish and Greek.
std::size_t widthOf(const std::string &text)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0u) != 0x80u; }));
}

void say(const std::string &text)
{
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
}

std::string wordsOf(const Error &error)
{
    std::string words = error.key == "demo" ? error.detail : error.key;
    for (const std::string &more : {error.field, error.key == "demo" ? std::string() : error.detail}) {
        if (!more.empty())
            words += ": " + more;
    }
    return words;
}

} // namespace

Result<> Teller::step(const std::string &what, const Step &body)
{
    std::string title = std::to_string(++m_steps) + "  " + what;
    title.insert(0, m_steps < 10 ? 1 : 0, ' ');
    say('\n' + styled("1", title));
    const auto start = Time::now();
    const auto done = body();
    char time[32];
    std::snprintf(time, sizeof time, "%.2f s", secondsIn(Time::now() - start));
    const std::size_t used = widthOf(title) + widthOf(time);
    say(std::string(timeColumn > used ? timeColumn - used : 1, ' ') + styled("2", time) + '\n');
    if (!done) {
        say("    " + styled("1;31", "This did not hold: " + wordsOf(done.error())) + '\n');
        return done.error();
    }
    for (const std::string &line : *done)
        say("    " + line + '\n');
    return Done{};
}

double Teller::seconds() const
{
    return secondsIn(Time::now() - m_start);
}

Error broken(std::string why)
{
    return {ErrorCode::Internal, "demo", {}, std::move(why)};
}

std::string grouped(std::int64_t number)
{
    std::string digits = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), 1, ',');
    return digits;
}

std::string milliseconds(Time::duration span)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.0f ms", secondsIn(span) * 1000);
    return text;
}

} // namespace nimara::demo
