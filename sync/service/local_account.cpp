#include "sync/service/local_account.h"

#include "models/domain/sign_in_errors.h"
#include "models/store/when_done.h"
#include "sync/service/safe_file.h"

#include <QDir>
#include <QSysInfo>

namespace nimara::sync {

namespace {

constexpr std::string_view cachePurpose = "nimara account cache";
constexpr int shortestPassphrase = 8;

Error shortPassphrase()
{
    return {ErrorCode::Invalid, "vault.passphrase_short", "passphrase", std::to_string(shortestPassphrase)};
}

} // namespace

LocalAccount::LocalAccount(Profile &profile, Keychain &keychain, ServerApi &api, LocalStore &store,
                           Options options, QObject *parent)
    : AccountService(parent), m_profile(profile), m_keychain(keychain), m_api(api), m_store(store),
      m_options(std::move(options))
{
    connect(&m_store, &Store::statusChanged, this, &LocalAccount::onStatus);
}

LocalAccount::~LocalAccount() = default;

void LocalAccount::setState(AccountState state)
{
    if (state == m_state)
        return;
    m_state = state;
    emit stateChanged();
}

std::optional<ServerAddress> LocalAccount::lastServer() const
{
    const ServerAddress &address = m_profile.remembered().server.address;
    return address.host.empty() ? std::nullopt : std::optional(address);
}

ServerEndpoint LocalAccount::endpointFor(const ServerAddress &address, const std::string &spki) const
{
    const ServerEndpoint &known = m_profile.remembered().server;
    ServerEndpoint server{address, spki, m_options.plainLoopback};
    if (server.address.port == 0)
        server.address.port = defaultServerPort;
    if (spki.empty() && known.address == server.address)
        server.spki = known.spki;
    return server;
}

// ---- starting

void LocalAccount::start()
{
    whenDone(m_keychain.state(), this, [this](KeychainState state) {
        m_keychainState = state;
        const Profile::Remembered &last = m_profile.remembered();
        if (last.userId.isNil() || !last.signedIn) {
            setState(AccountState::SignedOut);
            return;
        }
        prepareVault(last.userId);
        openVault(Promise());
    });
}

void LocalAccount::endStart(const Error &fault)
{
    if (m_state != AccountState::Starting && m_state != AccountState::KeychainLocked)
        return;
    m_startFault = fault;
    m_vault.reset();
    setState(AccountState::SignedOut);
}

void LocalAccount::retryKeychain()
{
    whenDone(m_keychain.state(), this, [this](KeychainState state) {
        m_keychainState = state;
        if (m_vault)
            openVault(Promise());
        else
            emit stateChanged();
    });
}

// ---- the place for a user's data

void LocalAccount::prepareVault(const Uuid &user)
{
    m_vault = std::make_unique<Vault>(m_profile.userFolder(user), m_keychain, m_options.cost);
}

// One opening at a time: who asks again while one is under way is refused.
std::optional<LocalAccount::Promise> LocalAccount::beginOpening(const Promise &asked)
{
    if (m_opening != 0) {
        asked.finish(Error{ErrorCode::Conflict, "account.state"});
        return std::nullopt;
    }
    const int number = m_opening = ++m_openings;
    const Promise promise;
    whenDone(promise.future(), this, [this, asked, number](const Result<Done> &result) {
        if (m_opening == number)
            m_opening = 0;
        asked.finish(result);
    });
    return promise;
}

// It goes on when a person has done something, which may be at once.
void LocalAccount::waitForPerson(AccountState state, const Promise &promise)
{
    m_opening = 0;
    promise.finish(Done{});
    setState(state);
}

// The promise is kept with what can be done now: where a person is needed, the state says so, and the sign-in counts as
// done.
void LocalAccount::openVault(const Promise &asked)
{
    const std::optional<Promise> granted = beginOpening(asked);
    if (!granted)
        return;
    const Promise &promise = *granted;
    switch (m_vault->kind()) {
    case Vault::Kind::Keychain:
        openFromKeychain(promise);
        return;
    case Vault::Kind::Passphrase:
        waitForPerson(AccountState::AskPassphrase, promise);
        return;
    case Vault::Kind::Damaged:
        onVaultFault({ErrorCode::Storage, std::string(vault::damaged)}, promise);
        return;
    case Vault::Kind::None:
        break;
    }
    if (!m_granted) {
        endStart({});
        promise.finish(Done{});
        return;
    }
    switch (m_keychainState) {
    case KeychainState::Available:
        whenDone(m_vault->createInKeychain(), this, [this, promise](const Result<SecretKey> &key) {
            if (key)
                onKey(*key, promise);
            else
                onVaultFault(key.error(), promise);
        });
        return;
    case KeychainState::Locked:
        waitForPerson(AccountState::KeychainLocked, promise);
        return;
    default:
        waitForPerson(AccountState::ChoosePassphrase, promise);
        return;
    }
}

void LocalAccount::openFromKeychain(const Promise &promise)
{
    whenDone(m_vault->open(), this, [this, promise](const Result<SecretKey> &key) {
        if (key)
            onKey(*key, promise);
        else
            onVaultFault(key.error(), promise);
    });
}

void LocalAccount::onVaultFault(const Error &error, const Promise &promise)
{
    if (error.key == signin::keychainLocked) {
        m_keychainState = KeychainState::Locked;
        waitForPerson(AccountState::KeychainLocked, promise);
        return;
    }
    m_granted.reset();
    promise.finish(error);
    endStart(error);
}

QFuture<Result<Done>> LocalAccount::choosePassphrase(QString passphrase)
{
    if (m_state != AccountState::ChoosePassphrase || !m_vault || !m_granted)
        return failedFuture<Done>({ErrorCode::Conflict, "account.state"});
    if (passphrase.size() < shortestPassphrase)
        return failedFuture<Done>(shortPassphrase());
    const Promise asked;
    if (const auto promise = beginOpening(asked))
        take(m_vault->createWithPassphrase(std::move(passphrase)), *promise);
    return asked.future();
}

QFuture<Result<Done>> LocalAccount::unlock(QString passphrase)
{
    if (m_state != AccountState::AskPassphrase || !m_vault)
        return failedFuture<Done>({ErrorCode::Conflict, "account.state"});
    const Promise asked;
    if (const auto promise = beginOpening(asked))
        take(m_vault->open(std::move(passphrase)), *promise);
    return asked.future();
}

void LocalAccount::take(const QFuture<Result<SecretKey>> &coming, const Promise &promise)
{
    whenDone(coming, this, [this, promise](const Result<SecretKey> &key) {
        if (key)
            onKey(*key, promise);
        else
            promise.finish(key.error());
    });
}

// ---- the key is here

void LocalAccount::onKey(const SecretKey &key, const Promise &promise)
{
    if (!m_granted) {
        openCached(key, promise);
        return;
    }
    const Granted granted = *std::exchange(m_granted, std::nullopt);
    Profile::Remembered remembered = m_profile.remembered();
    remembered.server = granted.server;
    remembered.email = granted.email;
    remembered.userId = granted.answer.session.userId;
    remembered.signedIn = true;
    if (const auto done = m_profile.remember(remembered); !done) {
        promise.finish(done.error());
        return;
    }
    // The port that was looked at last is shown again.
    SessionInfo session = granted.answer.session;
    if (const auto before = readCache(key); before && session.portId.isNil()) {
        for (const PortInfo &port : session.ports) {
            if (port.id == before->portId)
                session.portId = port.id;
        }
    }
    if (const auto done = writeCache(key, session); !done) {
        promise.finish(done.error());
        return;
    }
    // A token that the keychain does not take costs signing in again at the next start, and nothing now.
    m_vault->storeToken(granted.answer.token);
    openStore(key, {session, key, m_profile.userFolder(session.userId), granted.server, granted.answer.token},
              promise);
}

void LocalAccount::openCached(const SecretKey &key, const Promise &promise)
{
    const auto session = readCache(key);
    if (!session) {
        promise.finish(session.error());
        endStart(session.error());
        return;
    }
    whenDone(m_vault->token(), this,
             [this, key, session = *session, promise](const Result<std::optional<QByteArray>> &token) {
                 const QByteArray known = token && *token ? **token : QByteArray();
                 openStore(key,
                           {session, key, m_profile.userFolder(session.userId), m_profile.remembered().server,
                            known},
                           promise);
             });
}

void LocalAccount::openStore(const SecretKey &key, OpenUser user, const Promise &promise)
{
    m_key = key;
    m_token = user.token;
    m_wasConnected = false;
    whenDone(m_store.open(std::move(user)), this, [this, promise](const Result<Done> &opened) {
        if (!opened) {
            m_key.reset();
            promise.finish(opened.error());
            endStart(opened.error());
            return;
        }
        setState(m_store.status().locked ? AccountState::LeaseEnded : AccountState::SignedIn);
        promise.finish(Done{});
    });
}

// ---- signing in and out

QFuture<Result<ServerInfo>> LocalAccount::probe(ServerAddress server, std::string spki)
{
    return m_api.probe({server, spki, m_options.plainLoopback});
}

QFuture<Result<Done>> LocalAccount::signIn(SignInRequest request)
{
    const ServerEndpoint server = endpointFor(request.server, request.spki);
    const Promise promise;
    const ServerApi::Device device{m_profile.remembered().deviceId, QSysInfo::machineHostName()};
    whenDone(m_api.signIn(server, request.email, request.password, device), this,
             [this, promise, server, email = request.email.trimmed()](const Result<SignedIn> &answer) {
                 if (answer)
                     accept({server, email, *answer}, promise);
                 else
                     promise.finish(answer.error());
             });
    return promise.future();
}

void LocalAccount::accept(Granted granted, const Promise &promise)
{
    m_startFault = {};
    if (m_key) {
        signInAgain(granted, promise);
        return;
    }
    const Uuid user = granted.answer.session.userId;
    m_granted = std::move(granted);
    whenDone(m_keychain.state(), this, [this, user, promise](KeychainState state) {
        m_keychainState = state;
        prepareVault(user);
        openVault(promise);
    });
}

// Somebody is at work here and only the session had ended. Nobody else takes over what that user has not sent yet.
void LocalAccount::signInAgain(const Granted &granted, const Promise &promise)
{
    if (granted.answer.session.userId != m_store.session().userId) {
        m_api.signOut(granted.server, granted.answer.token);
        promise.finish(Error{ErrorCode::Conflict, std::string(signin::otherUser)});
        return;
    }
    Profile::Remembered remembered = m_profile.remembered();
    remembered.server = granted.server;
    remembered.email = granted.email;
    if (const auto done = m_profile.remember(remembered); !done) {
        promise.finish(done.error());
        return;
    }
    m_token = granted.answer.token;
    m_vault->storeToken(m_token);
    m_store.setSession(granted.answer.session);
    keepCache();
    whenDone(m_store.setToken(granted.server, m_token), this,
             [promise](const Result<Done> &done) { promise.finish(done); });
}

QFuture<Result<Done>> LocalAccount::signOut(bool forget)
{
    const Promise promise;
    if (!m_token.isEmpty())
        m_api.signOut(m_profile.remembered().server, m_token);
    keepCache();
    m_token.clear();
    m_granted.reset();
    m_key.reset();
    Profile::Remembered remembered = m_profile.remembered();
    remembered.signedIn = false;
    if (const auto done = m_profile.remember(remembered); !done)
        return failedFuture<Done>(done.error());
    whenDone(m_store.close(), this,
             [this, forget, promise](const Result<Done> &) { finishSignOut(forget, promise); });
    return promise.future();
}

void LocalAccount::finishSignOut(bool forget, const Promise &promise)
{
    const auto done = [this, promise](const Result<Done> &result) {
        m_vault.reset();
        setState(AccountState::SignedOut);
        promise.finish(result);
    };
    if (!m_vault) {
        done(Done{});
    } else if (!forget) {
        whenDone(m_vault->removeToken(), this, done);
    } else {
        const QString folder = m_profile.userFolder(m_profile.remembered().userId);
        whenDone(m_vault->destroy(), this, [folder, done](const Result<Done> &destroyed) {
            const bool removed = QDir(folder).removeRecursively();
            done(removed ? destroyed
                         : Result<Done>(Error{ErrorCode::Storage, "storage.write", {}, "remove"}));
        });
    }
}

// ---- what the server says of the account, kept for the next start

QString LocalAccount::cacheFile() const
{
    return QDir(m_profile.userFolder(m_profile.remembered().userId)).filePath(QStringLiteral("account.box"));
}

Result<Done> LocalAccount::writeCache(const SecretKey &key, const SessionInfo &session)
{
    const std::string sealed = seal(sessionToJson(session).dump(), key.derived(cachePurpose), cachePurpose);
    return writePrivateFile(cacheFile(), QByteArray::fromStdString(sealed));
}

// A cache that could not be written is an older one at the next start, which the server's answer then renews.
void LocalAccount::keepCache()
{
    if (m_key)
        static_cast<void>(writeCache(*m_key, m_store.session()));
}

Result<SessionInfo> LocalAccount::readCache(const SecretKey &key) const
{
    const auto content = readPrivateFile(cacheFile());
    if (!content)
        return content.error();
    const auto plain =
        *content ? unseal((*content)->toStdString(), key.derived(cachePurpose), cachePurpose) : std::nullopt;
    if (!plain)
        return Error{ErrorCode::Unauthenticated, std::string(signin::ended)};
    const auto json = parseJson(*plain);
    return json ? sessionFromJson(*json) : Result<SessionInfo>(json.error());
}

void LocalAccount::refreshSession()
{
    whenDone(m_api.me(m_profile.remembered().server, m_token), this,
             [this](const Result<SessionInfo> &session) {
                 if (!session || !m_key || session->userId != m_store.session().userId)
                     return;
                 m_store.setSession(*session);
                 keepCache();
             });
}

void LocalAccount::onStatus()
{
    const SyncStatus &status = m_store.status();
    if (m_key && (m_state == AccountState::SignedIn || m_state == AccountState::LeaseEnded))
        setState(status.locked ? AccountState::LeaseEnded : AccountState::SignedIn);

    const bool connected = status.link == LinkState::Live || status.link == LinkState::Loading;
    if (connected && !m_wasConnected && m_key && !m_token.isEmpty())
        refreshSession();
    m_wasConnected = connected;

    FirstLoad load;
    load.usable = status.usable;
    if (status.link == LinkState::Loading || !status.usable) {
        load.stages = 2;
        load.stage = status.usable ? 2 : 1;
        load.rows = status.loadedRows;
        load.totalRows = status.totalRows;
    }
    if (load == m_firstLoad)
        return;
    m_firstLoad = load;
    emit firstLoadChanged();
}

} // namespace nimara::sync
