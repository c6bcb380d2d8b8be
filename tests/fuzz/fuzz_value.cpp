#include "models/schema/value.h"
#include "tests/fuzz/fuzz.h"

// A value of any column as people and their tools write it: `nimara-cli set`, `--where`, CSV.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace nimara;
    using namespace nimara::test;
    const std::string_view text = textOf(data, size);
    for (int number = 0; number <= static_cast<int>(ColumnType::JsonText); ++number) {
        const auto type = static_cast<ColumnType>(number);
        const MemoryWatch watch;
        const auto value = valueFromText(type, text);
        holdMemory(watch, size);
        if (!value)
            continue;
        const auto again = valueFromText(type, valueToText(type, *value));
        hold(again && *again == *value, "a value comes back as it was");
    }
    return 0;
}
