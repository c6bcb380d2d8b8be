#include "tests/support/stack/serving.h"

#include <csignal>
#include <fstream>
#include <sstream>

namespace nimara::test {

using namespace std::chrono_literals;

namespace {

// A first start makes a cluster, on a machine that may be busy with many tests.
constexpr auto startLimit = 180s;
constexpr auto stopLimit = 30s;

Error fault(std::string detail)
{
    return {ErrorCode::Internal, "test.server", {}, std::move(detail)};
}

std::string lastWords(const std::string &file)
{
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    const std::string all = text.str();
    return all.size() > 2000 ? all.substr(all.size() - 2000) : all;
}

} // namespace

Result<Serving> startServing(const ChildOptions &options)
{
    auto started = ChildProcess::start(options);
    if (!started)
        return started.error();
    const auto until = std::chrono::steady_clock::now() + startLimit;
    while (std::chrono::steady_clock::now() < until) {
        const auto line = (*started)->readLine(
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()));
        if (!line)
            break;
        if (!looksLikePairingCode(*line))
            continue;
        const auto code = parsePairingCode(*line);
        if (!code)
            return code.error();
        return Serving{*std::move(started), *code};
    }
    return fault("the server did not start: " + lastWords(options.errorFile));
}

Result<> stopServing(ChildProcess &process)
{
    process.signal(SIGTERM);
    const auto code = process.wait(stopLimit);
    if (!code)
        return fault("the server does not stop");
    return *code == 0 ? Result<>(Done{}) : fault("the server stopped with code " + std::to_string(*code));
}

} // namespace nimara::test
