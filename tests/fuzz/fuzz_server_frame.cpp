#include "sync/protocol/codec.h"
#include "tests/fuzz/frame.h"

// What an app reads from a socket.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace nimara::sync;
    using namespace nimara::test;
    const std::string_view bytes = textOf(data, size);
    const MemoryWatch watch;
    const auto frame = decodeServer(bytes);
    holdMemory(watch, inflatedSize(bytes, maxInflatedBytes));
    if (!frame)
        return 0;
    const auto again = decodeServer(encode(frame->channel, frame->message));
    hold(again && again->channel == frame->channel && again->message == frame->message,
         "a message comes back as it was");
    return 0;
}
