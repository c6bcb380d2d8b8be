#pragma once

#include "models/base/rng.h"
#include "sync/protocol/messages.h"

namespace nimara::sync::test {

// Messages with random content: every field filled, empty or at its extreme.
class RandomMessages
{
public:
    explicit RandomMessages(std::uint64_t seed) : m_rng(seed) {}

    // One of each kind, in the order of the variant.
    ClientMessage client(std::size_t kind);
    ServerMessage server(std::size_t kind);
    Mutation mutation();
    Outcome outcome();
    ScopeDelta scopeDelta();
    RowBlock rowBlock();

    std::uint64_t below(std::uint64_t bound) { return m_rng.below(bound); }
    std::string text();
    Uuid uuid();
    std::int64_t number();
    Value value();

private:
    std::uint16_t table() { return static_cast<std::uint16_t>(m_rng.below(1000)); }
    bool flag() { return m_rng.oneIn(2); }
    Instant instant() { return Instant(number()); }
    Op op();
    Error error();
    DigestRange range();
    HeldScope held();

    template <typename Make>
    auto some(Make make)
    {
        std::vector<decltype(make())> items;
        for (std::uint64_t i = m_rng.below(5); i > 0; --i)
            items.push_back(make());
        return items;
    }

    SeededRng m_rng;
};

} // namespace nimara::sync::test
