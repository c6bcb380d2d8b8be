#include "sync/service/keychain.h"

#include "models/domain/sign_in_errors.h"
#include "tests/support/await.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QProcess>
#include <QtTest>

using namespace nimara;
using namespace nimara::sync;

// The real keychain, once without any D-Bus session and once in a session of its own. The second runs this program
// again under tests/support/with_keyring.sh, so that the developer's own keyring is never touched.
class TestKeychain : public QObject
{
    Q_OBJECT

private slots:
    void secretsComeBack();
    void anEntryThatWasNeverMadeIsNothing();
    void aLockedKeychainIsNotAnEmptyOne();
};

class TestNoKeychain : public QObject
{
    Q_OBJECT

private slots:
    void withoutASessionThereIsNoKeychain();
};

void TestKeychain::secretsComeBack()
{
    SystemKeychain keychain;
    QCOMPARE(await(keychain.state()), KeychainState::Available);
    const QByteArray secret("binary \0 and \xff bytes", 21);
    const auto written = await(keychain.write(QStringLiteral("test/one"), secret));
    QVERIFY(written && *written);
    const auto read = await(keychain.read(QStringLiteral("test/one")));
    QVERIFY(read && *read && **read);
    QCOMPARE(***read, secret);

    QVERIFY(*await(keychain.remove(QStringLiteral("test/one"))));
    QVERIFY(!**await(keychain.read(QStringLiteral("test/one"))));
    QVERIFY(*await(keychain.remove(QStringLiteral("test/one"))));
}

void TestKeychain::anEntryThatWasNeverMadeIsNothing()
{
    SystemKeychain keychain;
    const auto read = await(keychain.read(QStringLiteral("test/never")));
    QVERIFY(read && *read);
    QVERIFY(!**read);
}

void TestKeychain::aLockedKeychainIsNotAnEmptyOne()
{
    SystemKeychain keychain;
    QVERIFY(*await(keychain.write(QStringLiteral("test/kept"), "secret")));

    QDBusMessage lock = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"),
        QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("Lock"));
    lock << QVariant::fromValue(
        QList<QDBusObjectPath>{QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/collection/login"))});
    QVERIFY(QDBusConnection::sessionBus().call(lock).type() == QDBusMessage::ReplyMessage);

    QCOMPARE(await(keychain.state()), KeychainState::Locked);
    const auto read = await(keychain.read(QStringLiteral("test/kept")));
    QVERIFY(read);
    QVERIFY(!*read);
    QCOMPARE(read->error().key, std::string(signin::keychainLocked));
    const auto written = await(keychain.write(QStringLiteral("test/kept"), "other"));
    QVERIFY(written && !*written);
}

void TestNoKeychain::withoutASessionThereIsNoKeychain()
{
    SystemKeychain keychain;
    QCOMPARE(await(keychain.state()), KeychainState::Missing);
    const auto read = await(keychain.read(QStringLiteral("test/one")));
    QVERIFY(read && !*read);
    const auto written = await(keychain.write(QStringLiteral("test/one"), "secret"));
    QVERIFY(written && !*written);
}

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsSet("NIMARA_IN_SESSION")) {
        QCoreApplication app(argc, argv);
        TestKeychain test;
        return QTest::qExec(&test, argc, argv);
    }
    qputenv("DBUS_SESSION_BUS_ADDRESS", "disabled:");
    QCoreApplication app(argc, argv);
    TestNoKeychain test;
    const int without = QTest::qExec(&test, argc, argv);

    QProcess session;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("NIMARA_IN_SESSION"), QStringLiteral("1"));
    environment.remove(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"));
    session.setProcessEnvironment(environment);
    session.setProcessChannelMode(QProcess::ForwardedChannels);
    session.start(
        qEnvironmentVariable("NIMARA_SOURCE_DIR") + QStringLiteral("/tests/support/with_keyring.sh"),
        QStringList{QCoreApplication::applicationFilePath()} + QCoreApplication::arguments().mid(1));
    session.waitForFinished(60'000);
    return without != 0 ? without : session.exitStatus() == QProcess::NormalExit ? session.exitCode() : 1;
}

#include "tst_keychain.moc"
