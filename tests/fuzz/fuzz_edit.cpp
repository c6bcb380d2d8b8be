#include "sync/protocol/codec.h"
#include "tests/fuzz/fuzz.h"

// A mutation and an outcome as they lie in the outbox, in its journal and in the server's table of applied mutations.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace nimara::sync;
    using namespace nimara::test;
    const std::string_view bytes = textOf(data, size);
    const MemoryWatch watch;
    const auto mutation = decodeMutation(bytes);
    const auto outcome = decodeOutcome(bytes);
    holdMemory(watch, 2 * size);
    if (mutation) {
        const auto again = decodeMutation(encodeMutation(*mutation));
        hold(again && *again == *mutation, "a mutation comes back as it was");
    }
    if (outcome) {
        const auto again = decodeOutcome(encodeOutcome(*outcome));
        hold(again && *again == *outcome, "an outcome comes back as it was");
    }
    return 0;
}
