#include "server/auth/password.h"

#include "models/base/text.h"

#include <argon2.h>
#include <sodium.h>

#include <array>
#include <semaphore>

namespace nimara::server::auth {
namespace {
constexpr std::size_t shortest = 12;
constexpr std::size_t longestBytes = 1024;
constexpr std::size_t longest = 256;
constexpr std::size_t saltSize = 16;
constexpr std::size_t hashSize = 32;

// Each derivation takes its memory: however many ask, this many run at a time.
std::counting_semaphore<4> &turns()
{
    static std::counting_semaphore<4> instance(2);
    return instance;
}

class Turn
{
public:
    Turn() { turns().acquire(); }
    ~Turn() { turns().release(); }
    Turn(const Turn &) = delete;
    Turn &operator=(const Turn &) = delete;
};

std::size_t characterCount(std::string_view text)
{
    std::size_t count = 0;
    for (const char c : text)
        count += (static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1 : 0;
    return count;
}

Error rejected(std::string_view why)
{
    return {
        .code = ErrorCode::Invalid, .key = "auth.password", .field = "password", .detail = std::string(why)};
}

// The m, t and p of an encoded hash.
bool hasCost(std::string_view hash, const PasswordCost &cost)
{
    const std::string wanted = "$m=" + std::to_string(cost.kibibytes) + ",t=" + std::to_string(cost.passes) +
                               ",p=" + std::to_string(cost.lanes) + "$";
    return hash.find(wanted) != std::string_view::npos;
}
} // namespace

Result<> checkPassword(std::string_view password)
{
    if (password.size() > longestBytes || !isValidUtf8(password) ||
        password.find('\0') != std::string_view::npos)
        return rejected("text");
    const std::size_t count = characterCount(password);
    if (count < shortest || count > longest)
        return rejected("length");
    bool upper = false;
    bool lower = false;
    bool digit = false;
    bool other = false;
    for (const char c : password) {
        const bool isUpper = c >= 'A' && c <= 'Z';
        const bool isLower = c >= 'a' && c <= 'z';
        const bool isDigit = c >= '0' && c <= '9';
        upper = upper || isUpper;
        lower = lower || isLower;
        digit = digit || isDigit;
        other = other || (!isUpper && !isLower && !isDigit);
    }
    return upper && lower && digit && other ? Result<>(Done{}) : rejected("kinds");
}

Result<std::string> hashPassword(std::string_view password, const PasswordCost &cost)
{
    std::array<unsigned char, saltSize> salt{};
    randombytes_buf(salt.data(), salt.size());
    std::string encoded(
        argon2_encodedlen(cost.passes, cost.kibibytes, cost.lanes, saltSize, hashSize, Argon2_id), '\0');
    const Turn turn;
    const int outcome =
        argon2id_hash_encoded(cost.passes, cost.kibibytes, cost.lanes, password.data(), password.size(),
                              salt.data(), salt.size(), hashSize, encoded.data(), encoded.size());
    if (outcome != ARGON2_OK)
        return Error{
            .code = ErrorCode::Internal, .key = "auth.argon2", .detail = argon2_error_message(outcome)};
    encoded.resize(encoded.find('\0'));
    return encoded;
}

PasswordMatch matchPassword(std::string_view hash, std::string_view password, const PasswordCost &cost)
{
    const Turn turn;
    if (password.size() > longestBytes ||
        argon2id_verify(std::string(hash).c_str(), password.data(), password.size()) != ARGON2_OK)
        return PasswordMatch::No;
    return hasCost(hash, cost) ? PasswordMatch::Yes : PasswordMatch::YesButWeaker;
}

void spendPasswordTime(std::string_view password, const PasswordCost &cost)
{
    // A hash that nothing matches: the derivation runs to its end before that is seen.
    static const std::string nobody = hashPassword("nobody's password", cost).operator*();
    static_cast<void>(matchPassword(nobody, password, cost));
}

} // namespace nimara::server::auth
