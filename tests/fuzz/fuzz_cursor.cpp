#include "server/sync/pg/cursor.h"
#include "tests/fuzz/fuzz.h"

// What a client gives back as the cursor of a scope.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace nimara::server;
    using namespace nimara::test;
    const MemoryWatch watch;
    const auto cursor = parseCursor(textOf(data, size));
    holdMemory(watch, size);
    if (!cursor)
        return 0;
    const std::string list = underWayArray(*cursor);
    const std::string snapshot = std::to_string(cursor->xmin) + ':' + std::to_string(cursor->xmax) + ':' +
                                 list.substr(1, list.size() - 2);
    const auto again = parseCursor(makeCursor(cursor->epochTag, snapshot));
    hold(again && *again == *cursor, "a cursor comes back as it was");
    return 0;
}
