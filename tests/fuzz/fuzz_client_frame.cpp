#include "sync/protocol/codec.h"
#include "tests/fuzz/frame.h"

// What a server reads from a socket.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace nimara::sync;
    using namespace nimara::test;
    const std::string_view bytes = textOf(data, size);
    const MemoryWatch watch;
    const auto frame = decodeClient(bytes);
    holdMemory(watch, inflatedSize(bytes, maxPushBytes));
    if (!frame)
        return 0;
    const auto again = decodeClient(encode(frame->channel, frame->message));
    hold(again && again->channel == frame->channel && again->message == frame->message,
         "a message comes back as it was");
    return 0;
}
