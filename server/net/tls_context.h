#pragma once

#include "server/net/tls_identity.h"

#include <memory>
#include <mutex>

struct ssl_ctx_st;

namespace nimara::server::net {

// TLS 1.3 and nothing older. The identity may be replaced while connections are open: they keep theirs.
class TlsContext
{
public:
    static Result<std::shared_ptr<TlsContext>> make(const TlsIdentity &identity);

    Result<> replace(const TlsIdentity &identity);
    std::shared_ptr<ssl_ctx_st> current() const;

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<ssl_ctx_st> m_context;
};

} // namespace nimara::server::net
