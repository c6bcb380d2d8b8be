#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nimara::sync {

// Short byte strings by row number, one behind the other in one block: a hundred thousand of them take two
// allocations and are walked in memory order. What is replaced stays as waste until compact().
class WordArena
{
public:
    void reserve(std::size_t rows, std::size_t bytes)
    {
        m_spans.reserve(rows);
        m_bytes.reserve(bytes);
    }
    void set(std::int64_t number, std::string_view word)
    {
        const auto at = static_cast<std::size_t>(number);
        if (at >= m_spans.size())
            m_spans.resize(at + 1);
        m_waste += m_spans[at].length;
        m_spans[at] = {static_cast<std::uint32_t>(m_bytes.size()), static_cast<std::uint32_t>(word.size())};
        m_bytes.append(word);
    }
    // Empty for a number that was never set.
    std::string_view at(std::int64_t number) const
    {
        const auto at = static_cast<std::size_t>(number);
        if (at >= m_spans.size())
            return {};
        return std::string_view(m_bytes).substr(m_spans[at].offset, m_spans[at].length);
    }
    bool isWasteful() const { return m_waste > m_bytes.size() / 2 && m_waste > 64 * 1024; }
    std::size_t memory() const { return m_bytes.capacity() + m_spans.capacity() * sizeof(Span); }
    void clear() { *this = {}; }

private:
    struct Span
    {
        std::uint32_t offset = 0;
        std::uint32_t length = 0;
    };

    std::string m_bytes;
    std::vector<Span> m_spans;
    std::size_t m_waste = 0;
};

} // namespace nimara::sync
