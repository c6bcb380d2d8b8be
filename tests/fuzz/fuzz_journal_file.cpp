#include "sync/replica/journal_file.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace nimara::sync;
using nimara::Result;

// One file, in memory.
class OneFile final : public Files
{
public:
    explicit OneFile(std::string_view bytes) : m_bytes(bytes) {}

    bool exists(const std::string &) override { return true; }
    Result<nimara::Done> remove(const std::string &) override { return nimara::Done{}; }
    Result<nimara::Done> rename(const std::string &, const std::string &) override { return nimara::Done{}; }
    Result<nimara::Done> syncFile(const std::string &) override { return nimara::Done{}; }
    Result<nimara::Done> syncFolder(const std::string &) override { return nimara::Done{}; }
    Result<std::unique_ptr<Lock>> lock(const std::string &) override { return std::make_unique<Lock>(); }
    Result<std::string> read(const std::string &) override { return m_bytes; }
    Result<nimara::Done> write(const std::string &, const std::string &content) override
    {
        m_bytes = content;
        return nimara::Done{};
    }
    Result<nimara::Done> append(const std::string &, const std::string &content) override
    {
        m_bytes += content;
        return nimara::Done{};
    }
    Result<std::string> readPart(const std::string &, std::uint64_t offset, std::size_t size) override
    {
        return offset < m_bytes.size() ? m_bytes.substr(static_cast<std::size_t>(offset), size)
                                       : std::string();
    }

private:
    std::string m_bytes;
};

} // namespace

// The outbox journal on a disk that may have spoiled any of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace nimara::test;
    OneFile disk(textOf(data, size));
    JournalFile file(disk, "journal", std::nullopt);
    const MemoryWatch watch;
    const JournalView before = file.read();
    holdMemory(watch, size);
    hold(file.size() == size, "a file is read to its end");

    JournalEntry entry;
    entry.id = nimara::Uuid(nimara::Uuid::Bytes{1});
    entry.title = "after the damage";
    hold(bool(file.append(encodeRecords({}, {entry}))), "there is room behind it");
    const JournalView after = file.read();
    const JournalEntry *found = after.find(entry.id);
    hold(found && found->title == entry.title, "damage does not hide what stands behind it");
    hold(!after.tailSpoiled() && after.spoiled() == before.spoiled(), "damage stays where it is");
    return 0;
}
