#pragma once

#include "models/base/clock.h"
#include "models/base/log.h"
#include "server/config/config.h"
#include "server/net/tls_context.h"

#include <memory>
#include <optional>

namespace nimara::server::app {

// The server's certificate over the years: the operator's, read anew when he replaces it, or the server's own.
class Certificate
{
public:
    static Result<std::unique_ptr<Certificate>> open(const config::Config &config, const Clock &clock);

    const std::shared_ptr<net::TlsContext> &context() const { return m_context; }
    const net::TlsIdentity &identity() const { return m_identity; }
    // Reads or makes it anew where that is due. Connections that are open keep what they began with.
    void refresh(const Log &log);

    // The certificate as it is configured, without making one.
    static Result<net::TlsIdentity> read(const config::Config &config);
    static bool isOwn(const config::Config &config);
    // What the configuration lacks for having one.
    static std::optional<Error> fault(const config::Config &config);

private:
    Certificate(const config::Config &config, const Clock &clock) : m_config(config), m_clock(clock) {}
    Result<net::TlsIdentity> load() const;

    const config::Config &m_config;
    const Clock &m_clock;
    net::TlsIdentity m_identity;
    std::shared_ptr<net::TlsContext> m_context;
};

} // namespace nimara::server::app
