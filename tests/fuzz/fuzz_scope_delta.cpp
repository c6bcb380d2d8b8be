#include "models/base/bytes.h"
#include "sync/protocol/codec.h"
#include "tests/fuzz/fuzz.h"

// A part of a Delta frame, which is compressed by itself.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace nimara::sync;
    using namespace nimara::test;
    const std::string_view bytes = textOf(data, size);
    const std::size_t claim = nimara::ByteReader(bytes).u32();
    const MemoryWatch watch;
    const auto delta = decodeScopeDelta(bytes);
    holdMemory(watch, size + (claim <= maxInflatedBytes ? claim : 0));
    if (!delta)
        return 0;
    const auto again = decodeScopeDelta(encodeScopeDelta(*delta));
    hold(again && *again == *delta, "a delta comes back as it was");
    return 0;
}
