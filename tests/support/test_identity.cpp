#include "tests/support/test_identity.h"

#include "sync/service/tls_trust.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

namespace {

template <auto release>
struct Release
{
    template <typename T>
    void operator()(T *pointer) const
    {
        release(pointer);
    }
};

QByteArray contentOf(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<qsizetype>(size)};
}

} // namespace

TestIdentity TestIdentity::make()
{
    const std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>> key(EVP_EC_gen("P-256"));
    const std::unique_ptr<X509, Release<X509_free>> x509(X509_new());
    X509_set_version(x509.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x509.get()), 3600);
    X509_set_pubkey(x509.get(), key.get());
    X509_NAME *name = X509_get_subject_name(x509.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char *>("test"), -1,
                               -1, 0);
    X509_set_issuer_name(x509.get(), name);
    const std::unique_ptr<X509_EXTENSION, Release<X509_EXTENSION_free>> names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1"));
    X509_add_ext(x509.get(), names.get(), -1);
    X509_sign(x509.get(), key.get(), EVP_sha256());

    const std::unique_ptr<BIO, Release<BIO_free_all>> keyPem(BIO_new(BIO_s_mem()));
    const std::unique_ptr<BIO, Release<BIO_free_all>> certificatePem(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(keyPem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    PEM_write_bio_X509(certificatePem.get(), x509.get());

    TestIdentity identity;
    identity.key = QSslKey(contentOf(keyPem.get()), QSsl::Ec);
    identity.certificate = QSslCertificate(contentOf(certificatePem.get()));
    identity.spki = nimara::sync::spkiOf(identity.certificate);
    return identity;
}
