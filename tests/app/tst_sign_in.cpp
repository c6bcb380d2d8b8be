#include "tests/sync/service/scripted_sync.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace nimara;
using namespace nimara::sync::test;

// `nimara --sign-in` as a script starts it, on a computer without a keychain: no session outlives the program.
class TestSignIn : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void theSecondStartSignsInAgain();
    void aWrongPasswordIsSaidAtTheSecondStartToo();
    void withoutTheServerTheSecondStartWorksWithWhatIsHere();

private:
    int run(const QByteArray &password = "right");

    int m_signIns = 0;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<FakeServer> m_server;
    std::unique_ptr<ScriptedSync> m_sync;
    QString m_address;
};

void TestSignIn::init()
{
    m_signIns = 0;
    m_dir = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<FakeServer>();
    m_server->answer = [this](const FakeServer::Request &request) -> FakeServer::Answer {
        const Json body = request.body.isEmpty() ? Json() : *parseJson(request.body.toStdString());
        if (request.path == "/api/auth/sign-in") {
            if (body["password"] != "right")
                return {401, R"({"code": "UNAUTHENTICATED", "key": "auth.wrong"})"};
            ++m_signIns;
        }
        const Json account{
            {"token", "token"},
            {"user", {{"id", userId.toString()}, {"name", "Anna"}, {"email", "anna@example.org"}}},
            {"ports", {{{"id", portId.toString()}, {"slug", "one"}, {"name", "One"}}}}};
        return {200, QByteArray::fromStdString(account.dump())};
    };
    m_sync = std::make_unique<ScriptedSync>(*m_server);
    m_sync->put(portId, clientRow(1, 1));
    const auto endpoint = m_server->endpoint();
    m_address = QString::fromStdString(PairingCode{endpoint.address, endpoint.spki}.toString());
}

void TestSignIn::cleanup()
{
    m_sync.reset();
    m_server.reset();
}

// Until it has taken its picture; password and passphrase come by descriptors 3 and 4.
int TestSignIn::run(const QByteArray &password)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QStringLiteral("disabled:"));
    environment.insert(QStringLiteral("TEST_PASSWORD"), QString::fromUtf8(password));
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QStringLiteral("bash"),
                  {QStringLiteral("-c"),
                   QStringLiteral("exec \"$0\" \"$@\" 3<<<\"$TEST_PASSWORD\" 4<<<'a quiet berth'"),
                   qEnvironmentVariable("NIMARA_BINARY_DIR") + QStringLiteral("/nimara"),
                   QStringLiteral("--profile"), m_dir->filePath(QStringLiteral("profile")),
                   QStringLiteral("--server"), m_address, QStringLiteral("--sign-in"),
                   QStringLiteral("anna@example.org"), QStringLiteral("--password-fd"), QStringLiteral("3"),
                   QStringLiteral("--passphrase-fd"), QStringLiteral("4"), QStringLiteral("--pages"),
                   QStringLiteral("clients"), QStringLiteral("--screenshots"),
                   m_dir->filePath(QStringLiteral("pictures")), QStringLiteral("--light")});
    // The server lives in this thread: it has to go on while the program runs.
    if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000))
        return -1;
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
}

void TestSignIn::theSecondStartSignsInAgain()
{
    QCOMPARE(run(), 0);
    QCOMPARE(m_signIns, 1);
    QCOMPARE(run(), 0);
    QCOMPARE(m_signIns, 2);
    QVERIFY(QFile::exists(m_dir->filePath(QStringLiteral("pictures/clients-light.png"))));
}

void TestSignIn::aWrongPasswordIsSaidAtTheSecondStartToo()
{
    QCOMPARE(run(), 0);
    QCOMPARE(run("wrong"), 3);
    QCOMPARE(m_signIns, 1);
}

void TestSignIn::withoutTheServerTheSecondStartWorksWithWhatIsHere()
{
    QCOMPARE(run(), 0);
    m_sync.reset();
    m_server.reset();
    QCOMPARE(run(), 0);
}

QTEST_GUILESS_MAIN(TestSignIn)
#include "tst_sign_in.moc"
