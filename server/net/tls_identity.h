#pragma once

#include "models/base/hash.h"
#include "models/base/instant.h"
#include "models/base/result.h"

#include <filesystem>
#include <string>

namespace nimara::server::net {

// A certificate chain and its key, as PEM, with what is to be known of them.
struct TlsIdentity
{
    std::string certificate;
    std::string key;
    Sha256
        pin{}; // SHA-256 of the public key (SubjectPublicKeyInfo): what clients pin, kept when the certificate is renewed
    Instant notAfter;
};

// Reads a chain and a key and sees that they belong together. Keys: "tls.read", "tls.certificate", "tls.key",
// "tls.mismatch".
Result<TlsIdentity> loadIdentity(const std::filesystem::path &certificateFile,
                                 const std::filesystem::path &keyFile);

// The server's own identity, kept in `folder` (0700): made at first use (EC P-256, self-signed), its certificate made
// anew over the same key when less than a fifth of its year is left. A damaged key is an error and is never replaced:
// every paired client would refuse the new one.
Result<TlsIdentity> ownIdentity(const std::filesystem::path &folder, Instant now);

} // namespace nimara::server::net
