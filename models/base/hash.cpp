#include "models/base/hash.h"

#include <sodium.h>
#include <xxhash.h>

namespace nimara {

std::uint64_t hash64(std::string_view bytes)
{
    return XXH3_64bits(bytes.data(), bytes.size());
}

Sha256 sha256(std::string_view bytes)
{
    static_assert(crypto_hash_sha256_BYTES == 32);
    Sha256 digest;
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size());
    return digest;
}

std::string toHex(std::string_view bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text.push_back(digits[byte >> 4u]);
        text.push_back(digits[byte & 0x0Fu]);
    }
    return text;
}

} // namespace nimara
