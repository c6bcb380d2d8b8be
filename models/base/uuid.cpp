#include "models/base/uuid.h"

#include "models/base/clock.h"
#include "models/base/hash.h"
#include "models/base/rng.h"

#include <algorithm>
#include <cstring>

namespace nimara {

namespace {

int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

void stampVersion(Uuid::Bytes &bytes, unsigned version)
{
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0Fu) | (version << 4u));
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3Fu) | 0x80u);
}

} // namespace

std::optional<Uuid> Uuid::parse(std::string_view text)
{
    if (text.size() != 36)
        return std::nullopt;
    Bytes bytes{};
    std::size_t out = 0;
    for (std::size_t i = 0; i < text.size();) {
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (text[i] != '-')
                return std::nullopt;
            ++i;
            continue;
        }
        const int high = nibble(text[i]);
        const int low = nibble(text[i + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        bytes[out++] = static_cast<std::uint8_t>(high * 16 + low);
        i += 2;
    }
    return Uuid(bytes);
}

std::optional<Uuid> Uuid::fromBytes(std::span<const std::uint8_t> bytes)
{
    if (bytes.size() != 16)
        return std::nullopt;
    Bytes copy;
    std::copy(bytes.begin(), bytes.end(), copy.begin());
    return Uuid(copy);
}

Uuid Uuid::v7(const Clock &clock, Rng &rng)
{
    const std::int64_t micros = clock.now().micros();
    const auto millis = static_cast<std::uint64_t>(micros / 1000);
    // RFC 9562 method 3: the sub-millisecond part goes into rand_a, so that ids made in one loop stay in order.
    const auto fraction = static_cast<std::uint64_t>(micros % 1000) * 4096u / 1000u;
    const std::uint64_t random = rng.next();
    const std::uint64_t tail = rng.next();
    Bytes bytes{};
    for (unsigned i = 0; i < 6; ++i)
        bytes[i] = static_cast<std::uint8_t>(millis >> (8u * (5u - i)));
    bytes[6] = static_cast<std::uint8_t>(fraction >> 8u);
    bytes[7] = static_cast<std::uint8_t>(fraction);
    for (unsigned i = 0; i < 8; ++i)
        bytes[8 + i] = static_cast<std::uint8_t>((i < 4 ? random : tail) >> (8u * i));
    stampVersion(bytes, 7);
    return Uuid(bytes);
}

Uuid Uuid::derived(std::string_view kind, std::span<const Uuid> parts, std::string_view extra)
{
    std::string input(kind);
    input.push_back('\0');
    for (const Uuid &part : parts)
        input.append(reinterpret_cast<const char *>(part.m_bytes.data()), part.m_bytes.size());
    input.append(extra);
    const auto digest = sha256(input);
    Bytes bytes;
    std::copy_n(digest.begin(), bytes.size(), bytes.begin());
    stampVersion(bytes, 8);
    return Uuid(bytes);
}

std::string Uuid::toString() const
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < m_bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            text.push_back('-');
        text.push_back(digits[m_bytes[i] >> 4u]);
        text.push_back(digits[m_bytes[i] & 0x0Fu]);
    }
    return text;
}

} // namespace nimara

std::size_t std::hash<nimara::Uuid>::operator()(const nimara::Uuid &id) const noexcept
{
    std::uint64_t low;
    std::memcpy(&low, id.bytes().data() + 8, sizeof low);
    std::uint64_t high;
    std::memcpy(&high, id.bytes().data(), sizeof high);
    return static_cast<std::size_t>(low ^ (high * 0x9E3779B97F4A7C15ULL));
}
