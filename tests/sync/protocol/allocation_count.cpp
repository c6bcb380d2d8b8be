#include "tests/sync/protocol/allocation_count.h"

#include <algorithm>
#include <cstdlib>
#include <new>

namespace nimara::sync::test {

std::size_t largestAllocation = 0;

}

// In a file of their own: a compiler that sees both ends would warn of a pair that does not match.
void *operator new(std::size_t size)
{
    nimara::sync::test::largestAllocation = std::max(nimara::sync::test::largestAllocation, size);
    if (void *memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}

void operator delete(void *memory) noexcept
{
    std::free(memory);
}

void operator delete(void *memory, std::size_t) noexcept
{
    std::free(memory);
}
