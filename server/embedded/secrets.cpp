#include "server/embedded/secrets.h"

#include "models/base/hash.h"
#include "server/embedded/place.h"

#include <sodium.h>

#include <array>

namespace nimara::server::embedded {
namespace {
std::string randomHex()
{
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return toHex({reinterpret_cast<const char *>(bytes.data()), bytes.size()});
}
} // namespace

Result<config::Values> loadOrMakeSecrets(const std::filesystem::path &folder)
{
    const std::filesystem::path file = folder / "secrets.env";
    std::error_code failed;
    if (!std::filesystem::exists(file, failed)) {
        const std::string text = std::string(config::sessionSecret.name) + '=' + randomHex() + '\n' +
                                 std::string(config::emailCredentialKey.name) + '=' + randomHex() + '\n';
        NIMARA_TRY(writeFile(file, text, 0600));
    }
    config::FileValues read = config::readFile(file);
    if (!read.faults.empty())
        return read.faults.front();
    return std::move(read.values);
}

} // namespace nimara::server::embedded
