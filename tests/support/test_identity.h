#pragma once

#include <QSslCertificate>
#include <QSslKey>

#include <string>

// A server's key and certificate, made for one test. Every call makes another key.
struct TestIdentity
{
    QSslKey key;
    QSslCertificate certificate;
    std::string spki; // SHA-256 of the public key, hex

    static TestIdentity make();
};
