#include "models/domain/pairing.h"
#include "tests/fuzz/fuzz.h"

// What a person pastes as a pairing code or types as a server's address.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace nimara;
    using namespace nimara::test;
    const std::string_view text = textOf(data, size);
    const MemoryWatch watch;
    const auto code = parsePairingCode(text);
    const auto address = parseServerAddress(text);
    holdMemory(watch, size);
    if (code) {
        hold(looksLikePairingCode(text), "a code looks like one");
        const auto again = parsePairingCode(code->toString());
        hold(again && *again == *code, "a code comes back as it was");
    }
    if (address) {
        const auto again = parseServerAddress(address->toString());
        hold(again && *again == *address, "an address comes back as it was");
    }
    return 0;
}
