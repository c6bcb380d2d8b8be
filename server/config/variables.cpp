#include "server/config/variables.h"

#include <algorithm>
#include <array>

namespace nimara::server::config {
namespace {
constexpr std::array table{
    &databaseUrl,
    &databaseAdminUrl,
    &sessionSecret,
    &emailCredentialKey,
    &appUrl,
    &publicSiteUrl,
    &listenAddress,
    &listenPort,
    &tlsCertificateFile,
    &tlsKeyFile,
    &stateDir,
    &trustedProxies,
    &workerThreads,
    &ioThreads,
    &housekeepingMinutes,
    &logLevel,
    &fileStoreDir,
    &minioEndpoint,
    &minioPort,
    &minioAccessKey,
    &minioSecretKey,
    &minioBucket,
    &minioUseSsl,
    &redisUrl,
    &smtpHost,
    &smtpPort,
    &smtpUser,
    &smtpPassword,
    &smtpFrom,
    &smtpTls,
    &documensoApiUrl,
    &documensoApiKey,
    &documensoWebhookSecret,
    &googleClientId,
    &googleClientSecret,
    &openaiApiKey,
    &superAdminEmail,
    &superAdminName,
};
} // namespace

std::span<const Variable *const> variables()
{
    return table;
}

const Variable *findVariable(std::string_view name)
{
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const Variable *each) { return each->name == name; });
    return found == table.end() ? nullptr : *found;
}

} // namespace nimara::server::config
