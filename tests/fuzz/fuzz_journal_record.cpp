#include "sync/replica/journal_record.h"
#include "tests/fuzz/fuzz.h"

#include <vector>

namespace {

using namespace nimara::sync;

std::vector<std::string> recordsOf(const JournalView &view)
{
    std::vector<JournalEntry> entries;
    for (const auto &[id, entry] : view.entries())
        entries.push_back(entry);
    return encodeRecords(*view.state(), entries);
}

} // namespace

// What a seal of the outbox journal held: written by this program, but by any version of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace nimara::test;
    const MemoryWatch watch;
    JournalView view;
    const bool taken = view.take(textOf(data, size));
    holdMemory(watch, size);
    hold(taken == view.state().has_value() && (taken || view.entries().empty()),
         "a record is taken whole or not");
    if (!taken)
        return 0;
    const std::vector<std::string> records = recordsOf(view);
    JournalView again;
    for (const std::string &record : records)
        hold(again.take(record), "a record that was written is one");
    hold(recordsOf(again) == records && again.liveBytes() == view.liveBytes(),
         "entries come back as they were");
    return 0;
}
