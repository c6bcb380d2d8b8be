#include "models/base/json.h"
#include "tests/fuzz/fuzz.h"

// JSON from a request, a command, a file or a field that somebody types in.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace nimara;
    using namespace nimara::test;
    constexpr JsonLimits limits{.bytes = 16 * 1024, .depth = 8};
    const MemoryWatch watch;
    const auto json = parseJson(textOf(data, size), limits);
    holdMemory(watch, size);
    if (!json)
        return 0;
    hold(size <= limits.bytes, "the limit is kept");
    const std::string text = json->dump();
    const auto again = parseJson(text, {.depth = limits.depth});
    hold(again && *again == *json && again->dump() == text, "a value comes back as it was");
    return 0;
}
