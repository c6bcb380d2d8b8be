#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <memory>
#include <string>

namespace nimara::server::net {

// Frees an object of OpenSSL by the function that belongs to it.
template <auto Free>
struct FreeBy
{
    template <typename T>
    void operator()(T *object) const
    {
        Free(object);
    }
};

using KeyPtr = std::unique_ptr<EVP_PKEY, FreeBy<EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, FreeBy<X509_free>>;
using BioPtr = std::unique_ptr<BIO, FreeBy<BIO_free_all>>;

// Reads from the text, which has to outlive it.
inline BioPtr bioOver(const std::string &text)
{
    return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

} // namespace nimara::server::net
