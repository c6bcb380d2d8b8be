#pragma once

#include "models/store/account.h"
#include "sync/service/local_store.h"
#include "sync/service/profile.h"
#include "sync/service/vault.h"

#include <QElapsedTimer>

#include <memory>
#include <optional>

namespace nimara::sync {

// Who is signed in on this profile. Opens the last user's replicas without the network, where the keychain or the
// passphrase gives their key.
class LocalAccount final : public AccountService
{
    Q_OBJECT

public:
    struct Options
    {
        bool plainLoopback = false; // no TLS; refused for any address that leaves this computer
        SecretKey::Cost cost = {};  // of passphrases
    };

    LocalAccount(Profile &profile, Keychain &keychain, ServerApi &api, LocalStore &store, Options options,
                 QObject *parent = nullptr);
    ~LocalAccount() override;

    // Looks what lies on the profile. Once, after everybody has connected to the signals.
    void start();
    // Why start() ended in SignedOut although somebody was signed in; key empty: nothing is wrong.
    const Error &startFault() const { return m_startFault; }

    AccountState state() const override { return m_state; }
    KeychainState keychain() const override { return m_keychainState; }
    std::optional<ServerAddress> lastServer() const override;
    QString lastEmail() const override { return m_profile.remembered().email; }
    const FirstLoad &firstLoad() const override { return m_firstLoad; }

    QFuture<Result<ServerInfo>> probe(ServerAddress server, std::string spki) override;
    QFuture<Result<Done>> signIn(SignInRequest request) override;
    QFuture<Result<Done>> signOut(bool forget) override;
    QFuture<Result<Done>> choosePassphrase(QString passphrase) override;
    QFuture<Result<Done>> unlock(QString passphrase) override;
    void retryKeychain() override;

private:
    using Promise = SharedPromise<Result<Done>>;
    // A sign-in that the server has granted, while the place for its data is still being opened.
    struct Granted
    {
        ServerEndpoint server;
        QString email;
        SignedIn answer;
    };

    void setState(AccountState state);
    ServerEndpoint endpointFor(const ServerAddress &address, const std::string &spki) const;
    void accept(Granted granted, const Promise &promise);
    void signInAgain(const Granted &granted, const Promise &promise);
    void prepareVault(const Uuid &user);
    std::optional<Promise> beginOpening(const Promise &asked);
    void waitForPerson(AccountState state, const Promise &promise);
    void openVault(const Promise &asked);
    void take(const QFuture<Result<SecretKey>> &coming, const Promise &promise);
    void openFromKeychain(const Promise &promise);
    void onVaultFault(const Error &error, const Promise &promise);
    void onKey(const SecretKey &key, const Promise &promise);
    void openStore(const SecretKey &key, OpenUser user, const Promise &promise);
    void openCached(const SecretKey &key, const Promise &promise);
    void endStart(const Error &fault);
    void finishSignOut(bool forget, const Promise &promise);
    void onStatus();
    void refreshSession();
    QString cacheFile() const;
    Result<Done> writeCache(const SecretKey &key, const SessionInfo &session);
    void keepCache();
    Result<SessionInfo> readCache(const SecretKey &key) const;

    Profile &m_profile;
    Keychain &m_keychain;
    ServerApi &m_api;
    LocalStore &m_store;
    Options m_options;

    AccountState m_state = AccountState::Starting;
    KeychainState m_keychainState = KeychainState::Unknown;
    FirstLoad m_firstLoad;
    Error m_startFault;
    std::unique_ptr<Vault> m_vault;
    std::optional<Granted> m_granted;
    std::optional<SecretKey> m_key; // of the open user
    QByteArray m_token;
    bool m_wasConnected = false;
    int m_opening = 0; // the number of the opening that is under way; 0: none
    int m_openings = 0;
};

} // namespace nimara::sync
