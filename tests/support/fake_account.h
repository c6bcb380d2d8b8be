#pragma once

#include "models/store/account.h"

#include <QPromise>

#include <functional>
#include <memory>
#include <vector>

namespace nimara {

// An account service that does what the test tells it, and remembers what it was asked.
class FakeAccount : public AccountService
{
    Q_OBJECT

public:
    using AccountService::AccountService;

    void setState(AccountState state);
    void setKeychain(KeychainState state) { m_keychain = state; }
    void setFirstLoad(FirstLoad load);
    void setLast(ServerAddress server, const QString &email);

    Error failSignIn;     // key not empty: the next sign-in fails with this
    Error failPassphrase; // the same for choosePassphrase and unlock
    // While held, nothing is answered: to see the window wait.
    void hold() { m_held = true; }
    void release();
    // Called when a sign-in succeeds, before it is answered.
    std::function<void()> onSignedIn;

    std::vector<SignInRequest> requests;
    std::vector<QString> passphrases;
    int signOuts = 0;
    int retries = 0;

    AccountState state() const override { return m_state; }
    KeychainState keychain() const override { return m_keychain; }
    std::optional<ServerAddress> lastServer() const override { return m_server; }
    QString lastEmail() const override { return m_email; }
    const FirstLoad &firstLoad() const override { return m_load; }
    QFuture<Result<ServerInfo>> probe(ServerAddress server, std::string spki) override;
    QFuture<Result<Done>> signIn(SignInRequest request) override;
    QFuture<Result<Done>> signOut(bool forget) override;
    QFuture<Result<Done>> choosePassphrase(QString passphrase) override;
    QFuture<Result<Done>> unlock(QString passphrase) override;
    void retryKeychain() override { ++retries; }

private:
    QFuture<Result<Done>> answer(std::function<Result<Done>()> reply);

    AccountState m_state = AccountState::SignedOut;
    KeychainState m_keychain = KeychainState::Available;
    FirstLoad m_load;
    std::optional<ServerAddress> m_server;
    QString m_email;
    bool m_held = false;
    std::vector<std::function<void()>> m_questions;
};

} // namespace nimara
