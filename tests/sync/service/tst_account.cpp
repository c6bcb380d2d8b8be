#include "sync/service/local_account.h"

#include "models/domain/sign_in_errors.h"
#include "models/schema/tables/all.h"
#include "tests/support/await.h"
#include "tests/support/fake_keychain.h"
#include "tests/sync/service/scripted_sync.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace nimara;
using namespace nimara::sync;
using namespace nimara::sync::test;
using schema::Clients;

namespace {

const Uuid berta = idOf(2, 0xB0);
const QString passphrase = QStringLiteral("a quiet berth");

Json accountOf(const Uuid &user, const char *name)
{
    return {
        {"user", {{"id", user.toString()}, {"name", name}, {"email", std::string(name) + "@example.org"}}},
        {"ports",
         {{{"id", portId.toString()}, {"slug", "one"}, {"name", "One"}, {"roleName", "sales_agent"}}}}};
}

template <typename T>
std::string errorOf(const std::optional<Result<T>> &answer)
{
    return !answer ? "cancelled" : *answer ? "" : answer->error().key;
}

} // namespace

// One start of the program on a profile.
struct Program
{
    Program(const QString &folder, Keychain &keychain)
    {
        auto opened = Profile::open(folder);
        if (!opened) {
            fault = opened.error();
            return;
        }
        profile = *std::move(opened);
        Tuning tuning;
        tuning.firstRetry = std::chrono::milliseconds(20);
        tuning.longestRetry = tuning.longestOfflineRetry = std::chrono::milliseconds(100);
        threads = std::make_unique<SyncThreads>(tuning, "en");
        api = std::make_unique<ServerApi>(threads->http());
        store = std::make_unique<LocalStore>(*threads, *api);
        LocalAccount::Options options;
        options.cost = {.passes = 1, .memoryKiB = 64, .lanes = 1};
        account = std::make_unique<LocalAccount>(*profile, keychain, *api, *store, options);
        account->start();
    }
    std::string signIn(const FakeServer &server, const char *name, const char *password = "right")
    {
        SignInRequest request;
        request.server = server.endpoint().address;
        request.spki = server.endpoint().spki;
        request.email = QString::fromLatin1(name) + QStringLiteral("@example.org");
        request.password = QString::fromLatin1(password);
        return errorOf(await(account->signIn(request)));
    }
    std::string nameOf(std::uint64_t client)
    {
        const auto row = await(store->row(Clients::table, idOf(client)));
        return row && *row ? (**row)[Clients::fullName].value_or("") : "";
    }
    AccountState state() const { return account->state(); }

    Error fault;
    std::unique_ptr<Profile> profile;
    std::unique_ptr<SyncThreads> threads;
    std::unique_ptr<ServerApi> api;
    std::unique_ptr<LocalStore> store;
    std::unique_ptr<LocalAccount> account;
};

class TestAccount : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void aNewProfileAsksToSignIn();
    void aWrongPasswordChangesNothing();
    void theNextStartNeedsNoNetwork();
    void aLockedKeychainWaitsAndLosesNothing();
    void aLostKeyIsSaidAndNeverReplaced();
    void withoutAKeychainAPassphraseIsAsked();
    void signingOutHidesTheDataAndKeepsTheEdits();
    void forgettingRemovesEverything();
    void anotherUserSeesAndSendsNothingOfTheFirst();
    void anEndedSessionIsContinuedByTheSameUserAlone();
    void oneProgramAtATimeHoldsAProfile();
    void aDamagedProfileFileCostsOnlyTheAddress();
    void theEndedLeaseLocksUntilTheServerIsSeen();

private:
    QString folder() const { return m_dir->filePath(QStringLiteral("profile")); }
    std::unique_ptr<Program> program() { return std::make_unique<Program>(folder(), m_keychain); }
    FakeServer::Answer answer(const FakeServer::Request &request);
    bool live(const Program &one) const { return one.store->status().link == LinkState::Live; }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<FakeServer> m_server;
    std::unique_ptr<ScriptedSync> m_sync;
    FakeKeychain m_keychain;
    QHash<QByteArray, Uuid> m_sessions; // token to user
    int m_tokens = 0;
};

void TestAccount::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_keychain.entries.clear();
    m_keychain.now = KeychainState::Available;
    m_sessions.clear();
    m_tokens = 0;
    m_server = std::make_unique<FakeServer>();
    m_server->answer = [this](const auto &request) { return answer(request); };
    m_sync = std::make_unique<ScriptedSync>(*m_server);
    m_sync->put(portId, clientRow(1, 1));
}

void TestAccount::cleanup()
{
    m_sync.reset();
    m_server.reset();
}

FakeServer::Answer TestAccount::answer(const FakeServer::Request &request)
{
    const FakeServer::Answer refused{401, R"({"code": "UNAUTHENTICATED", "key": "auth.session_ended"})"};
    if (request.path == "/api/auth/sign-in") {
        const Json body = *parseJson(request.body.toStdString());
        if (body["password"] != "right")
            return {401, R"({"code": "UNAUTHENTICATED", "key": "auth.wrong_password"})"};
        const bool isBerta = body["email"] == "berta@example.org";
        const QByteArray token = "token" + QByteArray::number(++m_tokens);
        m_sessions[token] = isBerta ? berta : userId;
        Json account = accountOf(m_sessions[token], isBerta ? "berta" : "anna");
        account["token"] = token.toStdString();
        return {200, QByteArray::fromStdString(account.dump())};
    }
    if (!m_sessions.contains(request.token))
        return refused;
    if (request.path == "/api/auth/sign-out") {
        m_sessions.remove(request.token);
        return {204, ""};
    }
    const Uuid user = m_sessions[request.token];
    return {200, QByteArray::fromStdString(accountOf(user, user == berta ? "berta" : "anna").dump())};
}

void TestAccount::aNewProfileAsksToSignIn()
{
    const auto first = program();
    QTRY_COMPARE(first->state(), AccountState::SignedOut);
    QCOMPARE(first->account->keychain(), KeychainState::Available);
    QVERIFY(!first->account->lastServer());
    QVERIFY(first->account->lastEmail().isEmpty());

    QCOMPARE(first->signIn(*m_server, "anna"), std::string());
    QCOMPARE(first->state(), AccountState::SignedIn);
    QTRY_VERIFY(live(*first));
    QCOMPARE(first->nameOf(1), std::string("Client 1"));
    QCOMPARE(first->store->session().userName, std::string("anna"));
    QCOMPARE(first->account->lastEmail(), QStringLiteral("anna@example.org"));
    QVERIFY(first->account->firstLoad().usable);
}

void TestAccount::aWrongPasswordChangesNothing()
{
    const auto first = program();
    QTRY_COMPARE(first->state(), AccountState::SignedOut);
    QCOMPARE(first->signIn(*m_server, "anna", "wrong"), std::string(signin::wrongPassword));
    QCOMPARE(first->state(), AccountState::SignedOut);
    QVERIFY(m_keychain.entries.isEmpty());
    QVERIFY(!QDir(folder()).exists(QStringLiteral("users")));
}

void TestAccount::theNextStartNeedsNoNetwork()
{
    {
        const auto first = program();
        QTRY_COMPARE(first->state(), AccountState::SignedOut);
        QCOMPARE(first->signIn(*m_server, "anna"), std::string());
        QTRY_VERIFY(live(*first));
    }
    m_server->pause();
    m_server->cut();
    const auto next = program();
    QTRY_COMPARE(next->state(), AccountState::SignedIn);
    QCOMPARE(next->nameOf(1), std::string("Client 1"));
    QVERIFY(next->store->may("clients.edit"));
    QCOMPARE(next->store->session().portId, portId);
    QVERIFY(*await(next->store->submit(rename(1, "Client 1", "Renamed on the dock"))));
    m_server->resume();
    QTRY_VERIFY(next->store->status().allSaved());
    QCOMPARE(m_sync->received.back().token, QByteArray("token1"));
}

void TestAccount::aLockedKeychainWaitsAndLosesNothing()
{
    {
        const auto first = program();
        QTRY_COMPARE(first->state(), AccountState::SignedOut);
        QCOMPARE(first->signIn(*m_server, "anna"), std::string());
    }
    const auto entries = m_keychain.entries;
    m_keychain.now = KeychainState::Locked;
    const auto next = program();
    QTRY_COMPARE(next->state(), AccountState::KeychainLocked);
    QCOMPARE(next->account->keychain(), KeychainState::Locked);
    next->account->retryKeychain();
    QTRY_COMPARE(next->state(), AccountState::KeychainLocked);

    m_keychain.now = KeychainState::Available;
    next->account->retryKeychain();
    QTRY_COMPARE(next->state(), AccountState::SignedIn);
    QCOMPARE(m_keychain.entries, entries);
}

void TestAccount::aLostKeyIsSaidAndNeverReplaced()
{
    {
        const auto first = program();
        QTRY_COMPARE(first->state(), AccountState::SignedOut);
        QCOMPARE(first->signIn(*m_server, "anna"), std::string());
    }
    m_keychain.entries.clear();
    const auto next = program();
    QTRY_COMPARE(next->state(), AccountState::SignedOut);
    QCOMPARE(next->account->startFault().key, std::string(vault::keyLost));
    QCOMPARE(next->signIn(*m_server, "anna"), std::string(vault::keyLost));
    QVERIFY(m_keychain.entries.isEmpty());
    // Only forgetting what cannot be read any more makes room for a new key.
    QVERIFY(*await(next->account->signOut(true)));
    QCOMPARE(next->signIn(*m_server, "anna"), std::string());
    QCOMPARE(next->state(), AccountState::SignedIn);
}

void TestAccount::withoutAKeychainAPassphraseIsAsked()
{
    m_keychain.now = KeychainState::Missing;
    {
        const auto first = program();
        QTRY_COMPARE(first->state(), AccountState::SignedOut);
        QCOMPARE(first->account->keychain(), KeychainState::Missing);
        QCOMPARE(first->signIn(*m_server, "anna"), std::string());
        QCOMPARE(first->state(), AccountState::ChoosePassphrase);
        QVERIFY(!QDir(folder()).exists(QStringLiteral("users"))); // nothing was written
        QCOMPARE(errorOf(await(first->account->choosePassphrase(QStringLiteral("short")))),
                 std::string("vault.passphrase_short"));
        QCOMPARE(errorOf(await(first->account->choosePassphrase(passphrase))), std::string());
        QCOMPARE(first->state(), AccountState::SignedIn);
        QTRY_VERIFY(live(*first));
    }
    const auto next = program();
    QTRY_COMPARE(next->state(), AccountState::AskPassphrase);
    QCOMPARE(errorOf(await(next->account->unlock(QStringLiteral("another")))),
             std::string(signin::wrongPassphrase));
    QCOMPARE(next->state(), AccountState::AskPassphrase);
    QCOMPARE(errorOf(await(next->account->unlock(passphrase))), std::string());
    QCOMPARE(next->state(), AccountState::SignedIn);
    QCOMPARE(next->nameOf(1), std::string("Client 1"));
    // No token was kept: work goes on here, and is sent after signing in.
    QTRY_COMPARE(next->store->status().link, LinkState::Refused);
    QCOMPARE(next->store->status().problem.key, std::string(signin::ended));
    QCOMPARE(next->signIn(*m_server, "anna"), std::string());
    QTRY_VERIFY(live(*next));
}

void TestAccount::signingOutHidesTheDataAndKeepsTheEdits()
{
    {
        const auto first = program();
        QTRY_COMPARE(first->state(), AccountState::SignedOut);
        QCOMPARE(first->signIn(*m_server, "anna"), std::string());
        QTRY_VERIFY(live(*first));
        first->store->setWorkOffline(true);
        QTRY_COMPARE(first->store->status().link, LinkState::WorkingOffline);
        QVERIFY(*await(first->store->submit(rename(1, "Client 1", "Not sent yet"))));
        QVERIFY(*await(first->account->signOut(false)));
        QCOMPARE(first->state(), AccountState::SignedOut);
        QCOMPARE(first->nameOf(1), std::string());
        QTRY_VERIFY(m_sessions.isEmpty()); // ended on the server, too
    }
    const auto next = program();
    QTRY_COMPARE(next->state(), AccountState::SignedOut);
    QCOMPARE(next->nameOf(1), std::string());
    QCOMPARE(next->signIn(*m_server, "anna"), std::string());
    QCOMPARE(next->nameOf(1), std::string("Not sent yet"));
    QTRY_VERIFY(next->store->status().allSaved());
    QCOMPARE(m_sync->received.size(), std::size_t(1));
}

void TestAccount::forgettingRemovesEverything()
{
    const auto first = program();
    QTRY_COMPARE(first->state(), AccountState::SignedOut);
    QCOMPARE(first->signIn(*m_server, "anna"), std::string());
    QTRY_VERIFY(live(*first));
    QVERIFY(*await(first->account->signOut(true)));
    QVERIFY(m_keychain.entries.isEmpty());
    QVERIFY(!QDir(first->profile->userFolder(userId)).exists());
}

void TestAccount::anotherUserSeesAndSendsNothingOfTheFirst()
{
    const auto one = program();
    QTRY_COMPARE(one->state(), AccountState::SignedOut);
    QCOMPARE(one->signIn(*m_server, "anna"), std::string());
    QTRY_VERIFY(live(*one));
    one->store->setWorkOffline(true);
    QVERIFY(*await(one->store->submit(createClient(40, "Anna's secret"))));
    QVERIFY(*await(one->account->signOut(false)));

    one->store->setWorkOffline(false);
    QCOMPARE(one->signIn(*m_server, "berta"), std::string());
    QCOMPARE(one->store->session().userId, berta);
    QTRY_VERIFY(one->store->status().usable);
    QCOMPARE(one->nameOf(40), std::string());
    QCOMPARE(one->store->status().waiting, 0);
    QVERIFY(m_sync->received.empty());
    QVERIFY(*await(one->account->signOut(false)));

    QCOMPARE(one->signIn(*m_server, "anna"), std::string());
    QCOMPARE(one->nameOf(40), std::string("Anna's secret"));
    QTRY_COMPARE(m_sync->received.size(), std::size_t(1));
    QCOMPARE(m_sessions[m_sync->received.front().token], userId);
}

void TestAccount::anEndedSessionIsContinuedByTheSameUserAlone()
{
    const auto one = program();
    QTRY_COMPARE(one->state(), AccountState::SignedOut);
    QCOMPARE(one->signIn(*m_server, "anna"), std::string());
    QTRY_VERIFY(live(*one));
    m_sessions.clear();
    m_tokens = 0;
    m_server->closeSockets(4401);
    QTRY_COMPARE(one->store->status().link, LinkState::Refused);
    QCOMPARE(one->store->status().problem.key, std::string(signin::revoked));
    QCOMPARE(one->state(), AccountState::SignedIn); // work goes on
    QVERIFY(*await(one->store->submit(rename(1, "Client 1", "Meanwhile"))));

    QCOMPARE(one->signIn(*m_server, "berta"), std::string(signin::otherUser));
    QCOMPARE(one->store->session().userId, userId);
    QVERIFY(m_sync->received.empty());
    QCOMPARE(one->signIn(*m_server, "anna"), std::string());
    QTRY_VERIFY(one->store->status().allSaved());
    QCOMPARE(m_sync->received.size(), std::size_t(1));
}

void TestAccount::oneProgramAtATimeHoldsAProfile()
{
    const auto first = program();
    const auto second = program();
    QCOMPARE(second->fault.key, std::string(signin::profileInUse));
    QVERIFY(second->fault.detail.ends_with(std::to_string(QCoreApplication::applicationPid())));
}

void TestAccount::aDamagedProfileFileCostsOnlyTheAddress()
{
    {
        const auto first = program();
        QTRY_COMPARE(first->state(), AccountState::SignedOut);
        QCOMPARE(first->signIn(*m_server, "anna"), std::string());
        QVERIFY(*await(first->store->submit(createClient(41, "Kept"))));
    }
    QFile file(folder() + QStringLiteral("/profile.json"));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write("{\"server\": \"exa");
    file.close();
    const auto next = program();
    QTRY_COMPARE(next->state(), AccountState::SignedOut);
    QCOMPARE(next->signIn(*m_server, "anna"), std::string());
    QCOMPARE(next->nameOf(41), std::string("Kept"));
}

void TestAccount::theEndedLeaseLocksUntilTheServerIsSeen()
{
    m_sync->leaseHours = 0; // over as soon as the server is out of sight
    const auto one = program();
    QTRY_COMPARE(one->state(), AccountState::SignedOut);
    QCOMPARE(one->signIn(*m_server, "anna"), std::string());
    QTRY_VERIFY(one->store->status().usable);
    m_server->pause();
    m_server->cut();
    const auto next = [&] {
        one->threads->writer().syncNow();
        return one->store->status().locked;
    };
    QTRY_VERIFY_WITH_TIMEOUT(next(), 15'000);
    QCOMPARE(one->state(), AccountState::LeaseEnded);
    const auto read = await(one->store->row(Clients::table, idOf(1)));
    QCOMPARE(errorOf(read), std::string(signin::leaseEnded));
    QCOMPARE(errorOf(await(one->store->submit(rename(1, "Client 1", "x")))), std::string(signin::leaseEnded));

    m_sync->leaseHours = 72;
    m_server->resume();
    QTRY_COMPARE(one->state(), AccountState::SignedIn);
    QCOMPARE(one->nameOf(1), std::string("Client 1"));
}

QTEST_GUILESS_MAIN(TestAccount)
#include "tst_account.moc"
