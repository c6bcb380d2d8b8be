#include "server/net/tls_identity.h"

#include "server/net/openssl_pointers.h"

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>
#include <array>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>

namespace nimara::server::net {
namespace {
namespace fs = std::filesystem;

using ExtensionPtr = std::unique_ptr<X509_EXTENSION, FreeBy<X509_EXTENSION_free>>;

constexpr std::chrono::hours validity{24 * 365};
constexpr std::chrono::hours renewal{24 * 73};
constexpr std::uintmax_t fileLimit = 256 * 1024;

Error fileFault(std::string key, const fs::path &path, std::string detail = {})
{
    return {.code = ErrorCode::Storage,
            .key = std::move(key),
            .field = path.string(),
            .detail = std::move(detail)};
}

Result<std::string> readAll(const fs::path &path)
{
    std::error_code failed;
    const auto size = fs::file_size(path, failed);
    if (failed)
        return fileFault("tls.read", path, failed.message());
    if (size > fileLimit)
        return fileFault("tls.read", path, "too large");
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf()))
        return fileFault("tls.read", path);
    return text.str();
}

std::string contentOf(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(std::max(size, 0L))};
}

Sha256 pinOf(EVP_PKEY *key)
{
    unsigned char *der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    const std::string bytes(reinterpret_cast<const char *>(der), static_cast<std::size_t>(std::max(size, 0)));
    OPENSSL_free(der);
    return sha256(bytes);
}

Instant instantOf(const ASN1_TIME *time)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    return Instant(static_cast<std::int64_t>(timegm(&parts)) * 1'000'000);
}

// Written whole or not at all, and on the disk before anybody is told of it.
Result<> writeWhole(const fs::path &path, const std::string &text, mode_t mode)
{
    const fs::path beside = path.string() + ".new";
    ::unlink(beside.c_str());
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file < 0)
        return fileFault("tls.write", beside, std::strerror(errno));
    const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const bool kept = written && ::fsync(file) == 0;
    ::close(file);
    std::error_code failed;
    if (kept)
        fs::rename(beside, path, failed);
    if (!kept || failed)
        return fileFault("tls.write", path, failed ? failed.message() : std::strerror(errno));
    return Done{};
}

bool addExtension(X509 *certificate, int what, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, what, value));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool nameAndDate(X509 *certificate, Instant now)
{
    std::array<unsigned char, 16> serial{};
    if (RAND_bytes(serial.data(), static_cast<int>(serial.size())) != 1)
        return false;
    serial[0] &= 0x7f; // a serial number is positive
    const std::unique_ptr<BIGNUM, FreeBy<BN_free>> number(
        BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
    // A laptop's clock may be a little behind.
    const std::time_t from = static_cast<std::time_t>(now.micros() / 1'000'000) - 24 * 3600;
    const std::time_t until = from + std::chrono::seconds(validity).count();
    ASN1_TIME_set(X509_getm_notBefore(certificate), from);
    ASN1_TIME_set(X509_getm_notAfter(certificate), until);
    X509_NAME *name = X509_get_subject_name(certificate);
    const auto *text = reinterpret_cast<const unsigned char *>("Port Nimara server");
    return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1 &&
           X509_set_issuer_name(certificate, name) == 1;
}

Result<std::string> makeCertificate(EVP_PKEY *key, Instant now)
{
    const CertificatePtr certificate(X509_new());
    const bool made =
        certificate && X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
        nameAndDate(certificate.get(), now) && X509_set_pubkey(certificate.get(), key) == 1 &&
        addExtension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE") &&
        addExtension(certificate.get(), NID_key_usage, "critical,digitalSignature") &&
        addExtension(certificate.get(), NID_ext_key_usage, "serverAuth") &&
        addExtension(certificate.get(), NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1") &&
        X509_sign(certificate.get(), key, EVP_sha256()) > 0;
    const BioPtr out(BIO_new(BIO_s_mem()));
    if (!made || PEM_write_bio_X509(out.get(), certificate.get()) != 1)
        return Error{.code = ErrorCode::Internal, .key = "tls.certificate"};
    return contentOf(out.get());
}

Result<std::string> makeKey()
{
    const KeyPtr key(EVP_EC_gen("P-256"));
    const BioPtr out(BIO_new(BIO_s_mem()));
    if (!key || PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return Error{.code = ErrorCode::Internal, .key = "tls.key"};
    return contentOf(out.get());
}

KeyPtr parseKey(const std::string &text)
{
    // The callback answers for a passphrase: without one OpenSSL would ask the terminal.
    const auto refuse = [](char *, int, int, void *) { return -1; };
    return KeyPtr(PEM_read_bio_PrivateKey(bioOver(text).get(), nullptr, refuse, nullptr));
}

Result<TlsIdentity> combined(std::string certificateText, std::string keyText,
                             const fs::path &certificateFile, const fs::path &keyFile)
{
    const KeyPtr key = parseKey(keyText);
    if (!key)
        return fileFault("tls.key", keyFile, "is not a private key in PEM without a passphrase");
    const CertificatePtr certificate(
        PEM_read_bio_X509(bioOver(certificateText).get(), nullptr, nullptr, nullptr));
    if (!certificate)
        return fileFault("tls.certificate", certificateFile, "is not a certificate in PEM");
    if (X509_check_private_key(certificate.get(), key.get()) != 1)
        return fileFault("tls.mismatch", certificateFile, "does not belong to the key");
    return TlsIdentity{.certificate = std::move(certificateText),
                       .key = std::move(keyText),
                       .pin = pinOf(key.get()),
                       .notAfter = instantOf(X509_get0_notAfter(certificate.get()))};
}

Result<std::string> ownKey(const fs::path &file)
{
    std::error_code failed;
    if (fs::exists(file, failed))
        return readAll(file);
    auto made = makeKey();
    if (made)
        NIMARA_TRY(writeWhole(file, *made, 0600));
    return made;
}
} // namespace

Result<TlsIdentity> loadIdentity(const fs::path &certificateFile, const fs::path &keyFile)
{
    auto certificate = readAll(certificateFile);
    if (!certificate)
        return certificate.error();
    auto key = readAll(keyFile);
    if (!key)
        return key.error();
    return combined(*std::move(certificate), *std::move(key), certificateFile, keyFile);
}

Result<TlsIdentity> ownIdentity(const fs::path &folder, Instant now)
{
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed || ::chmod(folder.c_str(), 0700) != 0)
        return fileFault("tls.write", folder, failed ? failed.message() : std::strerror(errno));
    const fs::path keyFile = folder / "key.pem";
    const fs::path certificateFile = folder / "certificate.pem";
    auto key = ownKey(keyFile);
    if (!key)
        return key.error();
    auto known = loadIdentity(certificateFile, keyFile);
    if (known && known->notAfter - now > renewal && known->notAfter - now <= validity)
        return known;
    if (!known && known.error().key == "tls.key")
        return known.error();
    auto certificate = makeCertificate(parseKey(*key).get(), now);
    if (!certificate)
        return certificate.error();
    NIMARA_TRY(writeWhole(certificateFile, *certificate, 0644));
    return combined(*std::move(certificate), *std::move(key), certificateFile, keyFile);
}

} // namespace nimara::server::net
