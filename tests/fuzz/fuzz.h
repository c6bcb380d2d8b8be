#pragma once

#include "tests/fuzz/memory.h"

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

// libFuzzer names it. NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace nimara::test {

// A target found a promise broken: libFuzzer takes it as a crash, the replay as a failed test.
struct BrokenPromise : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

inline void hold(bool kept, const char *promise)
{
    if (!kept)
        throw BrokenPromise(promise);
}

// Binary things may be two hundred times as large in memory as in their bytes, which is a list of empty lists.
inline void holdMemory(const MemoryWatch &watch, std::size_t bytes)
{
    hold(watch.peak() <= 16 * 1024 + 200 * bytes, "memory is bounded by what came in");
}

inline std::string_view textOf(const std::uint8_t *data, std::size_t size)
{
    return {reinterpret_cast<const char *>(data), size};
}

} // namespace nimara::test
