#pragma once

#include "models/base/result.h"
#include "models/store/account.h"

#include <QByteArray>
#include <QFuture>
#include <QObject>
#include <QString>

#include <optional>

namespace nimara::sync {

// The desktop's store of secrets. All calls are made on the GUI thread and return at once.
class Keychain : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual QFuture<KeychainState> state() = 0;
    // Nothing: the keychain is open and has no such entry. A locked one is an error (vault.keychain_locked), never
    // "nothing": whoever takes that for a first use would make a new key and lose the old data.
    virtual QFuture<Result<std::optional<QByteArray>>> read(QString name) = 0;
    virtual QFuture<Result<Done>> write(QString name, QByteArray secret) = 0;
    // Removing what is not there is no error.
    virtual QFuture<Result<Done>> remove(QString name) = 0;
};

// The real one: Secret Service or KWallet on Linux, Credential Store on Windows, Keychain on macOS.
class SystemKeychain final : public Keychain
{
    Q_OBJECT

public:
    explicit SystemKeychain(QString service = QStringLiteral("port-nimara"), QObject *parent = nullptr);

    QFuture<KeychainState> state() override;
    QFuture<Result<std::optional<QByteArray>>> read(QString name) override;
    QFuture<Result<Done>> write(QString name, QByteArray secret) override;
    QFuture<Result<Done>> remove(QString name) override;

private:
    QString m_service;
};

namespace vault {
inline constexpr std::string_view keychainMissing = "vault.keychain_missing";
inline constexpr std::string_view keychainFailed = "vault.keychain_failed"; // detail: what it said
inline constexpr std::string_view keyLost = "vault.key_lost"; // the keychain is open and the key is not in it
inline constexpr std::string_view damaged = "vault.damaged";  // the vault file cannot be read
} // namespace vault

} // namespace nimara::sync
