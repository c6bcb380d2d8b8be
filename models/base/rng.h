#pragma once

#include <cstdint>

namespace nimara {

// Randomness is handed in, so that one seed gives one run.
class Rng
{
public:
    virtual ~Rng() = default;
    virtual std::uint64_t next() = 0;

    // Uniform in [0, bound); 0 for a bound of 0.
    std::uint64_t below(std::uint64_t bound);
    // True once in `n` calls on average.
    bool oneIn(std::uint64_t n) { return below(n) == 0; }
};

// splitmix64: small, fast, full period; for tests, jitter and simulation, never for secrets.
class SeededRng final : public Rng
{
public:
    explicit SeededRng(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t next() override;

private:
    std::uint64_t m_state;
};

// The kernel's generator (through libsodium).
class SystemRng final : public Rng
{
public:
    std::uint64_t next() override;
};

} // namespace nimara
