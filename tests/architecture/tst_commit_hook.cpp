#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace {
namespace fs = std::filesystem;

// A repository of its own with our hook and format, in which each test tries to commit one file.
class CommitHook : public testing::Test
{
protected:
    void SetUp() override
    {
        const char *source = std::getenv("NIMARA_SOURCE_DIR");
        ASSERT_NE(source, nullptr);
        m_root = fs::current_path() / "hook-repository";
        fs::remove_all(m_root);
        fs::create_directories(m_root);
        fs::copy(fs::path(source) / ".githooks", m_root / ".githooks", fs::copy_options::recursive);
        fs::copy(fs::path(source) / ".clang-format", m_root / ".clang-format");
        ASSERT_TRUE(git("init -q -b main ."));
        ASSERT_TRUE(git("config core.hooksPath .githooks"));
        ASSERT_TRUE(git("config user.name Tester"));
        ASSERT_TRUE(git("config user.email tester@example.invalid"));
    }

    // A commit run by a hook has GIT_DIR and the like in its environment; they would point this one elsewhere.
    bool git(const std::string &arguments) const
    {
        const std::string command = "cd '" + m_root.string() +
                                    "' && env -u GIT_DIR -u GIT_INDEX_FILE -u GIT_WORK_TREE git " +
                                    arguments + " >>../hook.log 2>&1";
        return std::system(command.c_str()) == 0;
    }

    bool commits(const std::string &path, const std::string &text) const
    {
        fs::create_directories((m_root / path).parent_path());
        std::ofstream(m_root / path) << text;
        if (git("add -f '" + path + "'") && git("commit -q -m 'Try " + path + "'"))
            return true;
        // What was refused must not be refused again with the next file.
        EXPECT_TRUE(git("reset -q"));
        return false;
    }

    fs::path m_root;
};
} // namespace

TEST_F(CommitHook, takesWhatIsInOrder)
{
    EXPECT_TRUE(commits("models/base/answer.cpp", "int answer()\n{\n    return 42;\n}\n"));
    EXPECT_TRUE(commits("a file with blanks.md", "Words.\n"));
    EXPECT_TRUE(commits(".env.example", "NIMARA_LISTEN=127.0.0.1:8443\n"));
    EXPECT_TRUE(commits("ui/sign_in.cpp", "const char *label = \"Password: at least ten letters\";\n"));
}

TEST_F(CommitHook, refusesUnformattedCode)
{
    EXPECT_FALSE(commits("models/base/answer.cpp", "int answer(){return 42;}\n"));
    EXPECT_TRUE(commits("third_party/answer.cpp", "int answer(){return 42;}\n"));
}

TEST_F(CommitHook, readsWhatIsStagedAndNotWhatLiesThere)
{
    fs::create_directories(m_root / "models");
    std::ofstream(m_root / "models/x.cpp") << "int x( ) ;\n";
    ASSERT_TRUE(git("add models/x.cpp"));
    std::ofstream(m_root / "models/x.cpp") << "int x();\n";
    EXPECT_FALSE(git("commit -q -m Staged"));
}

TEST_F(CommitHook, refusesSecrets)
{
    // Built from parts, so that this file passes the check it tests.
    const std::string dashes(5, '-');
    EXPECT_FALSE(commits("notes.md", dashes + "BEGIN RSA " + "PRIVATE KEY" + dashes + "\n"));
    EXPECT_FALSE(commits("notes2.md", dashes + "BEGIN " + "PRIVATE KEY" + dashes + "\n"));
    EXPECT_FALSE(commits("config.json", std::string("{\"id\": \"AK") + "IAIOSFODNN7EXAMPLE\"}\n"));
    EXPECT_FALSE(commits("server/x.ini", std::string("smtp_pass") + "word = 'correct-horse-battery'\n"));
    EXPECT_FALSE(commits(".env", "NIMARA_LISTEN=127.0.0.1:8443\n"));
    EXPECT_FALSE(commits("deploy/server.key", "anything\n"));
}

TEST_F(CommitHook, takesALineThatOnlyLooksLikeASecret)
{
    EXPECT_TRUE(commits("server/x.ini", std::string("pass") + "word = 'your-word-here' # not-a-secret\n"));
}
