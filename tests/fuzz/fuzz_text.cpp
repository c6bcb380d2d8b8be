#include "models/base/text.h"
#include "tests/fuzz/fuzz.h"

// Any text that is stored or searched by.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace nimara;
    using namespace nimara::test;
    const std::string_view text = textOf(data, size);
    const std::string folded = foldedText(text);
    hold(isValidUtf8(folded), "what is folded is UTF-8");
    hold(phoneDigits(phoneDigits(text)) == phoneDigits(text), "digits stay digits");
    const auto normal = normalizedText(text);
    if (!normal)
        return 0;
    hold(isValidUtf8(*normal), "what is stored is UTF-8");
    const auto again = normalizedText(*normal);
    hold(again && *again == *normal, "a text that was stored is stored as it is");
    return 0;
}
