#include "sync/service/local_store.h"

#include "models/domain/sign_in_errors.h"
#include "models/schema/tables/all.h"
#include "tests/support/await.h"
#include "tests/sync/service/scripted_sync.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace nimara;
using namespace nimara::sync;
using namespace nimara::sync::test;
using schema::Clients;

namespace {

const Uuid otherPort = idOf(2, 0xA0);

// Quick enough for a test, the same in kind.
Tuning quick()
{
    Tuning tuning;
    tuning.firstRetry = std::chrono::milliseconds(20);
    tuning.longestRetry = std::chrono::milliseconds(100);
    tuning.longestOfflineRetry = std::chrono::milliseconds(100);
    return tuning;
}

SessionInfo session()
{
    SessionInfo info;
    info.userId = userId;
    info.userName = "Anna";
    info.portId = portId;
    info.ports.resize(2);
    info.ports[0].id = portId;
    info.ports[1].id = otherPort;
    info.ports[1].name = "Other";
    return info;
}

// Nothing of the file can be read any more.
void spoil(const QString &name)
{
    QFile file(name);
    QVERIFY2(file.open(QIODevice::ReadWrite), qPrintable(name));
    const QByteArray noise(static_cast<qsizetype>(file.size()), '\x5a');
    QCOMPARE(file.write(noise), noise.size());
    QFile::remove(name + QStringLiteral("-wal"));
}

} // namespace

class TestStore : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void thePortIsLoadedAndGoesLive();
    void aReadSeesEveryEditSubmittedBeforeIt();
    void anEditIsWaitingThenSentThenConfirmed();
    void anEditMadeOfflineSurvivesAndArrives();
    void whatOthersChangeIsToldInFewSignals();
    void aRefusedEditIsShownForReview();
    void aWaitingEditCanBeTakenBack();
    void rightsFollowTheServer();
    void portsAreKeptApart();
    void workingOfflineIsSaidAndKept();
    void theLinkComesBackByItself();
    void titlesAreFetchedAndFollowChanges();
    void aSessionThatEndedIsRefusedUntilAnotherToken();
    void tooManyConnectionsOfTheAccountAreSaid();
    void aPortThatWasNeverLoadedDoesNotHideWhenTheOthersWere();
    void aDamagedFileIsToldOnceWithWhatBecameOfTheEdits();
    void nothingIsReadBeforeOpeningOrAfterClosing();
    void theFilesAreForTheirOwnerAndEncrypted();

private:
    void start(const QByteArray &token = "token");
    void stop();
    std::string nameOf(std::uint64_t client);
    int clientCount();

    QTemporaryDir m_dir;
    std::unique_ptr<FakeServer> m_server;
    std::unique_ptr<ScriptedSync> m_sync;
    std::unique_ptr<SyncThreads> m_threads;
    std::unique_ptr<ServerApi> m_api;
    std::unique_ptr<LocalStore> m_store;
    SecretKey m_key = SecretKey::random();
    int m_run = 0;
};

void TestStore::init()
{
    ++m_run;
    m_server = std::make_unique<FakeServer>();
    m_server->answer = [](const auto &) {
        return FakeServer::Answer{401, R"({"code": "UNAUTHENTICATED", "key": "auth.session_ended"})"};
    };
    m_sync = std::make_unique<ScriptedSync>(*m_server);
    for (std::uint64_t i = 1; i <= 5; ++i)
        m_sync->put(portId, clientRow(i, 1));
    m_sync->put(otherPort, clientRow(77, 1, "Of the other port"));
}

void TestStore::cleanup()
{
    stop();
    m_sync.reset();
    m_server.reset();
}

void TestStore::start(const QByteArray &token)
{
    m_threads = std::make_unique<SyncThreads>(quick(), "en");
    m_api = std::make_unique<ServerApi>(m_threads->http());
    m_store = std::make_unique<LocalStore>(*m_threads, *m_api);
    const auto opened = await(m_store->open(
        {session(), m_key, m_dir.filePath(QString::number(m_run)), m_server->endpoint(), token}));
    QVERIFY2(opened && *opened, opened && !*opened ? opened->error().key.c_str() : "");
}

void TestStore::stop()
{
    m_store.reset();
    m_api.reset();
    m_threads.reset();
}

std::string TestStore::nameOf(std::uint64_t client)
{
    const auto row = await(m_store->row(Clients::table, idOf(client)));
    return row && *row ? (**row)[Clients::fullName].value_or("") : "";
}

int TestStore::clientCount()
{
    const auto found = await(m_store->find({.table = &Clients::table}));
    return found && *found ? int((*found)->numbers.size()) : -1;
}

void TestStore::thePortIsLoadedAndGoesLive()
{
    start();
    QTRY_VERIFY(m_store->status().usable);
    QTRY_COMPARE(m_store->status().link, LinkState::Live);
    QCOMPARE(clientCount(), 5);
    QCOMPARE(nameOf(3), std::string("Client 3"));
    QVERIFY(m_store->status().allSaved());
    QVERIFY(m_store->session().may("clients.edit"));
}

void TestStore::aReadSeesEveryEditSubmittedBeforeIt()
{
    start();
    QTRY_COMPARE(m_store->status().link, LinkState::Live);
    std::string was = "Client 1";
    for (int i = 0; i < 50; ++i) {
        const std::string now = "Name " + std::to_string(i);
        const auto submitted = m_store->submit(rename(1, was, now));
        const auto read = m_store->row(Clients::table, idOf(1)); // asked before the edit is on the disk
        const auto row = await(read);
        QVERIFY(row && *row);
        QCOMPARE(*(**row)[Clients::fullName], now);
        QVERIFY(submitted.isFinished());
        was = now;
    }
    QTRY_VERIFY(m_store->status().allSaved());
    QCOMPARE(m_sync->received.size(), std::size_t(50));
    for (std::size_t i = 0; i < 50; ++i)
        QCOMPARE(m_sync->received[i].mutation.seq, i + 1);
}

void TestStore::anEditIsWaitingThenSentThenConfirmed()
{
    start();
    QTRY_COMPARE(m_store->status().link, LinkState::Live);
    m_sync->holdOutcomes = true;
    const auto submitted = await(m_store->submit(rename(2, "Client 2", "Two")));
    QVERIFY(submitted && *submitted);
    QVERIFY(m_store->rowState(Clients::table, idOf(2)) != RowState::Confirmed);
    QTRY_COMPARE(m_store->rowState(Clients::table, idOf(2)), RowState::Sent);
    QCOMPARE(m_store->status().waiting, 1);
    const auto waiting = await(m_store->waitingEdits());
    QCOMPARE((*waiting)->size(), std::size_t(1));
    QVERIFY((*waiting)->front().sent);
    QCOMPARE((*waiting)->front().mutation.edit.title, std::string("Rename"));

    m_sync->release();
    QTRY_COMPARE(m_store->rowState(Clients::table, idOf(2)), RowState::Confirmed);
    QTRY_VERIFY(m_store->status().allSaved());
}

void TestStore::anEditMadeOfflineSurvivesAndArrives()
{
    start();
    QTRY_COMPARE(m_store->status().link, LinkState::Live);
    m_server->pause();
    m_server->cut();
    QTRY_VERIFY(m_store->status().link != LinkState::Live);
    const auto submitted = await(m_store->submit(rename(4, "Client 4", "From the dock")));
    QVERIFY(submitted && *submitted);
    QCOMPARE(nameOf(4), std::string("From the dock"));

    stop(); // without a farewell
    start();
    QCOMPARE(nameOf(4), std::string("From the dock"));
    QCOMPARE(m_store->rowState(Clients::table, idOf(4)), RowState::Waiting);
    QVERIFY(m_sync->received.empty());

    m_server->resume();
    QTRY_VERIFY(m_store->status().allSaved());
    QCOMPARE(m_sync->received.size(), std::size_t(1));
    QCOMPARE(*(*m_sync->find(portId, idOf(4)))[Clients::fullName], std::string("From the dock"));
}

void TestStore::whatOthersChangeIsToldInFewSignals()
{
    start();
    QTRY_COMPARE(m_store->status().link, LinkState::Live);
    int signalsSeen = 0;
    std::set<Uuid> ids;
    connect(m_store.get(), &Store::tableChanged, this, [&](int table, const std::vector<Uuid> &changed) {
        if (table != Clients::table.number)
            return;
        ++signalsSeen;
        ids.insert(changed.begin(), changed.end());
    });
    for (std::uint64_t i = 100; i < 400; ++i)
        m_sync->put(portId, clientRow(i, 1));
    QTRY_COMPARE(ids.size(), std::size_t(300));
    QCOMPARE(clientCount(), 305);
    QVERIFY2(signalsSeen < 100, qPrintable(QString::number(signalsSeen)));
}

void TestStore::aRefusedEditIsShownForReview()
{
    start();
    QTRY_COMPARE(m_store->status().link, LinkState::Live);
    m_sync->rejectWith = std::string(reject::forbidden);
    QVERIFY(await(m_store->submit(rename(2, "Client 2", "Not allowed"))));
    QTRY_COMPARE(m_store->status().review, 1);
    QCOMPARE(nameOf(2), std::string("Client 2"));
    QCOMPARE(m_store->rowState(Clients::table, idOf(2)), RowState::NeedsReview);
    QVERIFY(!m_store->status().allSaved());

    const auto reviews = await(m_store->reviewItems());
    QCOMPARE((*reviews)->size(), std::size_t(1));
    QCOMPARE((*reviews)->front().outcome.error.key, std::string(reject::forbidden));
    QVERIFY(*await(m_store->resolve((*reviews)->front().number, Resolution::Discard)));
    QTRY_VERIFY(m_store->status().allSaved());
    QCOMPARE(m_store->rowState(Clients::table, idOf(2)), RowState::Confirmed);
}

void TestStore::aWaitingEditCanBeTakenBack()
{
    start();
    QTRY_COMPARE(m_store->status().link, LinkState::Live);
    m_store->setWorkOffline(true);
    QTRY_COMPARE(m_store->status().link, LinkState::WorkingOffline);
    QVERIFY(await(m_store->submit(rename(2, "Client 2", "A slip"))));
    const auto waiting = await(m_store->waitingEdits());
    QCOMPARE((*waiting)->size(), std::size_t(1));
    QVERIFY(*await(m_store->discardWaiting((*waiting)->front().mutation.seq)));
    QCOMPARE(nameOf(2), std::string("Client 2"));
    QTRY_COMPARE(m_store->status().waiting, 0);
}

void TestStore::rightsFollowTheServer()
{
    start();
    QTRY_COMPARE(m_store->status().link, LinkState::Live);
    QVERIFY(m_store->may("clients.edit"));
    QSignalSpy changed(m_store.get(), &Store::sessionChanged);
    m_sync->changeRights(PermissionSet::seeded(SystemRole::Viewer));
    QTRY_VERIFY(!m_store->may("clients.edit"));
    QVERIFY(m_store->may("clients.view"));
    QVERIFY(changed.count() > 0);
}

void TestStore::portsAreKeptApart()
{
    start();
    QTRY_COMPARE(m_store->status().link, LinkState::Live);
    QSignalSpy replaced(m_store.get(), &Store::replicaReplaced);
    m_store->switchPort(otherPort);
    QTRY_COMPARE(m_store->session().portId, otherPort);
    QTRY_COMPARE(clientCount(), 1);
    QCOMPARE(nameOf(77), std::string("Of the other port"));
    QCOMPARE(nameOf(1), std::string());
    QVERIFY(replaced.count() > 0);

    QVERIFY(await(m_store->submit(rename(77, "Of the other port", "Two's own"))));
    QTRY_VERIFY(m_store->status().allSaved());
    QCOMPARE(m_sync->received.back().port, otherPort);
    m_store->switchPort(portId);
    QTRY_COMPARE(clientCount(), 5);
    m_store->switchPort(idOf(9, 0xA0)); // no member there
    QCOMPARE(m_store->session().portId, portId);
}

void TestStore::workingOfflineIsSaidAndKept()
{
    start();
    QTRY_COMPARE(m_store->status().link, LinkState::Live);
    m_store->setWorkOffline(true);
    QTRY_COMPARE(m_store->status().link, LinkState::WorkingOffline);
    QVERIFY(await(m_store->submit(rename(1, "Client 1", "Kept back"))));
    QTRY_COMPARE(m_store->status().waiting, 1);
    QCOMPARE(m_store->status().link, LinkState::WorkingOffline);
    QVERIFY(m_sync->received.empty());
    m_store->setWorkOffline(false);
    QTRY_VERIFY(m_store->status().allSaved());
    QCOMPARE(m_sync->received.size(), std::size_t(1));
}

void TestStore::theLinkComesBackByItself()
{
    start();
    QTRY_COMPARE(m_store->status().link, LinkState::Live);
    for (int i = 0; i < 3; ++i) {
        m_server->cut();
        QTRY_VERIFY(m_store->status().link != LinkState::Live);
        QTRY_COMPARE(m_store->status().link, LinkState::Live);
    }
    m_sync->put(portId, clientRow(6, 1, "After the storm"));
    QTRY_COMPARE(nameOf(6), std::string("After the storm"));
}

void TestStore::titlesAreFetchedAndFollowChanges()
{
    start();
    QTRY_COMPARE(m_store->status().link, LinkState::Live);
    QSignalSpy changed(m_store.get(), &Store::titlesChanged);
    QCOMPARE(m_store->title("clients", idOf(3)), QString());
    QTRY_COMPARE(m_store->title("clients", idOf(3)), QStringLiteral("Client 3"));
    QVERIFY(changed.count() > 0);
    QCOMPARE(m_store->title("users", userId), QStringLiteral("Anna"));
    QVERIFY(await(m_store->submit(rename(3, "Client 3", "Third"))));
    QTRY_COMPARE(m_store->title("clients", idOf(3)), QStringLiteral("Third"));
    QCOMPARE(m_store->title("no_such_table", idOf(3)), QString());
}

void TestStore::aSessionThatEndedIsRefusedUntilAnotherToken()
{
    m_server->socketOpened = nullptr; // every upgrade is answered 401
    start("old");
    QTRY_COMPARE(m_store->status().link, LinkState::Refused);
    QCOMPARE(m_store->status().problem.key, std::string("auth.session_ended"));
    QVERIFY(*await(m_store->submit(createClient(50, "Made meanwhile"))));

    m_sync = std::make_unique<ScriptedSync>(*m_server);
    m_sync->put(portId, clientRow(1, 1));
    m_store->setToken(m_server->endpoint(), "new");
    QTRY_VERIFY(m_store->status().allSaved());
    QCOMPARE(m_sync->received.size(), std::size_t(1));
    QCOMPARE(m_sync->received.front().token, QByteArray("new"));
}

void TestStore::tooManyConnectionsOfTheAccountAreSaid()
{
    const auto admit = m_server->socketOpened;
    m_server->socketOpened = nullptr;
    m_server->answer = [](const auto &) {
        return FakeServer::Answer{429, R"({"code": "RATE_LIMITED", "key": "auth.sockets"})",
                                  "Retry-After: 30\r\n"};
    };
    start();
    QTRY_COMPARE(m_store->status().problem.key, std::string(signin::tooManySockets));
    QCOMPARE(m_store->status().link, LinkState::Disconnected); // it goes on trying
    QVERIFY(*await(m_store->submit(createClient(50, "Made meanwhile"))));

    m_server->socketOpened = admit;
    m_store->syncNow(); // whoever has closed the app elsewhere need not wait
    QTRY_VERIFY(m_store->status().allSaved());
    QCOMPARE(m_sync->received.size(), std::size_t(1));
}

void TestStore::aPortThatWasNeverLoadedDoesNotHideWhenTheOthersWere()
{
    start();
    QTRY_VERIFY(m_store->status().allSaved());
    QTRY_VERIFY(m_store->status().lastSyncedAt && m_store->status().firstLoads.empty());
    const QString file = QDir(m_store->folder()).filePath(QString::fromStdString(otherPort.toString()));
    QTRY_VERIFY(QFile::exists(file + QStringLiteral(".db")));
    stop();
    for (const char *part : {".db", ".db-wal", ".db-shm"})
        QFile::remove(file + QString::fromLatin1(part));

    m_server->socketOpened = nullptr; // every upgrade is answered 401
    start("old");
    // The others are told of as they are opened.
    QTRY_VERIFY(m_store->status().firstLoads.size() == 1 &&
                m_store->status().firstLoads.front().port == otherPort);
    QCOMPARE(m_store->status().firstLoads.front().name, std::string("Other"));
    QVERIFY(m_store->status().lastSyncedAt);
}

void TestStore::aDamagedFileIsToldOnceWithWhatBecameOfTheEdits()
{
    start();
    QTRY_VERIFY(m_store->status().allSaved());
    QVERIFY(!m_store->takeRepair());
    const QString file =
        QDir(m_store->folder()).filePath(QString::fromStdString(portId.toString()) + QStringLiteral(".db"));
    m_store->setWorkOffline(true);
    QVERIFY(*await(m_store->submit(rename(1, "Client 1", "Made on the dock"))));
    stop();
    spoil(file);

    start({});
    QTRY_COMPARE(m_store->status().waiting, 1);
    QCOMPARE(m_store->takeRepair(), std::optional(Repair{.kept = 1}));
    QVERIFY(!m_store->takeRepair());
    stop();
    spoil(file);
    spoil(file + QStringLiteral(".outbox"));

    start({});
    const std::optional<Repair> repair = m_store->takeRepair();
    QVERIFY(repair && !repair->lostNothing());
}

void TestStore::nothingIsReadBeforeOpeningOrAfterClosing()
{
    start();
    QTRY_VERIFY(m_store->status().usable);
    QVERIFY(await(m_store->close()));
    QVERIFY(m_store->session().userId.isNil());
    QCOMPARE(m_store->status().link, LinkState::SignedOut);
    const auto found = await(m_store->find({.table = &Clients::table}));
    QVERIFY(found && !*found);
    const auto submitted = await(m_store->submit(rename(1, "Client 1", "Nobody")));
    QVERIFY(submitted && !*submitted);
    QCOMPARE(m_store->title("clients", idOf(3)), QString());
}

void TestStore::theFilesAreForTheirOwnerAndEncrypted()
{
    start();
    QTRY_VERIFY(m_store->status().usable);
    stop();
    const QDir folder(m_dir.filePath(QString::number(m_run)));
    const QStringList files = folder.entryList(QDir::Files);
    QVERIFY(files.contains(QStringLiteral("user.db")));
    QVERIFY(files.contains(QString::fromStdString(portId.toString()) + QStringLiteral(".db")));
    for (const QString &name : files) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        QVERIFY2(!content.contains("Client 3") && !content.startsWith("SQLite format"), qPrintable(name));
        QVERIFY2(!(file.permissions() &
                   (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther)),
                 qPrintable(name));
    }
}

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
