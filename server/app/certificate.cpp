#include "server/app/certificate.h"

#include <filesystem>

namespace nimara::server::app {
namespace {
std::filesystem::path ownFolder(const config::Config &config)
{
    return std::filesystem::path(config.text(config::stateDir)) / "tls";
}
} // namespace

bool Certificate::isOwn(const config::Config &config)
{
    return !config.has(config::tlsCertificateFile);
}

Result<net::TlsIdentity> Certificate::read(const config::Config &config)
{
    if (isOwn(config))
        return net::loadIdentity(ownFolder(config) / "certificate.pem", ownFolder(config) / "key.pem");
    return net::loadIdentity(config.text(config::tlsCertificateFile), config.text(config::tlsKeyFile));
}

std::optional<Error> Certificate::fault(const config::Config &config)
{
    if (!isOwn(config) || config.has(config::stateDir))
        return std::nullopt;
    return Error{.code = ErrorCode::Invalid,
                 .key = "config.value",
                 .field = std::string(config::stateDir.name),
                 .detail = "is missing: give it, or a certificate by TLS_CERT_FILE and TLS_KEY_FILE"};
}

Result<net::TlsIdentity> Certificate::load() const
{
    if (!isOwn(m_config))
        return read(m_config);
    if (const auto fault = Certificate::fault(m_config))
        return *fault;
    return net::ownIdentity(ownFolder(m_config), m_clock.now());
}

Result<std::unique_ptr<Certificate>> Certificate::open(const config::Config &config, const Clock &clock)
{
    std::unique_ptr<Certificate> certificate(new Certificate(config, clock));
    auto identity = certificate->load();
    if (!identity)
        return identity.error();
    certificate->m_identity = *std::move(identity);
    auto context = net::TlsContext::make(certificate->m_identity);
    if (!context)
        return context.error();
    certificate->m_context = *std::move(context);
    return certificate;
}

void Certificate::refresh(const Log &log)
{
    auto identity = load();
    if (!identity)
        return log.failure("tls.refresh_failed", identity.error());
    if (identity->certificate == m_identity.certificate)
        return;
    if (auto replaced = m_context->replace(*identity); !replaced)
        return log.failure("tls.refresh_failed", replaced.error());
    log.info("tls.renewed", {{"notAfter", identity->notAfter.toString()}});
    m_identity = *std::move(identity);
}

} // namespace nimara::server::app
