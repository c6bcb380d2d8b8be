#include "tests/support/fake_account.h"

namespace nimara {

void FakeAccount::setState(AccountState state)
{
    m_state = state;
    emit stateChanged();
}

void FakeAccount::setFirstLoad(FirstLoad load)
{
    m_load = load;
    emit firstLoadChanged();
}

void FakeAccount::setLast(ServerAddress server, const QString &email)
{
    m_server = std::move(server);
    m_email = email;
}

void FakeAccount::release()
{
    m_held = false;
    for (const auto &question : std::exchange(m_questions, {}))
        question();
}

QFuture<Result<Done>> FakeAccount::answer(std::function<Result<Done>()> reply)
{
    auto promise = std::make_shared<QPromise<Result<Done>>>();
    promise->start();
    QFuture<Result<Done>> future = promise->future();
    auto question = [promise, reply = std::move(reply)] {
        promise->addResult(reply());
        promise->finish();
    };
    if (m_held)
        m_questions.push_back(std::move(question));
    else
        question();
    return future;
}

QFuture<Result<ServerInfo>> FakeAccount::probe(ServerAddress server, std::string spki)
{
    ServerInfo info;
    info.address = std::move(server);
    info.name = QStringLiteral("Port Nimara");
    info.version = QStringLiteral("0.1.0");
    info.trust = spki.empty() ? ServerInfo::Trust::Unknown : ServerInfo::Trust::Pinned;
    info.spki = spki.empty() ? std::string(64, 'a') : spki;
    QPromise<Result<ServerInfo>> promise;
    promise.start();
    QFuture<Result<ServerInfo>> future = promise.future();
    promise.addResult(info);
    promise.finish();
    return future;
}

QFuture<Result<Done>> FakeAccount::signIn(SignInRequest request)
{
    requests.push_back(std::move(request));
    return answer([this]() -> Result<Done> {
        if (!failSignIn.key.empty())
            return failSignIn;
        if (onSignedIn)
            onSignedIn();
        setState(AccountState::SignedIn);
        return Done{};
    });
}

QFuture<Result<Done>> FakeAccount::signOut(bool)
{
    ++signOuts;
    return answer([this]() -> Result<Done> {
        setState(AccountState::SignedOut);
        return Done{};
    });
}

QFuture<Result<Done>> FakeAccount::choosePassphrase(QString passphrase)
{
    passphrases.push_back(passphrase);
    return answer([this]() -> Result<Done> {
        if (!failPassphrase.key.empty())
            return failPassphrase;
        setState(AccountState::SignedOut);
        return Done{};
    });
}

QFuture<Result<Done>> FakeAccount::unlock(QString passphrase)
{
    passphrases.push_back(passphrase);
    return answer([this]() -> Result<Done> {
        if (!failPassphrase.key.empty())
            return failPassphrase;
        setState(AccountState::SignedIn);
        return Done{};
    });
}

} // namespace nimara
