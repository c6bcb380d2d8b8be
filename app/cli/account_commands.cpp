#include "app/cli/commands.h"
#include "models/store/when_done.h"

namespace nimara::cli {

namespace {

bool isLoaded(const SyncStatus &status)
{
    return status.link == LinkState::Live && status.usable;
}

// Whoever signs in wants to work offline afterwards: the first load belongs to it.
void finishLogin(Cli &cli)
{
    const auto tell = [&cli] {
        print(statusToJson(cli.store()));
        cli.finish();
    };
    const bool hasPort = !cli.store().session().portId.isNil();
    if (!cli.waits() || !hasPort)
        tell();
    else
        cli.when([&cli] { return isLoaded(cli.store().status()); }, tell);
}

// No keychain here: the passphrase that is given becomes the one of this user, or opens what lies here already.
void answerForPassphrase(Cli &cli)
{
    const auto passphrase = cli.passphrase();
    if (!passphrase) {
        cli.fail(passphrase.error());
        return;
    }
    const bool isNew = cli.account().state() == AccountState::ChoosePassphrase;
    cli.take(isNew ? cli.account().choosePassphrase(*passphrase) : cli.account().unlock(*passphrase),
             [&cli](Done) { cli.choosePort([&cli] { finishLogin(cli); }); });
}

void onSignedIn(Cli &cli)
{
    switch (cli.account().state()) {
    case AccountState::ChoosePassphrase:
    case AccountState::AskPassphrase:
        answerForPassphrase(cli);
        return;
    case AccountState::KeychainLocked:
        cli.fail({ErrorCode::Unavailable, "vault.keychain_locked"});
        return;
    default:
        cli.choosePort([&cli] { finishLogin(cli); });
        return;
    }
}

} // namespace

void runLogin(Cli &cli)
{
    SignInRequest request;
    const auto &operands = cli.arguments().operands;
    const std::string server = operands.empty() ? std::string() : operands[0];
    if (looksLikePairingCode(server)) {
        const auto code = parsePairingCode(server);
        if (!code)
            return cli.fail(code.error());
        request.server = code->server;
        request.spki = code->spki;
    } else if (!server.empty()) {
        const auto address = parseServerAddress(server);
        if (!address)
            return cli.fail(address.error());
        request.server = *address;
    } else if (const auto last = cli.account().lastServer()) {
        request.server = *last;
    }
    request.email = operands.size() > 1 ? QString::fromStdString(operands[1]) : cli.account().lastEmail();
    if (request.server.host.empty() || request.email.isEmpty())
        return cli.fail({ErrorCode::Invalid, "usage.operand", "SERVER EMAIL"});
    const auto password = cli.password();
    if (!password)
        return cli.fail(password.error());
    request.password = *password;
    cli.signIn(request, [&cli](const Result<Done> &done) {
        if (done)
            onSignedIn(cli);
        else
            cli.fail(done.error());
    });
}

void runLogout(Cli &cli)
{
    const bool forget = cli.arguments().has("forget");
    // Where the data could not be opened nobody knows.
    const bool isOpen = !cli.store().session().userId.isNil();
    const Json waiting = isOpen ? Json(cli.store().status().waiting) : Json();
    cli.take(cli.account().signOut(forget), [&cli, forget, waiting](Done) {
        print({{"signedOut", true}, {"forgotten", forget}, {"waiting", waiting}});
        cli.finish();
    });
}

// Says whether the server is reached, so it waits until that is known. Not to reach it is an answer too.
void runStatus(Cli &cli)
{
    const auto tell = [&cli] {
        Json status = statusToJson(cli.store());
        const auto server = cli.account().lastServer();
        status["server"] = server ? Json(server->toString()) : Json();
        print(status);
        cli.finish();
    };
    if (cli.waits())
        cli.when([&cli] { return isConnected(cli.store().status()); }, tell,
                 [tell](const Error &) { tell(); });
    else
        tell();
}

} // namespace nimara::cli
