#include "models/schema/tables/all.h"
#include "tests/sync/service/scripted_sync.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace nimara;
using namespace nimara::sync::test;
using schema::Clients;

namespace {

// Exit codes as docs/cli.md names them.
constexpr int done = 0;
constexpr int usage = 2;
constexpr int signIn = 3;
constexpr int unreached = 4;
constexpr int review = 5;
constexpr int notFound = 6;
constexpr int inUse = 7;
constexpr int tooOld = 9;
constexpr int notSent = 10;

struct Ran
{
    int exit = -1;
    std::vector<Json> lines;
    Json error;
};

std::vector<Json> jsonLines(const QByteArray &output)
{
    std::vector<Json> lines;
    for (const QByteArray &line : output.split('\n')) {
        if (line.isEmpty())
            continue;
        auto json = parseJson(line.toStdString());
        lines.push_back(json ? *std::move(json) : Json("not JSON: " + line.toStdString()));
    }
    return lines;
}

} // namespace

// nimara-cli as a script sees it, on a computer without a keychain.
class TestCli : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void aWrongCommandLineIsSaidInJson_data();
    void aWrongCommandLineIsSaidInJson();
    void nobodyIsSignedInAtFirst();
    void aWrongPasswordIsRefused();
    void aServerThatIsBusyIsAskedAgain();
    void withoutAKeychainAPassphraseIsNeeded();
    void whatWasLoadedIsReadOffline();
    void anEditMadeOfflineArrivesInAnotherProfile();
    void anEditIsConfirmedByTheServer();
    void aRefusedEditEndsWithItsReason();
    void anArchivedRowIsBroughtBackAndAnEditTakenBack();
    void anUnreachableServerIsSaid();
    void aServerThatIsComingBackIsWaitedFor();
    void aProgramThatIsTooOldIsToldSo();
    void tooManyConnectionsAreNoMatterOfThePassword();
    void oneOfSeveralPortsIsNamed();
    void aProfileIsUsedByOneProgram();
    void signingOutKeepsTheEditsAndForgettingRemovesThem();

private:
    std::unique_ptr<QProcess> begin(const QString &profile, const QStringList &words,
                                    const QByteArray &password = "right");
    Ran end(QProcess &process);
    Ran run(const QString &profile, const QStringList &words, const QByteArray &password = "right")
    {
        return end(*begin(profile, words, password));
    }
    Ran login(const QString &profile)
    {
        return run(profile, {QStringLiteral("login"), address(), QStringLiteral("anna@example.org")});
    }
    QString address() const;
    static QString id(std::uint64_t client) { return QString::fromStdString(idOf(client).toString()); }

    Json m_ports; // of the user
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<FakeServer> m_server;
    std::unique_ptr<ScriptedSync> m_sync;
};

void TestCli::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<FakeServer>();
    m_ports = {{{"id", portId.toString()}, {"slug", "one"}, {"name", "One"}}};
    m_server->answer = [this](const FakeServer::Request &request) -> FakeServer::Answer {
        const Json body = request.body.isEmpty() ? Json() : *parseJson(request.body.toStdString());
        if (request.path == "/api/auth/sign-in" && body["password"] != "right")
            return {401, R"({"code": "UNAUTHENTICATED", "key": "auth.wrong_password"})"};
        Json account{{"token", "token"},
                     {"user", {{"id", userId.toString()}, {"name", "Anna"}, {"email", "anna@example.org"}}},
                     {"ports", m_ports}};
        return {200, QByteArray::fromStdString(account.dump())};
    };
    m_sync = std::make_unique<ScriptedSync>(*m_server);
    for (std::uint64_t i = 1; i <= 4; ++i)
        m_sync->put(portId, clientRow(i, 1));
}

void TestCli::cleanup()
{
    m_sync.reset();
    m_server.reset();
}

QString TestCli::address() const
{
    const auto endpoint = m_server->endpoint();
    return QString::fromStdString(PairingCode{endpoint.address, endpoint.spki}.toString());
}

// Password and passphrase come by descriptors 3 and 4, as a script would give them.
std::unique_ptr<QProcess> TestCli::begin(const QString &profile, const QStringList &words,
                                         const QByteArray &password)
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QStringLiteral("disabled:"));
    environment.insert(QStringLiteral("TEST_PASSWORD"), QString::fromUtf8(password));
    process->setProcessEnvironment(environment);
    const QString program = qEnvironmentVariable("NIMARA_BINARY_DIR") + QStringLiteral("/nimara-cli");
    QStringList arguments{QStringLiteral("-c"),
                          QStringLiteral("exec \"$0\" \"$@\" 3<<<\"$TEST_PASSWORD\" 4<<<'a quiet berth'"),
                          program};
    if (!profile.isEmpty())
        arguments << QStringLiteral("--profile") << m_dir->filePath(profile);
    if (!password.isEmpty())
        arguments << QStringLiteral("--password-fd") << QStringLiteral("3")
                  << QStringLiteral("--passphrase-fd") << QStringLiteral("4");
    process->start(QStringLiteral("bash"), arguments + words);
    return process;
}

Ran TestCli::end(QProcess &process)
{
    // The server lives in this thread: it has to go on while the program runs.
    Ran ran;
    if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000))
        return ran;
    ran.exit = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
    ran.lines = jsonLines(process.readAllStandardOutput());
    const std::vector<Json> errors = jsonLines(process.readAllStandardError());
    if (!errors.empty())
        ran.error = errors.back();
    if (ran.exit == 1)
        qWarning("%s", ran.error.dump().c_str()); // what no test expects
    return ran;
}

void TestCli::aWrongCommandLineIsSaidInJson_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *name, const QString &words, const char *field) {
        QTest::newRow(name) << words.split(QLatin1Char(' ')) << QString::fromLatin1(field);
    };
    row("no such command", QStringLiteral("frobnicate"), "frobnicate");
    row("no such option", QStringLiteral("status --nothing"), "nothing");
    row("an option without its value", QStringLiteral("status --port"), "port");
    row("a command that is nothing offline", QStringLiteral("sync --offline"), "offline");
    row("not a number", QStringLiteral("status --timeout soon"), "timeout");
}

void TestCli::aWrongCommandLineIsSaidInJson()
{
    QFETCH(QStringList, words);
    QFETCH(QString, field);
    const Ran ran =
        run({}, QStringList{QStringLiteral("--profile"), m_dir->filePath(QStringLiteral("p"))} + words, {});
    QCOMPARE(ran.exit, usage);
    QVERIFY(ran.lines.empty());
    QCOMPARE(ran.error["code"], Json("VALIDATION_ERROR"));
    QCOMPARE(ran.error["field"], Json(field.toStdString()));
    QVERIFY(ran.error["error"].is_string());
}

void TestCli::nobodyIsSignedInAtFirst()
{
    const Ran ran = run(QStringLiteral("a"), {QStringLiteral("status")});
    QCOMPARE(ran.exit, signIn);
    QCOMPARE(ran.error["key"], Json("account.none"));
    QCOMPARE(ran.error["code"], Json("UNAUTHENTICATED"));
}

void TestCli::aWrongPasswordIsRefused()
{
    const Ran ran = run(QStringLiteral("a"),
                        {QStringLiteral("login"), address(), QStringLiteral("anna@example.org")}, "wrong");
    QCOMPARE(ran.exit, signIn);
    QCOMPARE(ran.error["key"], Json("auth.wrong_password"));
}

void TestCli::aServerThatIsBusyIsAskedAgain()
{
    int refusals = 1;
    m_server->answer = [&refusals, usual = m_server->answer](const FakeServer::Request &request) {
        if (request.path != "/api/auth/sign-in" || refusals == 0)
            return usual(request);
        --refusals;
        return FakeServer::Answer{503, R"({"code": "UNAVAILABLE", "key": "server.database"})",
                                  "Retry-After: 1\r\n"};
    };
    const QStringList words{QStringLiteral("login"), address(), QStringLiteral("anna@example.org")};
    const Ran once = run(QStringLiteral("a"), words);
    QCOMPARE(once.exit, unreached);
    QCOMPARE(once.error["key"], Json("server.database"));
    refusals = 2;
    const Ran patient =
        run(QStringLiteral("a"), words + QStringList{QStringLiteral("--timeout"), QStringLiteral("60")});
    QCOMPARE(patient.exit, done);
    QCOMPARE(refusals, 0);
}

void TestCli::withoutAKeychainAPassphraseIsNeeded()
{
    const Ran ran = login(QStringLiteral("a"));
    QCOMPARE(ran.exit, done);
    QCOMPARE(ran.lines.size(), std::size_t(1));
    QCOMPARE(ran.lines[0]["user"], Json("anna@example.org"));
    QCOMPARE(ran.lines[0]["usable"], Json(true));

    const Ran without = run(QStringLiteral("a"), {QStringLiteral("status")}, {});
    QCOMPARE(without.exit, signIn);
    QCOMPARE(without.error["key"], Json("vault.passphrase_needed"));

    // The passphrase opens the data; the token was kept nowhere, so that sending takes the password too.
    const QStringList passphrase{QStringLiteral("--passphrase-fd"), QStringLiteral("4")};
    const Ran reading = run(QStringLiteral("a"),
                            passphrase + QStringList{QStringLiteral("list"), QStringLiteral("clients")}, {});
    QCOMPARE(reading.exit, done);
    const Ran sending = run(QStringLiteral("a"), passphrase + QStringList{QStringLiteral("sync")}, {});
    QCOMPARE(sending.exit, signIn);
    QCOMPARE(sending.error["key"], Json("auth.session_ended"));
}

void TestCli::whatWasLoadedIsReadOffline()
{
    QCOMPARE(login(QStringLiteral("a")).exit, done);
    m_server->pause();
    const QString offline = QStringLiteral("--offline");
    Ran ran = run(QStringLiteral("a"),
                  {offline, QStringLiteral("list"), QStringLiteral("clients"), QStringLiteral("--sort"),
                   QStringLiteral("-full_name"), QStringLiteral("--columns"), QStringLiteral("id,full_name"),
                   QStringLiteral("--limit"), QStringLiteral("2")});
    QCOMPARE(ran.exit, done);
    QCOMPARE(ran.lines.size(), std::size_t(2));
    QCOMPARE(ran.lines[0], (Json{{"id", idOf(4).toString()}, {"full_name", "Client 4"}}));

    ran = run(QStringLiteral("a"), {offline, QStringLiteral("list"), QStringLiteral("clients"),
                                    QStringLiteral("--where"), QStringLiteral("full_name~LIENT 3")});
    QCOMPARE(ran.lines.size(), std::size_t(1));
    QCOMPARE(ran.lines[0]["id"], Json(idOf(3).toString()));

    ran = run(QStringLiteral("a"), {offline, QStringLiteral("get"), QStringLiteral("clients"), id(2)});
    QCOMPARE(ran.lines[0]["full_name"], Json("Client 2"));
    QCOMPARE(ran.lines[0]["_state"], Json("confirmed"));

    ran = run(QStringLiteral("a"), {offline, QStringLiteral("get"), QStringLiteral("clients"), id(99)});
    QCOMPARE(ran.exit, notFound);
    ran = run(QStringLiteral("a"), {offline, QStringLiteral("list"), QStringLiteral("nothing")});
    QCOMPARE(ran.exit, usage);
    ran = run(QStringLiteral("a"), {offline, QStringLiteral("digest")});
    QCOMPARE(ran.exit, done);
    QVERIFY(std::any_of(ran.lines.begin(), ran.lines.end(),
                        [](const Json &line) { return line["table"] == "clients" && line["count"] == 4; }));
}

void TestCli::anEditMadeOfflineArrivesInAnotherProfile()
{
    QCOMPARE(login(QStringLiteral("dock")).exit, done);
    QCOMPARE(login(QStringLiteral("office")).exit, done);
    const auto watch = begin(QStringLiteral("office"),
                             {QStringLiteral("watch"), QStringLiteral("--table"), QStringLiteral("clients"),
                              QStringLiteral("--values"), QStringLiteral("--count"), QStringLiteral("1")});
    QByteArray seen;
    QTRY_VERIFY_WITH_TIMEOUT((seen += watch->readAllStandardOutput()).contains("\"watching\":true"), 30'000);

    Ran ran = run(QStringLiteral("dock"),
                  {QStringLiteral("--offline"), QStringLiteral("set"), QStringLiteral("clients"), id(2),
                   QStringLiteral("full_name=From the dock")});
    QCOMPARE(ran.exit, notSent);
    QCOMPARE(ran.lines[0]["state"], Json("waiting"));
    QVERIFY(m_sync->received.empty());
    ran = run(QStringLiteral("dock"), {QStringLiteral("--offline"), QStringLiteral("outbox")});
    QCOMPARE(ran.lines.size(), std::size_t(1));
    QCOMPARE(ran.lines[0]["ops"][0]["fields"]["full_name"], (Json{"Client 2", "From the dock"}));

    ran = run(QStringLiteral("dock"), {QStringLiteral("sync")});
    QCOMPARE(ran.exit, done);
    QCOMPARE(ran.lines[0]["allSaved"], Json(true));
    const Ran watched = end(*watch);
    QCOMPARE(watched.exit, done);
    QCOMPARE(watched.lines.size(), std::size_t(1));
    QCOMPARE(watched.lines[0]["id"], Json(idOf(2).toString()));
    QCOMPARE(watched.lines[0]["row"]["full_name"], Json("From the dock"));
    QVERIFY(watched.lines[0]["micros"].get<std::int64_t>() > 1'000'000'000'000'000);
}

void TestCli::anEditIsConfirmedByTheServer()
{
    QCOMPARE(login(QStringLiteral("a")).exit, done);
    Ran ran = run(QStringLiteral("a"), {QStringLiteral("create"), QStringLiteral("clients"),
                                        QStringLiteral("full_name=New One"), QStringLiteral("city=Turku")});
    QCOMPARE(ran.exit, done);
    QCOMPARE(ran.lines[0]["state"], Json("confirmed"));
    QCOMPARE(m_sync->received.size(), std::size_t(1));
    const Row *made = m_sync->find(portId, *Uuid::parse(ran.lines[0]["id"].get<std::string>()));
    QVERIFY(made != nullptr);
    QCOMPARE(*(*made)[Clients::fullName], std::string("New One"));

    ran = run(QStringLiteral("a"),
              {QStringLiteral("set"), QStringLiteral("clients"), id(1), QStringLiteral("nothing=1")});
    QCOMPARE(ran.exit, usage);
    QCOMPARE(ran.error["field"], Json("nothing"));
    ran = run(QStringLiteral("a"),
              {QStringLiteral("set"), QStringLiteral("clients"), id(1), QStringLiteral("birth_date=soon")});
    QCOMPARE(ran.exit, usage);
}

void TestCli::aRefusedEditEndsWithItsReason()
{
    QCOMPARE(login(QStringLiteral("a")).exit, done);
    m_sync->rejectWith = "sync.forbidden";
    Ran ran = run(QStringLiteral("a"), {QStringLiteral("set"), QStringLiteral("clients"), id(1),
                                        QStringLiteral("full_name=Not mine")});
    QCOMPARE(ran.exit, review);
    QCOMPARE(ran.lines[0]["state"], Json("needs_review"));
    ran = run(QStringLiteral("a"), {QStringLiteral("--offline"), QStringLiteral("conflicts")});
    QCOMPARE(ran.lines.size(), std::size_t(1));
    QCOMPARE(ran.lines[0]["problem"]["key"], Json("sync.forbidden"));
    const QString number = QString::number(ran.lines[0]["number"].get<std::int64_t>());
    ran = run(QStringLiteral("a"), {QStringLiteral("resolve"), number, QStringLiteral("discard")});
    QCOMPARE(ran.exit, done);
    ran = run(QStringLiteral("a"),
              {QStringLiteral("--offline"), QStringLiteral("get"), QStringLiteral("clients"), id(1)});
    QCOMPARE(ran.lines[0]["full_name"], Json("Client 1"));
}

void TestCli::anArchivedRowIsBroughtBackAndAnEditTakenBack()
{
    QCOMPARE(login(QStringLiteral("a")).exit, done);
    const auto offline = [this](const QString &words) {
        return run(QStringLiteral("a"),
                   QStringList{QStringLiteral("--offline")} + words.split(QLatin1Char(' ')));
    };
    QCOMPARE(offline(QStringLiteral("delete clients %1").arg(id(3))).exit, notSent);
    QCOMPARE(offline(QStringLiteral("list clients")).lines.size(), std::size_t(3));
    QCOMPARE(offline(QStringLiteral("list clients --only-archived")).lines.size(), std::size_t(1));
    QCOMPARE(offline(QStringLiteral("restore clients %1").arg(id(3))).exit, notSent);
    QCOMPARE(offline(QStringLiteral("list clients --where address_line1=")).lines.size(),
             std::size_t(4)); // none has one

    QCOMPARE(offline(QStringLiteral("set clients %1 full_name=Wrong").arg(id(4))).exit, notSent);
    const Ran outbox = offline(QStringLiteral("outbox"));
    QCOMPARE(outbox.lines.size(), std::size_t(3));
    const QString number = QString::number(outbox.lines[2]["number"].get<std::uint64_t>());
    QCOMPARE(offline(QStringLiteral("discard %1").arg(number)).exit, done);
    QCOMPARE(offline(QStringLiteral("get clients %1").arg(id(4))).lines[0]["full_name"], Json("Client 4"));
    QCOMPARE(offline(QStringLiteral("outbox")).lines.size(), std::size_t(2));
    QCOMPARE(offline(QStringLiteral("discard %1").arg(number)).exit, notFound);
}

void TestCli::anUnreachableServerIsSaid()
{
    QCOMPARE(login(QStringLiteral("a")).exit, done);
    m_server->pause();
    Ran ran = run(QStringLiteral("a"), {QStringLiteral("sync")});
    QCOMPARE(ran.exit, unreached);
    QCOMPARE(ran.error["key"], Json("net.unreachable"));
    ran = run(QStringLiteral("a"), {QStringLiteral("status")});
    QCOMPARE(ran.exit, done); // that is an answer
    QVERIFY(ran.lines[0]["link"] != "live");
    ran = run(QStringLiteral("a"), {QStringLiteral("set"), QStringLiteral("clients"), id(1),
                                    QStringLiteral("full_name=Later"), QStringLiteral("--no-wait")});
    QCOMPARE(ran.exit, notSent);
    QVERIFY(ran.error.is_null());
    ran = run(QStringLiteral("a"), {QStringLiteral("set"), QStringLiteral("clients"), id(2),
                                    QStringLiteral("full_name=Later too")});
    QCOMPARE(ran.exit, notSent);
    QCOMPARE(ran.error["key"], Json("net.unreachable"));
    QCOMPARE(ran.lines[0]["waiting"], Json(2));

    m_server->resume();
    QCOMPARE(run(QStringLiteral("a"), {QStringLiteral("sync")}).exit, done);
    QCOMPARE(*(*m_sync->find(portId, idOf(2)))[Clients::fullName], std::string("Later too"));
}

void TestCli::aServerThatIsComingBackIsWaitedFor()
{
    QCOMPARE(login(QStringLiteral("a")).exit, done);
    const auto right = m_server->answer;
    int asked = 0;
    m_server->answer = [&asked](const FakeServer::Request &) -> FakeServer::Answer {
        ++asked;
        return {503, "{}"};
    };
    QCOMPARE(run(QStringLiteral("a"), {QStringLiteral("sync")}).exit, unreached);
    QCOMPARE(asked, 1);
    const auto sync = begin(QStringLiteral("a"),
                            {QStringLiteral("sync"), QStringLiteral("--timeout"), QStringLiteral("50")});
    QTRY_VERIFY_WITH_TIMEOUT(asked >= 3, 30'000);
    m_server->answer = right;
    QCOMPARE(end(*sync).exit, done);
}

void TestCli::aProgramThatIsTooOldIsToldSo()
{
    QCOMPARE(login(QStringLiteral("a")).exit, done);
    m_server->answer = [](const FakeServer::Request &) -> FakeServer::Answer {
        return {426, R"({"code": "UPGRADE_REQUIRED", "key": "version.client_too_old"})"};
    };
    const Ran ran = run(QStringLiteral("a"), {QStringLiteral("set"), QStringLiteral("clients"), id(1),
                                              QStringLiteral("full_name=Kept")});
    QCOMPARE(ran.exit, notSent);
    QCOMPARE(ran.error["key"], Json("version.client_too_old"));
    QCOMPARE(run(QStringLiteral("a"), {QStringLiteral("sync")}).exit, tooOld);
    QCOMPARE(run(QStringLiteral("a"), {QStringLiteral("--offline"), QStringLiteral("outbox")}).lines.size(),
             std::size_t(1));
}

void TestCli::tooManyConnectionsAreNoMatterOfThePassword()
{
    QCOMPARE(login(QStringLiteral("a")).exit, done);
    m_server->socketOpened = nullptr;
    const auto right = m_server->answer;
    m_server->answer = [right](const FakeServer::Request &request) -> FakeServer::Answer {
        if (request.path != "/api/sync")
            return right(request);
        return {429, R"({"code": "RATE_LIMITED", "key": "auth.sockets"})", "Retry-After: 30\r\n"};
    };
    const Ran ran = run(QStringLiteral("a"), {QStringLiteral("sync")});
    QCOMPARE(ran.exit, unreached);
    QCOMPARE(ran.error["key"], Json("auth.sockets"));
    QVERIFY(QByteArray::fromStdString(ran.error["error"].get<std::string>())
                .startsWith("This account is connected on too many devices at once."));
}

void TestCli::oneOfSeveralPortsIsNamed()
{
    const Uuid second = Uuid::derived("port", {}, "two");
    m_ports.push_back({{"id", second.toString()}, {"slug", "two"}, {"name", "Two"}});
    m_sync->put(second, clientRow(7, 1));
    QCOMPARE(login(QStringLiteral("a")).exit, done);
    const QStringList clients{QStringLiteral("--offline"), QStringLiteral("list"), QStringLiteral("clients")};
    Ran ran = run(QStringLiteral("a"), clients);
    QCOMPARE(ran.exit, usage);
    QCOMPARE(ran.error["key"], Json("usage.port"));
    QCOMPARE(ran.error["detail"], Json("one, two"));
    ran = run(QStringLiteral("a"),
              {QStringLiteral("--port"), QStringLiteral("three"), QStringLiteral("status")});
    QCOMPARE(ran.exit, notFound);
    QCOMPARE(ran.error["field"], Json("port"));

    QCOMPARE(
        run(QStringLiteral("a"), {QStringLiteral("--port"), QStringLiteral("two"), QStringLiteral("sync")})
            .exit,
        done);
    ran = run(QStringLiteral("a"), QStringList{QStringLiteral("--port"), QStringLiteral("two")} + clients);
    QCOMPARE(ran.exit, done);
    QCOMPARE(ran.lines.size(), std::size_t(1));
    QCOMPARE(ran.lines[0]["id"], Json(idOf(7).toString()));
}

void TestCli::aProfileIsUsedByOneProgram()
{
    QCOMPARE(login(QStringLiteral("a")).exit, done);
    const auto watch = begin(QStringLiteral("a"), {QStringLiteral("watch")});
    QByteArray seen;
    QTRY_VERIFY_WITH_TIMEOUT((seen += watch->readAllStandardOutput()).contains("\"watching\":true"), 30'000);
    const Ran ran = run(QStringLiteral("a"), {QStringLiteral("status")});
    QCOMPARE(ran.exit, inUse);
    QVERIFY(ran.error["detail"].get<std::string>().find("nimara-cli") != std::string::npos);
    watch->kill();
    QVERIFY(watch->waitForFinished());
    // A program that was killed leaves no lock behind.
    QCOMPARE(run(QStringLiteral("a"), {QStringLiteral("--offline"), QStringLiteral("status")}).exit, done);
}

void TestCli::signingOutKeepsTheEditsAndForgettingRemovesThem()
{
    QCOMPARE(login(QStringLiteral("a")).exit, done);
    QCOMPARE(
        run(QStringLiteral("a"), {QStringLiteral("--offline"), QStringLiteral("set"),
                                  QStringLiteral("clients"), id(1), QStringLiteral("full_name=Not sent")})
            .exit,
        notSent);
    Ran ran = run(QStringLiteral("a"), {QStringLiteral("--offline"), QStringLiteral("logout")});
    QCOMPARE(ran.exit, done);
    QCOMPARE(ran.lines[0]["waiting"], Json(1));
    QCOMPARE(run(QStringLiteral("a"), {QStringLiteral("list"), QStringLiteral("clients")}).exit, signIn);
    QCOMPARE(login(QStringLiteral("a")).exit, done);
    QTRY_COMPARE(m_sync->received.size(), std::size_t(1));
    QCOMPARE(run(QStringLiteral("a"), {QStringLiteral("logout"), QStringLiteral("--forget")}).exit, done);
    QVERIFY(QDir(m_dir->filePath(QStringLiteral("a/users")))
                .entryList(QDir::Dirs | QDir::NoDotAndDotDot)
                .isEmpty());
}

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
