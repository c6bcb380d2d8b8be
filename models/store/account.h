#pragma once

#include "models/domain/pairing.h"
#include "models/domain/sign_in_errors.h"

#include <QFuture>
#include <QObject>
#include <QString>

#include <cstdint>
#include <optional>

namespace nimara {

enum class AccountState {
    Starting,         // keychain and profile are being looked at
    SignedOut,        // nobody on this profile: ask for server, e-mail, password
    ChoosePassphrase, // no keychain, first use: ask for a new passphrase before anything is written
    AskPassphrase,    // no keychain: the passphrase that opens what lies here
    KeychainLocked,   // there is one, but it is locked: unlock it and call retryKeychain()
    LeaseEnded,       // too long without the server: the same user must sign in
    SignedIn          // Store::session() names the user
};

enum class KeychainState { Unknown, Available, Locked, Missing };

// What a server tells before anyone signs in.
struct ServerInfo
{
    ServerAddress address;
    QString name;     // "Port Nimara"
    QString version;  // "0.1.0"
    std::string spki; // SHA-256 of its public key, hex
    enum class Trust { Authority, Pinned, Unknown } trust = Trust::Unknown;
};

struct SignInRequest
{
    ServerAddress server;
    std::string
        spki; // from a pairing code or confirmed by the user; empty: what is pinned already, or authorities
    QString email;
    QString password; // never kept
};

// The first load of a replica. The pages are usable once `usable`; the rest follows in the background.
struct FirstLoad
{
    int stage = 0; // 0: not loading
    int stages = 0;
    std::int64_t rows = 0;
    std::int64_t totalRows = 0; // 0: unknown
    bool usable = true;

    bool operator==(const FirstLoad &) const = default;
};

// Who is signed in on this profile, and how one signs in. Implemented in sync/service. All calls are made on
// the GUI thread and return at once. Errors bear the keys of models/domain/sign_in_errors.h.
//
// After signIn() the session (Store::session()) lists the ports. With one port it is chosen already; with
// several portId may be nil, and the shell asks and calls Store::switchPort(). With none the user is shown
// whom to ask.
class AccountService : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual AccountState state() const = 0;
    virtual KeychainState keychain() const = 0;
    // To fill the form of someone who signs in again; empty on a new profile.
    virtual std::optional<ServerAddress> lastServer() const = 0;
    virtual QString lastEmail() const = 0;
    virtual const FirstLoad &firstLoad() const = 0;

    // Asks a server who it is, without signing in. With `spki` the connection is refused unless the key is
    // that one.
    virtual QFuture<Result<ServerInfo>> probe(ServerAddress server, std::string spki) = 0;
    virtual QFuture<Result<Done>> signIn(SignInRequest request) = 0;
    // Ends the session here and on the server where it can be reached. `forget` also removes the replica;
    // unsent edits are then lost, which the shell asks about before.
    virtual QFuture<Result<Done>> signOut(bool forget) = 0;

    // State ChoosePassphrase.
    virtual QFuture<Result<Done>> choosePassphrase(QString passphrase) = 0;
    // State AskPassphrase.
    virtual QFuture<Result<Done>> unlock(QString passphrase) = 0;
    // State KeychainLocked: look again.
    virtual void retryKeychain() = 0;

signals:
    void stateChanged();
    void firstLoadChanged();
};

} // namespace nimara
