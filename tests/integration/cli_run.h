#pragma once

#include "models/base/json.h"
#include "tests/support/programs/child_process.h"

#include <chrono>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

namespace nimara::test {

// What one run of nimara-cli came to.
struct Ran
{
    int code = -1;
    std::vector<Json> lines; // of standard output
    Json error;              // the last line of standard error

    Json first(const char *name) const
    {
        return !lines.empty() && lines.front().is_object() ? lines.front().value(name, Json()) : Json();
    }
    std::string key() const { return error.is_object() ? error.value("key", "") : ""; }
};
std::ostream &operator<<(std::ostream &out, const Ran &ran);

// Who runs nimara-cli, on a computer without a keychain.
struct CliUser
{
    std::filesystem::path profile;
    std::string password;
    std::string passphrase;
};

// Password and passphrase come by descriptors, as a script gives them.
std::unique_ptr<ChildProcess> startCli(const CliUser &user, const std::vector<std::string> &words);
Ran endCli(const CliUser &user, ChildProcess &child);
Ran runCli(const CliUser &user, const std::vector<std::string> &words);

std::vector<Json> jsonLinesOf(const std::string &text);

// Whoever waits here waits for a program on a busy machine.
inline constexpr auto patience = std::chrono::seconds(90);

} // namespace nimara::test
