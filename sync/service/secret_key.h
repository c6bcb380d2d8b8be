#pragma once

#include "models/base/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nimara::sync {

// 32 secret bytes. They are wiped when the object dies, and never printed.
class SecretKey
{
public:
    static constexpr std::size_t size = 32;

    static SecretKey random();
    static std::optional<SecretKey> fromBytes(std::string_view bytes);
    static std::optional<SecretKey> fromHex(std::string_view hex);
    // Argon2id by the RFC 9106 parameters in `cost`. Takes half a second and `memoryKiB` of memory: never on a
    // thread that people wait for.
    struct Cost
    {
        std::uint32_t passes = 3;
        std::uint32_t memoryKiB = 64 * 1024;
        std::uint32_t lanes = 4;

        bool operator==(const Cost &) const = default;
    };
    static Result<SecretKey> fromPassphrase(std::string_view passphrase, std::string_view salt,
                                            const Cost &cost);

    SecretKey(const SecretKey &) = default;
    SecretKey &operator=(const SecretKey &) = default;
    ~SecretKey();

    std::string_view bytes() const { return {reinterpret_cast<const char *>(m_bytes.data()), size}; }
    std::string toHex() const;
    // A key for another purpose, from which this one cannot be computed.
    SecretKey derived(std::string_view purpose) const;
    // Tells whether a key is the right one, and nothing else about it.
    std::string fingerprint() const;

private:
    SecretKey() = default;

    std::array<std::uint8_t, size> m_bytes{};
};

// Sealed by XChaCha20-Poly1305 with a fresh nonce in front. `about` is bound to the seal without being hidden: bytes
// sealed for one purpose do not open for another.
std::string seal(std::string_view plain, const SecretKey &key, std::string_view about);
// Nothing when the key is wrong or a bit was changed.
std::optional<std::string> unseal(std::string_view sealed, const SecretKey &key, std::string_view about);

inline constexpr std::size_t saltSize = 16;
std::string randomBytes(std::size_t count);

} // namespace nimara::sync
