#include "tests/fuzz/memory.h"

#include <malloc.h>
#include <atomic>
#include <cstdlib>
#include <new>

namespace {

// libFuzzer has a thread of its own.
std::atomic<std::size_t> taken = 0;
std::atomic<std::size_t> mostTaken = 0;

void *take(std::size_t size)
{
    void *memory = std::malloc(size > 0 ? size : 1);
    if (!memory)
        return nullptr;
    const std::size_t now = taken += malloc_usable_size(memory);
    if (now > mostTaken)
        mostTaken = now;
    return memory;
}

void giveBack(void *memory)
{
    taken -= malloc_usable_size(memory);
    std::free(memory);
}

} // namespace

void *operator new(std::size_t size)
{
    if (void *memory = take(size))
        return memory;
    throw std::bad_alloc();
}

void *operator new(std::size_t size, const std::nothrow_t &) noexcept
{
    return take(size);
}

void operator delete(void *memory) noexcept
{
    giveBack(memory);
}

void operator delete(void *memory, std::size_t) noexcept
{
    giveBack(memory);
}

namespace nimara::test {

MemoryWatch::MemoryWatch() : m_before(taken)
{
    mostTaken = m_before;
}

std::size_t MemoryWatch::peak() const
{
    return mostTaken - m_before;
}

} // namespace nimara::test
