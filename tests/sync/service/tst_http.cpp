#include "sync/service/server_api.h"

#include "models/domain/sign_in_errors.h"
#include "tests/support/await.h"
#include "tests/support/fake_server.h"

#include <QTcpServer>
#include <QThread>
#include <QtTest>

using namespace nimara;
using namespace nimara::sync;

namespace {

constexpr auto account =
    R"({"token": "t0ken", "user": {"id": "0190f000-0000-7000-8000-000000000001", "name": "Anna",
    "email": "anna@example.org", "isSuperAdmin": false}, "ports": [{"id": "0190f000-0000-7000-8000-000000000002",
    "slug": "port-nimara", "name": "Port Nimara", "roleName": "sales_agent", "currency": "USD",
    "timezone": "America/Anguilla", "permissions": {"clients": {"view": true}}}]})";

template <typename T>
std::string errorOf(const std::optional<Result<T>> &answer)
{
    return answer && !*answer ? answer->error().key : std::string();
}

} // namespace

class TestHttp : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void init() { m_server = std::make_unique<FakeServer>(); }

    void theRightPasswordGivesTokenAndPorts();
    void whatIsSentIsWhatWasTyped();
    void aPasswordLinkIsAskedForInThePort();
    void aRefusalKeepsItsKey_data();
    void aRefusalKeepsItsKey();
    void anotherKeyIsRefusedBeforeAnythingSecretIsSent();
    void anUnknownAuthorityIsRefused();
    void aProbeTellsTheKeyWithoutTrustingIt();
    void aProbeWithAPinRefusesAnotherKey();
    void aServerThatIsAwayIsToldFromOneThatIsSlow();
    void anAnswerWithoutBoundsIsCut();
    void aRedirectionIsNotFollowed();
    void plainTextStaysOnThisComputer();
    void aSessionOutlivesAFile();

private:
    HttpRequest get(const QString &path) const { return {.server = m_server->endpoint(), .path = path}; }

    QThread m_thread;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<ServerApi> m_api;
    std::unique_ptr<FakeServer> m_server;
};

void TestHttp::initTestCase()
{
    m_http = std::make_unique<HttpClient>();
    m_http->moveToThread(&m_thread);
    m_thread.start();
    m_api = std::make_unique<ServerApi>(*m_http);
}

void TestHttp::cleanupTestCase()
{
    m_http.release()->deleteLater();
    m_thread.quit();
    m_thread.wait();
}

void TestHttp::theRightPasswordGivesTokenAndPorts()
{
    m_server->answer = [](const auto &) { return FakeServer::Answer{.body = account}; };
    const auto answer =
        await(m_api->signIn(m_server->endpoint(), QStringLiteral("anna@example.org"),
                            QStringLiteral("secret"), {QStringLiteral("d"), QStringLiteral("dock")}));
    QVERIFY(answer && *answer);
    QCOMPARE((*answer)->token, QByteArray("t0ken"));
    const SessionInfo &session = (*answer)->session;
    QCOMPARE(session.userName, std::string("Anna"));
    QCOMPARE(session.ports.size(), std::size_t(1));
    QCOMPARE(session.portId, session.ports.front().id); // the only one is chosen
    QVERIFY(session.may("clients.view"));
    QVERIFY(!session.may("clients.edit"));
}

void TestHttp::whatIsSentIsWhatWasTyped()
{
    m_server->answer = [](const auto &) { return FakeServer::Answer{.body = account}; };
    QVERIFY(await(m_api->signIn(m_server->endpoint(), QStringLiteral(" anna@example.org "),
                                QStringLiteral(" pässword \"1\" "), {})));
    QCOMPARE(m_server->requests().size(), std::size_t(1));
    const auto &request = m_server->requests().front();
    QCOMPARE(request.method, QByteArray("POST"));
    QCOMPARE(request.path, QByteArray("/api/auth/sign-in"));
    const auto body = parseJson(request.body.toStdString());
    QVERIFY(bool(body));
    QCOMPARE((*body)["email"].get<std::string>(), std::string("anna@example.org"));
    QCOMPARE((*body)["password"].get<std::string>(), std::string(" pässword \"1\" "));
    QVERIFY(request.token.isEmpty());
}

void TestHttp::aPasswordLinkIsAskedForInThePort()
{
    const Uuid port = Uuid::derived("port", {}, "one");
    const Uuid user = Uuid::derived("user", {}, "anna");
    const auto ask = [&] {
        return await(m_api->makePasswordLink(m_server->endpoint(), "t0ken", port, user));
    };
    m_server->answer = [](const auto &) {
        return FakeServer::Answer{
            201, R"({"link": "https://crm.example.org/set-password?token=x", "seconds": 3600})"};
    };
    const auto link = ask();
    QVERIFY(link && *link);
    QCOMPARE((*link)->address, QStringLiteral("https://crm.example.org/set-password?token=x"));
    QCOMPARE((*link)->life, std::chrono::seconds(3600));
    const auto &request = m_server->requests().front();
    QCOMPARE(request.method, QByteArray("POST"));
    QCOMPARE(request.path, QByteArray::fromStdString("/api/admin/users/" + user.toString() +
                                                     "/password-link?port=" + port.toString()));
    QCOMPARE(request.token, QByteArray("t0ken"));

    m_server->answer = [](const auto &) { return FakeServer::Answer{201, R"({"seconds": 3600})"}; };
    QCOMPARE(errorOf(ask()), std::string(signin::notNimara));
}

void TestHttp::aRefusalKeepsItsKey_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("detail");
    const auto none = QByteArray();
    QTest::newRow("wrong password")
        << 401 << QByteArray(R"({"error": "No.", "code": "UNAUTHENTICATED", "key": "auth.wrong_password"})")
        << none << QByteArray("auth.wrong_password") << QByteArray("No.");
    QTest::newRow("locked") << 429
                            << QByteArray(
                                   R"({"error": "Wait.", "code": "RATE_LIMITED", "key": "auth.locked"})")
                            << QByteArray("Retry-After: 840\r\n") << QByteArray("auth.locked")
                            << QByteArray("840");
    QTest::newRow("too often")
        << 429 << QByteArray(R"({"error": "Wait.", "code": "RATE_LIMITED", "key": "auth.rate_limited"})")
        << QByteArray("X-RateLimit-Reset: 42\r\n") << QByteArray("auth.rate_limited") << QByteArray("42");
    QTest::newRow("too old")
        << 426
        << QByteArray(R"({"error": "Update.", "code": "UPGRADE_REQUIRED", "key": "version.client_too_old"})")
        << none << QByteArray("version.client_too_old") << QByteArray("Update.");
    QTest::newRow("no database") << 503 << QByteArray(R"({"error": "Later.", "code": "UNAVAILABLE"})") << none
                                 << QByteArray("net.server_down") << QByteArray("Later.");
    QTest::newRow("a proxy's page") << 502 << QByteArray("<html>Bad gateway</html>") << none
                                    << QByteArray("net.server_down") << QByteArray("HTTP 502");
    QTest::newRow("a captive portal") << 200 << QByteArray("<html>Welcome to our hotel</html>") << none
                                      << QByteArray("net.not_nimara") << QByteArray("the answer is no JSON");
    QTest::newRow("something else") << 404 << QByteArray("not here") << none << QByteArray("net.not_nimara")
                                    << QByteArray("HTTP 404");
    QTest::newRow("no account in it") << 200 << QByteArray(R"({"token": "t"})") << none
                                      << QByteArray("net.not_nimara") << QByteArray("no account");
}

void TestHttp::aRefusalKeepsItsKey()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, detail);
    m_server->answer = [&](const auto &) { return FakeServer::Answer{status, body, headers}; };
    const auto answer = await(m_api->signIn(m_server->endpoint(), {}, {}, {}));
    QVERIFY(answer && !*answer);
    QCOMPARE(answer->error().key, key.toStdString());
    QCOMPARE(answer->error().detail, detail.toStdString());
}

void TestHttp::anotherKeyIsRefusedBeforeAnythingSecretIsSent()
{
    ServerEndpoint expected = m_server->endpoint();
    expected.spki = TestIdentity::make().spki;
    const auto answer = await(m_api->signIn(expected, QStringLiteral("a@b.c"), QStringLiteral("secret"), {}));
    QVERIFY(answer && !*answer);
    const auto mismatch = keyMismatchOf(answer->error());
    QVERIFY(mismatch.has_value());
    QCOMPARE(mismatch->expected, expected.spki);
    QCOMPARE(mismatch->actual, m_server->identity().spki);
    QVERIFY(m_server->requests().empty());
}

void TestHttp::anUnknownAuthorityIsRefused()
{
    ServerEndpoint unpaired = m_server->endpoint();
    unpaired.spki.clear();
    const auto answer = await(m_api->signIn(unpaired, QStringLiteral("a@b.c"), QStringLiteral("secret"), {}));
    QCOMPARE(errorOf(answer), std::string(signin::untrusted));
    QCOMPARE(answer->error().detail, m_server->identity().spki);
    QVERIFY(m_server->requests().empty());
}

void TestHttp::aProbeTellsTheKeyWithoutTrustingIt()
{
    m_server->answer = [](const auto &) {
        return FakeServer::Answer{.body =
                                      R"({"status": "healthy", "name": "Port Nimara", "version": "0.1.0"})"};
    };
    ServerEndpoint unpaired = m_server->endpoint();
    unpaired.spki.clear();
    const auto info = await(m_api->probe(unpaired));
    QVERIFY(info && *info);
    QCOMPARE((*info)->spki, m_server->identity().spki);
    QCOMPARE((*info)->name, QStringLiteral("Port Nimara"));
    QVERIFY((*info)->trust == ServerInfo::Trust::Unknown);
    // What was tolerated for the question is not tolerated for the next request.
    QCOMPARE(errorOf(await(m_api->me(unpaired, "token"))), std::string(signin::untrusted));

    const auto paired = await(m_api->probe(m_server->endpoint()));
    QVERIFY(paired && *paired);
    QVERIFY((*paired)->trust == ServerInfo::Trust::Pinned);
}

void TestHttp::aProbeWithAPinRefusesAnotherKey()
{
    ServerEndpoint expected = m_server->endpoint();
    expected.spki = TestIdentity::make().spki;
    QCOMPARE(errorOf(await(m_api->probe(expected))), std::string(signin::keyMismatch));
}

void TestHttp::aServerThatIsAwayIsToldFromOneThatIsSlow()
{
    const ServerEndpoint endpoint = m_server->endpoint();
    m_server->answer = [](const auto &) { return FakeServer::Answer{.silent = true}; };
    HttpRequest request = get(QStringLiteral("/api/health"));
    request.timeout = std::chrono::milliseconds(200);
    QCOMPARE(errorOf(await(m_http->send(request))), std::string(signin::timeout));

    m_server.reset();
    QCOMPARE(errorOf(await(m_api->me(endpoint, "t"))), std::string(signin::unreachable));
    QCOMPARE(errorOf(await(m_api->me({{"no-such-host.invalid", 8443}, {}, false}, "t"))),
             std::string(signin::unknownHost));
}

void TestHttp::anAnswerWithoutBoundsIsCut()
{
    m_server->answer = [](const auto &) { return FakeServer::Answer{.body = QByteArray(300'000, 'x')}; };
    HttpRequest request = get(QStringLiteral("/api/health"));
    request.replyLimit = 100'000;
    QCOMPARE(errorOf(await(m_http->send(request))), std::string("net.answer_too_large"));
}

void TestHttp::aRedirectionIsNotFollowed()
{
    FakeServer elsewhere(m_server->identity());
    m_server->answer = [&](const auto &) {
        return FakeServer::Answer{
            302, "",
            "Location: https://127.0.0.1:" + QByteArray::number(elsewhere.endpoint().address.port) + "/\r\n"};
    };
    QCOMPARE(errorOf(await(m_api->me(m_server->endpoint(), "secret"))), std::string(signin::notNimara));
    QVERIFY(elsewhere.requests().empty());
}

void TestHttp::plainTextStaysOnThisComputer()
{
    QCOMPARE(errorOf(await(m_api->me({{"example.org", 80}, {}, true}, "t"))),
             std::string("net.plain_refused"));
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, &server, [&] {
        QTcpSocket *socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            socket->readAll();
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(strlen(account)) +
                          "\r\n\r\n" + account);
        });
    });
    QVERIFY(*await(m_api->me({{"127.0.0.1", server.serverPort()}, {}, true}, "t")));
}

void TestHttp::aSessionOutlivesAFile()
{
    auto json = parseJson(account);
    auto session = sessionFromJson(*json);
    QVERIFY(bool(session));
    const auto again = sessionFromJson(sessionToJson(*session));
    QVERIFY(bool(again));
    QCOMPARE(sessionToJson(*again), sessionToJson(*session));
    QVERIFY(again->may("clients.view"));
}

QTEST_GUILESS_MAIN(TestHttp)
#include "tst_http.moc"
