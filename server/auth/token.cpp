#include "server/auth/token.h"

#include "models/base/hash.h"

#include <sodium.h>

#include <array>

namespace nimara::server::auth {
namespace {
constexpr std::size_t tokenBytes = 32;

std::string newToken(std::string_view prefix)
{
    std::array<unsigned char, tokenBytes> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::array<char, sodium_base64_ENCODED_LEN(tokenBytes, variant)> text{};
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    return std::string(prefix) + text.data();
}
} // namespace

std::string newSessionToken()
{
    return newToken("nms_");
}

std::string newOneTimeToken()
{
    return newToken("nmo_");
}

std::string tokenHash(std::string_view token)
{
    const Sha256 hash = sha256(token);
    return {reinterpret_cast<const char *>(hash.data()), hash.size()};
}

std::string keyedHash(std::string_view secret, std::string_view text)
{
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> hash{};
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char *>(secret.data()),
                                secret.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char *>(text.data()), text.size());
    crypto_auth_hmacsha256_final(&state, hash.data());
    return {reinterpret_cast<const char *>(hash.data()), hash.size()};
}

} // namespace nimara::server::auth
