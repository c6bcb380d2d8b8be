#pragma once

#include <cstddef>

namespace nimara::test {

// What is taken from the heap by operator new beyond what was taken when the watch began.
class MemoryWatch
{
public:
    MemoryWatch();
    // The most at any one time.
    std::size_t peak() const;

private:
    std::size_t m_before;
};

} // namespace nimara::test
