#include "sync/service/tls_trust.h"

#include "models/base/hash.h"
#include "models/domain/sign_in_errors.h"

#include <openssl/crypto.h>
#include <openssl/x509.h>

#include <memory>

namespace nimara::sync {

namespace {

// QThread::wait() returns before the thread has freed what OpenSSL keeps for it. A program that ends in that moment would
// free it once more, by OpenSSL's own clearing up at exit, and die after all was done. The first call decides, so it stands
// before main().
[[maybe_unused]] const bool staysUntilTheEnd = OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr) == 1;

bool isAboutTrust(QSslError::SslError fault)
{
    switch (fault) {
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
    case QSslError::InvalidCaCertificate:
        return true;
    default:
        return false;
    }
}

} // namespace

QSslConfiguration tlsConfiguration(const std::string &pinnedSpki)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_3OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!pinnedSpki.empty())
        configuration.setCaCertificates({});
    return configuration;
}

std::string spkiOf(const QSslCertificate &certificate)
{
    const QByteArray der = certificate.toDer();
    const auto *begin = reinterpret_cast<const unsigned char *>(der.constData());
    const std::unique_ptr<X509, decltype(&X509_free)> x509(d2i_X509(nullptr, &begin, der.size()), &X509_free);
    if (!x509)
        return {};
    unsigned char *out = nullptr;
    const int length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x509.get()), &out);
    if (length <= 0)
        return {};
    const Sha256 digest =
        sha256(std::string_view(reinterpret_cast<const char *>(out), static_cast<std::size_t>(length)));
    OPENSSL_free(out);
    return toHex({reinterpret_cast<const char *>(digest.data()), digest.size()});
}

Result<Done> judgePeer(const std::string &pinnedSpki, const QSslCertificate &peer,
                       const QList<QSslError> &faults)
{
    const std::string actual = spkiOf(peer);
    if (!pinnedSpki.empty()) {
        if (!actual.empty() && actual == pinnedSpki)
            return Done{};
        return keyMismatchError({pinnedSpki, actual});
    }
    for (const QSslError &fault : faults) {
        if (isAboutTrust(fault.error()))
            return Error{ErrorCode::Unavailable, std::string(signin::untrusted), {}, actual};
    }
    if (!faults.isEmpty())
        return Error{ErrorCode::Unavailable,
                     std::string(signin::certificate),
                     {},
                     faults.first().errorString().toStdString()};
    return Done{};
}

} // namespace nimara::sync
