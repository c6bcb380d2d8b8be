#include "app/sign_in.h"

#include "models/domain/pairing.h"
#include "models/store/when_done.h"
#include "ui/shell/sync_words.h"

namespace nimara::app {

AutomaticSignIn::AutomaticSignIn(sync::Client &client, const Options &options, QObject *parent)
    : QObject(parent), m_client(client), m_options(options)
{
    if (options.passphraseFd)
        m_passphrase = lineFrom(*options.passphraseFd);
    connect(&client.account(), &AccountService::stateChanged, this, &AutomaticSignIn::follow,
            Qt::QueuedConnection);
    connect(&client.account(), &AccountService::firstLoadChanged, this, &AutomaticSignIn::follow,
            Qt::QueuedConnection);
    connect(&client.store(), &Store::sessionChanged, this, &AutomaticSignIn::follow, Qt::QueuedConnection);
    connect(&client.store(), &Store::statusChanged, this, &AutomaticSignIn::follow, Qt::QueuedConnection);
}

void AutomaticSignIn::follow()
{
    if (m_done)
        return;
    switch (m_client.account().state()) {
    case AccountState::SignedOut:
    case AccountState::LeaseEnded:
        signIn();
        return;
    case AccountState::ChoosePassphrase:
    case AccountState::AskPassphrase:
        givePassphrase();
        return;
    case AccountState::SignedIn:
        if (asksToSignIn())
            signIn();
        if (!m_signingIn && knowsSession())
            choosePort();
        return;
    default:
        return;
    }
}

// What lies here is open, but the session of the last time has ended.
bool AutomaticSignIn::asksToSignIn() const
{
    return !m_options.offline && ui::asksToSignIn(m_client.store().status());
}

// Whether the server has said what it thinks of the session of the last time, or cannot be asked.
bool AutomaticSignIn::knowsSession() const
{
    const SyncStatus &status = m_client.store().status();
    return m_asked || m_options.offline || m_options.email.isEmpty() || !status.problem.key.empty() ||
           status.link == LinkState::Live || status.link == LinkState::Loading;
}

void AutomaticSignIn::signIn()
{
    if (std::exchange(m_asked, true) || m_options.email.isEmpty())
        return;
    SignInRequest request;
    const std::string server = m_options.server.toStdString();
    const auto code =
        looksLikePairingCode(server) ? parsePairingCode(server) : Result<PairingCode>(PairingCode{});
    const auto address = looksLikePairingCode(server)
                             ? Result<ServerAddress>(code ? code->server : ServerAddress())
                             : parseServerAddress(server);
    if (!code || !address) {
        emit finished(code ? address.error() : code.error());
        return;
    }
    request.server = *address;
    request.spki = code->spki;
    request.email = m_options.email;
    if (m_options.passwordFd)
        request.password = lineFrom(*m_options.passwordFd).value_or(QString());
    m_signingIn = true;
    whenDone(m_client.account().signIn(request), this, [this](const Result<Done> &done) {
        m_signingIn = false;
        const bool isOpen = m_client.account().state() == AccountState::SignedIn;
        if (done || (isOpen && done.error().code == ErrorCode::Offline))
            follow(); // what lies here can be worked with all the same
        else
            emit finished(done.error());
    });
}

void AutomaticSignIn::givePassphrase()
{
    if (!m_passphrase)
        return;
    const bool isNew = m_client.account().state() == AccountState::ChoosePassphrase;
    const QString passphrase = *std::exchange(m_passphrase, std::nullopt);
    whenDone(isNew ? m_client.account().choosePassphrase(passphrase) : m_client.account().unlock(passphrase),
             this, [this](const Result<Done> &done) {
                 if (!done)
                     emit finished(done.error());
             });
}

void AutomaticSignIn::choosePort()
{
    const SessionInfo &session = m_client.store().session();
    const std::string wanted = m_options.port.toStdString();
    for (const PortInfo &port : session.ports) {
        const bool isWanted = wanted.empty() ? session.portId.isNil() : port.slug == wanted;
        if (isWanted && session.portId != port.id) {
            m_client.store().switchPort(port.id);
            return;
        }
        if (isWanted)
            break;
    }
    if (!m_client.account().firstLoad().usable || session.portId.isNil())
        return;
    m_done = true;
    emit finished(Error());
}

} // namespace nimara::app
