#pragma once

#include "sync/service/keychain.h"
#include "sync/service/secret_key.h"

#include <QFuture>
#include <QObject>
#include <QString>

namespace nimara::sync {

// Where one user's secrets on this computer are kept: the key that opens the replicas, and the session token. The
// folder holds vault.json, which tells that a key exists and how to know it again, and never the key itself: either
// the keychain holds it, or a passphrase wraps it. A key is only made where vault.json does not exist.
class Vault : public QObject
{
    Q_OBJECT

public:
    enum class Kind { None, Keychain, Passphrase, Damaged };

    Vault(QString folder, Keychain &keychain, SecretKey::Cost cost = {}, QObject *parent = nullptr);

    Kind kind() const { return m_marker.kind; }

    // Makes a key. Only for Kind::None.
    QFuture<Result<SecretKey>> createInKeychain();
    QFuture<Result<SecretKey>> createWithPassphrase(QString passphrase);
    // Errors: vault.keychain_locked, vault.key_lost, vault.damaged.
    QFuture<Result<SecretKey>> open();
    // Errors: vault.wrong_passphrase, vault.damaged.
    QFuture<Result<SecretKey>> open(QString passphrase);

    // The session token is kept in the keychain only. With a passphrase it is not kept: storing does nothing, and
    // reading finds nothing.
    QFuture<Result<std::optional<QByteArray>>> token();
    QFuture<Result<Done>> storeToken(QByteArray token);
    QFuture<Result<Done>> removeToken();

    // Takes key and token out of the keychain and removes vault.json.
    QFuture<Result<Done>> destroy();

private:
    struct Marker
    {
        Kind kind = Kind::None;
        QString keyId;
        std::string fingerprint;
        std::string salt;
        std::string wrapped;
        SecretKey::Cost cost;
    };

    static Marker readMarker(const QString &path);
    Result<Done> writeMarker(const Marker &marker);
    QString path() const;
    QString keyEntry(const QString &keyId) const;
    QString tokenEntry() const;
    Result<SecretKey> recognised(const QByteArray &secret) const;

    QString m_folder;
    Keychain &m_keychain;
    SecretKey::Cost m_cost;
    Marker m_marker;
};

} // namespace nimara::sync
