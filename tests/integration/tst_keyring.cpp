#include "tests/integration/cli_stage.h"

#include <cstdlib>
#include <fstream>

// nimara-cli on a computer with a keychain: the real one, in a session of its own.
namespace nimara::test {
namespace {

class Keyring : public CliStage
{
protected:
    // Runs a script of shell commands in one session with an open keyring; "$CLI" is the program on Anna's profile.
    Ran inSession(const std::string &script) const
    {
        const std::string source = std::getenv("NIMARA_SOURCE_DIR");
        const std::string complaints = folder("anna").string() + ".err";
        std::filesystem::remove(complaints);
        auto started = ChildProcess::start(
            {.command = {source + "/tests/support/with_keyring.sh", "/bin/bash", "-c",
                         "set -e; cli() { \"$CLI\" --profile \"$PROFILE\" \"$@\"; }; " + script},
             .environment = {"CLI=" + builtProgram("nimara-cli"), "PROFILE=" + folder("anna").string(),
                             "SERVER=" + server->pairing().toString(), "EMAIL=" + email("anna"),
                             "CLIENT=" + client.toString(), "TEST_PASSWORD=" + password},
             .errorFile = complaints});
        EXPECT_TRUE(started) << started.error().detail;
        if (!started)
            return {};
        const auto ending = (*started)->readToEnd(patience);
        EXPECT_TRUE(ending);
        return ending ? Ran{ending->code, jsonLinesOf(ending->output), {}} : Ran();
    }
};

TEST_F(Keyring, keepsKeyAndTokenAndTheProfileHasNeither)
{
    const Ran ran = inSession("cli login \"$SERVER\" \"$EMAIL\" --password-fd 3 3<<<\"$TEST_PASSWORD\";"
                              "cli set clients \"$CLIENT\" city=Turku;"
                              "cli get clients \"$CLIENT\" --offline");
    EXPECT_EQ(ran.code, 0) << ran;
    ASSERT_EQ(ran.lines.size(), 3u) << ran;
    EXPECT_EQ(ran.lines[0].value("usable", false), true);
    EXPECT_EQ(ran.lines[1].value("state", ""), "confirmed"); // sent, without the password
    EXPECT_EQ(ran.lines[2].value("city", ""), "Turku");
    EXPECT_EQ(there("city"), "Turku");

    // The profile alone, as it may be copied, opens nothing.
    const Ran copied = runOffline("anna", {"status"});
    EXPECT_EQ(copied.code, 3) << copied;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder("anna"))) {
        if (!entry.is_regular_file())
            continue;
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string content{std::istreambuf_iterator<char>(in), {}};
        EXPECT_EQ(content.find("nms_"), std::string::npos) << entry.path(); // how a session's token begins
        EXPECT_EQ(content.find("SQLite format 3"), std::string::npos) << entry.path();
        EXPECT_EQ(content.find("Ida"), std::string::npos) << entry.path();
    }
}

} // namespace
} // namespace nimara::test
