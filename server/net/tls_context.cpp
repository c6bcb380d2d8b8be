#include "server/net/tls_context.h"

#include "server/net/openssl_pointers.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

namespace nimara::server::net {
namespace {
bool useChain(SSL_CTX *context, const std::string &text)
{
    const BioPtr in = bioOver(text);
    const CertificatePtr own(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
    if (!own || SSL_CTX_use_certificate(context, own.get()) != 1)
        return false;
    while (X509 *issuer = PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)) {
        if (SSL_CTX_add0_chain_cert(context, issuer) != 1) {
            X509_free(issuer);
            return false;
        }
    }
    ERR_clear_error(); // the end of the file is how the loop ends
    return true;
}

bool useKey(SSL_CTX *context, const std::string &text)
{
    const KeyPtr key(PEM_read_bio_PrivateKey(bioOver(text).get(), nullptr, nullptr, nullptr));
    return key && SSL_CTX_use_PrivateKey(context, key.get()) == 1 && SSL_CTX_check_private_key(context) == 1;
}

int chooseHttp11(SSL *, const unsigned char **out, unsigned char *outSize, const unsigned char *in,
                 unsigned int inSize, void *)
{
    static constexpr unsigned char ours[] = "\x08http/1.1";
    unsigned char *chosen = nullptr;
    if (SSL_select_next_proto(&chosen, outSize, ours, sizeof(ours) - 1, in, inSize) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

std::shared_ptr<SSL_CTX> makeContext(const TlsIdentity &identity)
{
    std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()),
                                     [](SSL_CTX *each) { SSL_CTX_free(each); });
    if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION) != 1 ||
        !useChain(context.get(), identity.certificate) || !useKey(context.get(), identity.key))
        return nullptr;
    // An idle connection gives its 34 kB of buffers back; ten thousand of them stay connected all day.
    SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                        SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    // Connections last for hours: a full handshake is cheap, remembered sessions and tickets are not.
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context.get(), 0);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET);
    SSL_CTX_set_alpn_select_cb(context.get(), chooseHttp11, nullptr);
    return context;
}
} // namespace

Result<std::shared_ptr<TlsContext>> TlsContext::make(const TlsIdentity &identity)
{
    auto context = std::make_shared<TlsContext>();
    NIMARA_TRY(context->replace(identity));
    return context;
}

Result<> TlsContext::replace(const TlsIdentity &identity)
{
    std::shared_ptr<SSL_CTX> context = makeContext(identity);
    if (!context)
        return Error{.code = ErrorCode::Internal, .key = "tls.context"};
    const std::lock_guard lock(m_mutex);
    m_context = std::move(context);
    return Done{};
}

std::shared_ptr<ssl_ctx_st> TlsContext::current() const
{
    const std::lock_guard lock(m_mutex);
    return m_context;
}

} // namespace nimara::server::net
