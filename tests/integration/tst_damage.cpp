#include "models/base/rng.h"
#include "tests/integration/cli_stage.h"

#include <fstream>

// A disk that goes bad under a laptop with an edit that waits: it arrives all the same, and once.
namespace nimara::test {
namespace {

namespace fs = std::filesystem;

class Damage : public CliStage
{
protected:
    void SetUp() override
    {
        CliStage::SetUp();
        ASSERT_EQ(signIn("anna").code, 0);
        for (const auto &entry : fs::recursive_directory_iterator(folder("anna"))) {
            if (entry.path().extension() == ".db" && entry.path().stem() != "user")
                file = entry.path();
        }
        ASSERT_FALSE(file.empty());
    }
    // What was written last may lie in the log still.
    void spoilDatabase(double from, double to) const
    {
        spoil(file, from, to);
        if (fs::exists(file.string() + "-wal"))
            spoil(file.string() + "-wal", from, to);
    }
    void removeDatabase() const
    {
        for (const char *part : {"", "-wal", "-shm"})
            fs::remove(file.string() + part);
    }
    static void spoil(const fs::path &name, double from, double to)
    {
        SeededRng rng(1);
        const auto size = static_cast<double>(fs::file_size(name));
        std::fstream bytes(name, std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(static_cast<std::streamoff>(size * from));
        for (auto left = static_cast<std::size_t>(size * (to - from)); left > 0; --left)
            bytes.put(static_cast<char>(rng.next()));
    }
    Json editOffline(const std::string &city)
    {
        const Ran edit = runOffline("anna", setCity(city));
        EXPECT_EQ(edit.code, 10) << edit; // it waits
        return edit.first("mutation");
    }
    void expectArrived(const Json &mutation, const std::string &city)
    {
        EXPECT_EQ(there("city"), city);
        EXPECT_EQ(audited(mutation).rows, 1);
        EXPECT_TRUE(runOffline("anna", {"outbox"}).lines.empty());
        EXPECT_EQ(here("anna", "city"), city);
        EXPECT_EQ(run("anna", {"digest", "--check"}).code, 0);
    }

    fs::path file; // the port's replica
};

TEST_F(Damage, theMiddleOfTheFile)
{
    for (const auto &[from, to] :
         {std::pair(0.2, 0.6), std::pair(0.4, 0.6), std::pair(0.05, 0.95), std::pair(0.02, 0.04)}) {
        const std::string city = "Turku " + std::to_string(from);
        const Json mutation = editOffline(city);
        spoilDatabase(from, to);
        const Ran sync = run("anna", {"sync"});
        EXPECT_EQ(sync.code, 0) << sync;
        expectArrived(mutation, city);
    }
}

TEST_F(Damage, theWholeFile)
{
    const Json mutation = editOffline("Turku");
    spoilDatabase(0, 1);
    const Ran sync = run("anna", {"sync"});
    EXPECT_EQ(sync.code, 0) << sync;
    EXPECT_EQ(sync.key(), "storage.damaged");
    EXPECT_EQ(
        sync.error.value("detail", "").find("edits kept: 1, to be reviewed: 0, lost: 0; the old file: "), 0u)
        << sync;
    expectArrived(mutation, "Turku");
}

TEST_F(Damage, theFileIsGone)
{
    const Json mutation = editOffline("Turku");
    removeDatabase();
    const Ran sync = run("anna", {"sync"});
    EXPECT_EQ(sync.code, 0) << sync;
    EXPECT_EQ(sync.key(), "storage.damaged");
    expectArrived(mutation, "Turku");
}

TEST_F(Damage, theFileAndItsSecondCopy)
{
    editOffline("Turku");
    spoilDatabase(0, 1);
    spoil(file.string() + ".outbox", 0, 1);
    const Ran sync = run("anna", {"sync"});
    EXPECT_EQ(sync.code, 0) << sync;
    EXPECT_EQ(sync.key(), "storage.damaged");
    EXPECT_EQ(sync.error.value("detail", "").find("edits kept: 0, to be reviewed: 0, lost: not known; "), 0u)
        << sync;
    EXPECT_EQ(there("city"), "Kotka");
}

TEST_F(Damage, anEditThatHadArrivedIsNotAppliedAgain)
{
    const Json mutation = editOffline("Turku");
    // The journal as it was while the edit still waited: it is offered once more.
    const fs::path journal = file.string() + ".outbox";
    fs::copy_file(journal, folder("anna") / "kept");
    EXPECT_EQ(run("anna", {"sync"}).code, 0);
    EXPECT_EQ(there("city"), "Turku");
    sql("update public.clients set city = 'Vaasa' where id = $1", server::Params().uuid(client));
    fs::rename(folder("anna") / "kept", journal);
    removeDatabase();
    EXPECT_EQ(run("anna", {"sync"}).code, 0);
    expectArrived(mutation, "Vaasa");
}

} // namespace
} // namespace nimara::test
