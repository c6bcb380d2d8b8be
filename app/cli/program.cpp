#include "app/cli/program.h"

namespace nimara::cli {

using namespace std::chrono_literals;

Result<std::unique_ptr<Program>> Program::open(const ProgramOptions &options)
{
    std::unique_ptr<Program> program(new Program(options));
    sync::Client::Options client;
    client.profile = options.profile;
    client.offline = options.offline;
    client.plainLoopback = options.plainLoopback;
    auto opened = sync::Client::open(std::move(client));
    if (!opened)
        return opened.error();
    program->m_client = *std::move(opened);
    program->account().start();
    return program;
}

Program::~Program()
{
    if (m_client)
        (void)waitFor(store().close());
}

Program::Waited Program::waitUntil(const std::function<bool()> &holds, std::chrono::milliseconds longest)
{
    QEventLoop loop;
    QTimer end;
    bool over = false;
    end.setSingleShot(true);
    QObject::connect(&end, &QTimer::timeout, &loop, [&] {
        over = true;
        loop.quit();
    });
    end.start(longest);
    // Any change that a condition can be about comes with one of these.
    QObject::connect(&store(), &Store::statusChanged, &loop, &QEventLoop::quit);
    QObject::connect(&store(), &Store::sessionChanged, &loop, &QEventLoop::quit);
    QObject::connect(&account(), &AccountService::stateChanged, &loop, &QEventLoop::quit);
    QObject::connect(&account(), &AccountService::firstLoadChanged, &loop, &QEventLoop::quit);
    while (!holds()) {
        if (over)
            return Waited::TimedOut;
        loop.exec();
    }
    return Waited::Holds;
}

Result<Done> Program::openSession()
{
    waitUntil([this] { return account().state() != AccountState::Starting; }, 30s);
    return settle();
}

Result<Done> Program::settle()
{
    const Error needed{ErrorCode::Unauthenticated, "cli.passphrase", "--passphrase-fd",
                       "this computer has no keychain: a passphrase opens the data"};
    switch (account().state()) {
    case AccountState::ChoosePassphrase:
        if (!m_options.passphrase)
            return needed;
        if (const auto chosen = waitFor(account().choosePassphrase(*m_options.passphrase)); !chosen)
            return chosen.error();
        break;
    case AccountState::AskPassphrase:
        if (!m_options.passphrase)
            return needed;
        if (const auto unlocked = unlock(); !unlocked)
            return unlocked.error();
        break;
    case AccountState::KeychainLocked:
        return Error{
            ErrorCode::Unauthenticated, "vault.keychain_locked", {}, "unlock the keychain and try again"};
    case AccountState::LeaseEnded:
        return Error{ErrorCode::Unauthenticated, "auth.lease_ended", {}, "sign in again"};
    case AccountState::SignedOut:
    case AccountState::Starting:
        return Error{
            ErrorCode::Unauthenticated, "auth.signed_out", {}, "nobody is signed in: nimara-cli login"};
    case AccountState::SignedIn:
        break;
    }
    if (account().state() != AccountState::SignedIn)
        return Error{
            ErrorCode::Unauthenticated, "auth.signed_out", {}, "nobody is signed in: nimara-cli login"};
    return choosePort();
}

// The state is told a moment before the account is ready for its answer.
Result<Done> Program::unlock()
{
    for (int tries = 0; tries < 100; ++tries) {
        const auto unlocked = waitFor(account().unlock(*m_options.passphrase));
        if (unlocked || unlocked.error().key != "account.state")
            return unlocked;
        waitUntil([] { return false; }, 10ms);
    }
    return Error{ErrorCode::Internal, "account.state"};
}

Result<Done> Program::choosePort()
{
    const SessionInfo &session = store().session();
    Uuid wanted = session.portId;
    for (const PortInfo &port : session.ports) {
        if (port.slug == m_options.port)
            wanted = port.id;
    }
    const PortInfo *chosen = nullptr;
    for (const PortInfo &port : session.ports) {
        if (port.id == wanted)
            chosen = &port;
    }
    if (!m_options.port.empty() && (!chosen || chosen->slug != m_options.port))
        return Error{ErrorCode::NotFound, "cli.port", "--port", "is none of yours: " + m_options.port};
    if (!chosen) {
        if (session.ports.empty())
            return Error{ErrorCode::Forbidden, "auth.no_port", {}, "no port has been given to you"};
        return Error{ErrorCode::Invalid, "cli.port", "--port", "you have several ports: name one"};
    }
    if (session.portId != wanted)
        store().switchPort(wanted);
    return Done{};
}

} // namespace nimara::cli
