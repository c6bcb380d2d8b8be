#include "tests/demo/teller.h"

#include <cstdio>

namespace nimara::demo {

namespace {

using Time = std::chrono::steady_clock;

double secondsIn(Time::duration span)
{
    return std::chrono::duration<double>(span).count();
}

} // namespace

Result<> Teller::step(const std::string &what, const Step &body)
{
    std::printf("%2d. %s\n", ++m_steps, what.c_str());
    std::fflush(stdout);
    const auto start = Time::now();
    const auto done = body();
    const double spent = secondsIn(Time::now() - start);
    if (done) {
        std::printf("    held after %.2f s: %s\n", spent, done->c_str());
    } else {
        const Error &error = done.error();
        std::printf("    DID NOT HOLD after %.2f s: %s %s %s\n", spent, error.key.c_str(),
                    error.field.c_str(), error.detail.c_str());
    }
    std::fflush(stdout);
    return done ? Result<>(Done{}) : done.error();
}

void Teller::remark(const std::string &words)
{
    std::printf("    %s\n", words.c_str());
    std::fflush(stdout);
}

double Teller::seconds() const
{
    return secondsIn(Time::now() - m_start);
}

Error broken(std::string why)
{
    return {ErrorCode::Internal, "demo", {}, std::move(why)};
}

std::string milliseconds(Time::duration span)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f ms", secondsIn(span) * 1000);
    return text;
}

} // namespace nimara::demo
