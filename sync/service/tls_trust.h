#pragma once

#include "models/base/result.h"

#include <QList>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>

#include <string>

namespace nimara::sync {

// How a server proves who it is: by a key that was pinned when this computer was paired with it, or by a certificate
// of an authority the system trusts.
QSslConfiguration tlsConfiguration(const std::string &pinnedSpki);

// SHA-256 of the certificate's public key (SubjectPublicKeyInfo), 64 small hex digits; empty for no certificate.
std::string spkiOf(const QSslCertificate &certificate);

// What a handshake's faults come to. With a pin the key alone decides, whatever the certificate says; the
// configuration above knows no authority then, so that no handshake passes without being asked here.
// Errors: tls.key_mismatch, tls.untrusted, tls.certificate.
Result<Done> judgePeer(const std::string &pinnedSpki, const QSslCertificate &peer,
                       const QList<QSslError> &faults);

} // namespace nimara::sync
