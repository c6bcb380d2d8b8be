#include "tests/integration/cli_run.h"

#include <gtest/gtest.h>

#include <fstream>
#include <ostream>
#include <sstream>

namespace nimara::test {

namespace fs = std::filesystem;

namespace {

std::string contentOf(const fs::path &file)
{
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

fs::path complaintsOf(const CliUser &user)
{
    return user.profile.string() + ".err";
}

} // namespace

std::ostream &operator<<(std::ostream &out, const Ran &ran)
{
    out << "exit " << ran.code << ", says " << Json(ran.lines).dump();
    return ran.error.is_null() ? out : out << ", complains " << ran.error.dump();
}

std::vector<Json> jsonLinesOf(const std::string &text)
{
    std::vector<Json> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        auto json = parseJson(line);
        lines.push_back(json ? *std::move(json) : Json("not JSON: " + line));
    }
    return lines;
}

std::unique_ptr<ChildProcess> startCli(const CliUser &user, const std::vector<std::string> &words)
{
    std::vector<std::string> command{"/bin/bash",
                                     "-c",
                                     "exec \"$0\" \"$@\" 3<<<\"$TEST_PASSWORD\" 4<<<\"$TEST_PASSPHRASE\"",
                                     builtProgram("nimara-cli"),
                                     "--profile",
                                     user.profile.string(),
                                     "--password-fd",
                                     "3",
                                     "--passphrase-fd",
                                     "4"};
    command.insert(command.end(), words.begin(), words.end());
    fs::remove(complaintsOf(user));
    auto started = ChildProcess::start(
        {.command = command,
         .environment = {"DBUS_SESSION_BUS_ADDRESS=disabled:", "TEST_PASSWORD=" + user.password,
                         "TEST_PASSPHRASE=" + user.passphrase},
         .errorFile = complaintsOf(user).string()});
    EXPECT_TRUE(started) << started.error().detail;
    return started ? *std::move(started) : nullptr;
}

Ran endCli(const CliUser &user, ChildProcess &child)
{
    const auto ending = child.readToEnd(patience);
    EXPECT_TRUE(ending) << user.profile << ": the program does not end";
    if (!ending)
        return {};
    Ran ran{ending->code, jsonLinesOf(ending->output), {}};
    if (const auto complaints = jsonLinesOf(contentOf(complaintsOf(user))); !complaints.empty())
        ran.error = complaints.back();
    return ran;
}

Ran runCli(const CliUser &user, const std::vector<std::string> &words)
{
    const auto child = startCli(user, words);
    return child ? endCli(user, *child) : Ran();
}

} // namespace nimara::test
