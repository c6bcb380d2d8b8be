#pragma once

#include "tests/integration/cli_run.h"
#include "tests/support/stack/people.h"
#include "tests/support/stack/test_server.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace nimara::test {

// One server for all tests of the suite. Each test has a port of its own with four people, who each have a profile of
// nimara-cli on a computer without a keychain.
class CliStage : public testing::Test
{
protected:
    static void SetUpTestSuite();
    static void TearDownTestSuite() { server.reset(); }
    static void startServer(const std::filesystem::path &folder);
    void SetUp() override;

    std::unique_ptr<ChildProcess> start(const std::string &who, const std::vector<std::string> &words) const;
    Ran end(const std::string &who, ChildProcess &child) const;
    Ran run(const std::string &who, const std::vector<std::string> &words) const;
    Ran runWith(const std::string &otherPassphrase, const std::string &who,
                const std::vector<std::string> &words);
    Ran runOffline(const std::string &who, std::vector<std::string> words) const;
    // Again where the server says that it cannot answer now: its PostgreSQL may be starting after a test that killed it.
    Ran signIn(const std::string &who) const;
    // Started, and missing nothing any more.
    std::unique_ptr<ChildProcess> watch(const std::string &who,
                                        const std::vector<std::string> &words = {}) const;

    std::string email(const std::string &who) const { return who + "@" + m_name + ".example"; }
    std::filesystem::path folder(const std::string &who) const { return m_folder / who; }
    CliUser user(const std::string &who) const { return {folder(who), password, m_passphrase}; }
    // What this person's computer holds of the client.
    Json here(const std::string &who, const char *column) const;
    std::string there(const std::string &column) const; // and what PostgreSQL holds
    // Rows that the audit log has of one edit, and what the last of them says was written.
    struct Audited
    {
        std::int64_t rows = 0;
        std::string value;
    };
    Audited audited(const Json &mutation) const;
    void sql(const char *statement, const server::Params &params = {}) const;

    std::vector<std::string> setCity(const std::string &city) const
    {
        return {"set", "clients", client.toString(), "city=" + city};
    }

    static std::unique_ptr<TestServer> server;
    Uuid port;
    Uuid client; // Ida, in that port
    std::string password;

private:
    std::string m_name;
    std::filesystem::path m_folder;
    std::string m_passphrase;
};

} // namespace nimara::test
