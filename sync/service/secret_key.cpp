#include "sync/service/secret_key.h"

#include "models/base/hash.h"

#include <argon2.h>
#include <sodium.h>

#include <algorithm>

namespace nimara::sync {

namespace {

// libsodium asks to be initialised before first use; further calls cost nothing.
void ready()
{
    static const int done = sodium_init();
    static_cast<void>(done);
}

const unsigned char *bytesOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

unsigned char *bytesOf(std::string &text)
{
    return reinterpret_cast<unsigned char *>(text.data());
}

} // namespace

SecretKey::~SecretKey()
{
    sodium_memzero(m_bytes.data(), m_bytes.size());
}

SecretKey SecretKey::random()
{
    ready();
    SecretKey key;
    randombytes_buf(key.m_bytes.data(), key.m_bytes.size());
    return key;
}

std::optional<SecretKey> SecretKey::fromBytes(std::string_view bytes)
{
    if (bytes.size() != size)
        return std::nullopt;
    SecretKey key;
    std::copy_n(bytesOf(bytes), size, key.m_bytes.begin());
    return key;
}

std::optional<SecretKey> SecretKey::fromHex(std::string_view hex)
{
    ready();
    SecretKey key;
    std::size_t length = 0;
    if (hex.size() != size * 2 ||
        sodium_hex2bin(key.m_bytes.data(), size, hex.data(), hex.size(), nullptr, &length, nullptr) != 0 ||
        length != size)
        return std::nullopt;
    return key;
}

Result<SecretKey> SecretKey::fromPassphrase(std::string_view passphrase, std::string_view salt,
                                            const Cost &cost)
{
    SecretKey key;
    const int fault =
        argon2id_hash_raw(cost.passes, cost.memoryKiB, cost.lanes, passphrase.data(), passphrase.size(),
                          salt.data(), salt.size(), key.m_bytes.data(), size);
    if (fault != ARGON2_OK)
        return Error{ErrorCode::Internal, "vault.argon2", {}, argon2_error_message(fault)};
    return key;
}

std::string SecretKey::toHex() const
{
    return nimara::toHex(bytes());
}

SecretKey SecretKey::derived(std::string_view purpose) const
{
    ready();
    SecretKey key;
    crypto_generichash(key.m_bytes.data(), size, bytesOf(purpose), purpose.size(), m_bytes.data(), size);
    return key;
}

std::string SecretKey::fingerprint() const
{
    return nimara::toHex(derived("nimara key fingerprint").bytes().substr(0, 16));
}

std::string seal(std::string_view plain, const SecretKey &key, std::string_view about)
{
    std::string out = randomBytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    const std::size_t nonceSize = out.size();
    out.resize(nonceSize + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
    unsigned long long written = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytesOf(out) + nonceSize, &written, bytesOf(plain),
                                               plain.size(), bytesOf(about), about.size(), nullptr,
                                               bytesOf(out), bytesOf(key.bytes()));
    return out;
}

std::optional<std::string> unseal(std::string_view sealed, const SecretKey &key, std::string_view about)
{
    ready();
    constexpr std::size_t nonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    constexpr std::size_t tagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
    if (sealed.size() < nonceSize + tagSize)
        return std::nullopt;
    const std::string_view box = sealed.substr(nonceSize);
    std::string plain(box.size() - tagSize, '\0');
    unsigned long long written = 0;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytesOf(plain), &written, nullptr, bytesOf(box),
                                                   box.size(), bytesOf(about), about.size(), bytesOf(sealed),
                                                   bytesOf(key.bytes())) != 0)
        return std::nullopt;
    return plain;
}

std::string randomBytes(std::size_t count)
{
    ready();
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

} // namespace nimara::sync
