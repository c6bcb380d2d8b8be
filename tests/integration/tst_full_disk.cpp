#include "tests/integration/cli_stage.h"
#include "tests/integration/small_disk.h"

#include <random>

// A disk that is full: one clear message, nothing claimed as saved that is not, and all goes on when there is room again.
namespace nimara::test {
namespace {

constexpr int full = 8; // docs/cli.md

// Nothing that a database could make smaller.
std::string noise(std::size_t size)
{
    std::mt19937 random(7);
    std::string text;
    while (text.size() < size)
        text += static_cast<char>('!' + random() % 90);
    return text;
}

class FullDisk : public CliStage
{
protected:
    static void SetUpTestSuite()
    {
        serverDisk = SmallDisk::mount(serverFolder(), 400);
        if (serverDisk)
            startServer(serverFolder());
    }
    static void TearDownTestSuite()
    {
        CliStage::TearDownTestSuite();
        serverDisk.reset();
    }
    void SetUp() override
    {
        if (!serverDisk)
            GTEST_SKIP() << "neither root nor a user namespace may mount a file system here";
        CliStage::SetUp();
    }
    // PostgreSQL, which is another user's where root starts it, must be able to reach it.
    static std::filesystem::path serverFolder()
    {
        return std::filesystem::temp_directory_path() / ("nimara-full-disk-" + std::to_string(::getpid()));
    }

    static std::unique_ptr<SmallDisk> serverDisk;
};

std::unique_ptr<SmallDisk> FullDisk::serverDisk;

TEST_F(FullDisk, anEditThatDoesNotFitIsNotClaimed)
{
    const auto disk = SmallDisk::mount(folder("anna"), 32);
    ASSERT_TRUE(disk);
    ASSERT_EQ(signIn("anna").code, 0);
    EXPECT_EQ(runOffline("anna", setCity("Turku")).code, 10);

    ASSERT_TRUE(disk->fill());
    const Ran refused = runOffline("anna", setCity("Vaasa"));
    EXPECT_EQ(refused.code, full) << refused;
    EXPECT_EQ(refused.key(), "storage.full");
    EXPECT_TRUE(refused.lines.empty()) << refused;

    disk->makeRoom();
    EXPECT_EQ(here("anna", "city"), "Turku"); // what was saved before, and no more
    EXPECT_EQ(runOffline("anna", {"outbox"}).lines.size(), 1u);
    EXPECT_EQ(runOffline("anna", setCity("Vaasa")).code, 10);
    EXPECT_EQ(run("anna", {"sync"}).code, 0);
    EXPECT_EQ(there("city"), "Vaasa");
}

TEST_F(FullDisk, aFirstLoadThatDoesNotFitSaysSoAndCanBeDoneAgain)
{
    sql("insert into public.clients (port_id, full_name, summary) select $1, 'Client ' || n, "
        "repeat(md5(n::text), 30)"
        " from generate_series(1, 8000) n",
        server::Params().uuid(port));
    const auto disk = SmallDisk::mount(folder("anna"), 4);
    ASSERT_TRUE(disk);
    const Ran cut = signIn("anna");
    EXPECT_EQ(cut.code, full) << cut;
    EXPECT_EQ(cut.key(), "replica.full");

    ASSERT_TRUE(disk->grow(128));
    const Ran again = run("anna", {"sync"});
    EXPECT_EQ(again.code, 0) << again;
    const Ran digest = run("anna", {"digest", "--check"});
    EXPECT_EQ(digest.code, 0) << digest;
    EXPECT_TRUE(std::any_of(digest.lines.begin(), digest.lines.end(), [](const Json &line) {
        return line["table"] == "clients" && line["count"] == 8001;
    })) << digest;
}

TEST_F(FullDisk, theServersEditsWaitOnTheLaptopUntilItHasRoom)
{
    ASSERT_EQ(signIn("anna").code, 0);
    ASSERT_TRUE(serverDisk->fill());
    const std::string summary = noise(19'000);
    const Ran edit = run("anna", {"set", "clients", client.toString(), "summary=" + summary});
    EXPECT_EQ(edit.code, 10) << edit.key(); // safe on the laptop
    EXPECT_EQ(edit.error.value("code", ""), "UNAVAILABLE") << edit.error;
    EXPECT_EQ(runOffline("anna", {"conflicts"}).lines.size(), 0u); // refused for now, not for good
    EXPECT_EQ(runOffline("anna", {"outbox"}).lines.size(), 1u);
    EXPECT_TRUE(server->isRunning());

    serverDisk->makeRoom();
    const Ran sync = run("anna", {"sync", "--timeout", "80"});
    EXPECT_EQ(sync.code, 0) << sync;
    EXPECT_EQ(there("summary"), summary);
    EXPECT_EQ(audited(edit.first("mutation")).rows, 1);
}

} // namespace
} // namespace nimara::test
