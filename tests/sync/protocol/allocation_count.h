#pragma once

#include <cstddef>

namespace nimara::sync::test {

// The largest piece of memory asked of the heap since it was set back: a frame that claims much must not get it.
extern std::size_t largestAllocation;

} // namespace nimara::sync::test
