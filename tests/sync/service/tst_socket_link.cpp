#include "sync/service/socket_link.h"

#include "models/domain/sign_in_errors.h"
#include "sync/protocol/codec.h"
#include "tests/support/fake_server.h"

#include <QMutex>
#include <QThread>
#include <QtTest>

using namespace nimara;
using namespace nimara::sync;

namespace {

// What the link told, in order; it is called on the network thread.
class Notes final : public SocketLink::Listener
{
public:
    void linkUp(SocketLink::Number link) override { add("up " + QByteArray::number(link)); }
    void linkDown(SocketLink::Number link, Error why, std::chrono::milliseconds retryAfter) override
    {
        add("down " + QByteArray::number(link) + " " + QByteArray::fromStdString(why.key) +
            (retryAfter.count() > 0 ? " " + QByteArray::number(qint64(retryAfter.count())) : QByteArray()));
    }
    void linkFrame(SocketLink::Number link, QByteArray bytes) override
    {
        const QMutexLocker lock(&m_mutex);
        m_notes.append("frame " + QByteArray::number(link));
        m_frames.append(bytes);
    }

    QByteArrayList notes() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_notes;
    }
    QByteArrayList frames() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_frames;
    }

private:
    void add(QByteArray note)
    {
        const QMutexLocker lock(&m_mutex);
        m_notes.append(note);
    }

    mutable QMutex m_mutex;
    QByteArrayList m_notes;
    QByteArrayList m_frames;
};

} // namespace

class TestSocketLink : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void framesTravelBothWays();
    void theTokenGoesToThePinnedKeyAlone();
    void aRefusedUpgradeTellsWhy_data();
    void aRefusedUpgradeTellsWhy();
    void aClosedSessionIsToldFromABrokenLine();
    void aClosedDoorIsUnreachable();
    void aFrameBeyondTheLimitEndsTheLink();
    void nothingIsHeardOfAClosedLink();
    void aNewLinkTakesThePlaceOfTheOldOne();

private:
    void echo()
    {
        m_server->socketOpened = [](QWebSocket *socket) {
            connect(socket, &QWebSocket::binaryMessageReceived, socket,
                    [socket](const QByteArray &message) { socket->sendBinaryMessage(message); });
        };
    }

    QThread m_thread;
    Notes *m_notes = nullptr;
    HttpClient *m_http = nullptr;
    SocketLink *m_link = nullptr;
    std::unique_ptr<FakeServer> m_server;
};

void TestSocketLink::init()
{
    m_server = std::make_unique<FakeServer>();
    m_notes = new Notes;
    m_http = new HttpClient;
    m_link = new SocketLink(*m_notes, *m_http);
    m_http->moveToThread(&m_thread);
    m_link->moveToThread(&m_thread);
    m_thread.start();
}

void TestSocketLink::cleanup()
{
    m_link->deleteLater();
    m_http->deleteLater();
    m_thread.quit();
    m_thread.wait();
    delete m_notes;
    m_server.reset();
}

void TestSocketLink::framesTravelBothWays()
{
    QList<QByteArray> heard;
    m_server->socketOpened = [&](QWebSocket *socket) {
        connect(socket, &QWebSocket::binaryMessageReceived, socket,
                [&heard, socket](const QByteArray &message) {
                    heard.append(message);
                    Welcome welcome;
                    welcome.epoch = "1";
                    welcome.permissions = std::string(100'000, 'p');
                    socket->sendBinaryMessage(QByteArray::fromStdString(encode(0, ServerMessage(welcome))));
                });
    };
    m_link->open(1, m_server->endpoint(), "t0ken");
    QTRY_COMPARE(m_notes->notes(), QByteArrayList{"up 1"});
    Hello hello;
    hello.appVersion = "test";
    m_link->send(1, QByteArray::fromStdString(encode(0, ClientMessage(hello))));

    QTRY_COMPARE(m_notes->frames().size(), 1);
    const auto welcome = decodeServer(m_notes->frames().first().toStdString());
    QVERIFY(bool(welcome));
    QCOMPARE(std::get<Welcome>(welcome->message).permissions.size(), std::size_t(100'000));
    const auto received = decodeClient(heard.first().toStdString());
    QVERIFY(bool(received));
    QCOMPARE(std::get<Hello>(received->message), hello);
    QCOMPARE(m_server->requests().front().token, QByteArray("t0ken"));
    QCOMPARE(m_server->requests().front().path, QByteArray("/api/sync"));
}

void TestSocketLink::theTokenGoesToThePinnedKeyAlone()
{
    echo();
    ServerEndpoint expected = m_server->endpoint();
    expected.spki = TestIdentity::make().spki;
    m_link->open(1, expected, "t0ken");
    QTRY_COMPARE(m_notes->notes(), QByteArrayList{"down 1 tls.key_mismatch"});

    expected.spki.clear();
    m_link->open(2, expected, "t0ken");
    QTRY_COMPARE(m_notes->notes().value(1), QByteArray("down 2 tls.untrusted"));
    QVERIFY(m_server->requests().empty());
}

void TestSocketLink::aRefusedUpgradeTellsWhy_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("note");
    const auto none = QByteArray();
    QTest::newRow("ended") << 401 << QByteArray(R"({"code": "UNAUTHENTICATED", "key": "auth.session_ended"})")
                           << none << QByteArray("down 1 auth.session_ended");
    QTest::newRow("too old") << 426
                             << QByteArray(R"({"code": "UPGRADE_REQUIRED", "key": "version.client_too_old"})")
                             << none << QByteArray("down 1 version.client_too_old");
    QTest::newRow("busy") << 503 << QByteArray(R"({"code": "UNAVAILABLE"})")
                          << QByteArray("Retry-After: 7\r\n") << QByteArray("down 1 net.server_down 7000");
    QTest::newRow("too many") << 429 << QByteArray(R"({"code": "RATE_LIMITED", "key": "auth.sockets"})")
                              << QByteArray("Retry-After: 30\r\n") << QByteArray("down 1 auth.sockets 30000");
    QTest::newRow("for good") << 429 << QByteArray(R"({"code": "RATE_LIMITED", "key": "auth.sockets"})")
                              << QByteArray("Retry-After: 99999999\r\n")
                              << QByteArray("down 1 auth.sockets 3600000");
    QTest::newRow("no longer") << 426 << QByteArray(R"({"code": "UPGRADE_REQUIRED", "key": "http.upgrade"})")
                               << none << QByteArray("down 1 net.unreachable");
    QTest::newRow("a portal") << 200 << QByteArray("<html>") << none << QByteArray("down 1 net.not_nimara");
}

void TestSocketLink::aRefusedUpgradeTellsWhy()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, note);
    m_server->answer = [&](const auto &) { return FakeServer::Answer{status, body, headers}; };
    m_link->open(1, m_server->endpoint(), "t0ken");
    QTRY_COMPARE(m_notes->notes(), QByteArrayList{note});
    QCOMPARE(m_server->requests().back().path, QByteArray("/api/sync"));
    QCOMPARE(m_server->requests().back().token, QByteArray("t0ken"));
}

void TestSocketLink::aClosedSessionIsToldFromABrokenLine()
{
    echo();
    m_link->open(1, m_server->endpoint(), "t0ken");
    QTRY_COMPARE(m_notes->notes().size(), 1);
    m_server->closeSockets(4401);
    QTRY_COMPARE(m_notes->notes().value(1), QByteArray("down 1 auth.revoked"));

    m_link->open(2, m_server->endpoint(), "t0ken");
    QTRY_COMPARE(m_notes->notes().size(), 3);
    m_server->cut();
    QTRY_COMPARE(m_notes->notes().value(3), QByteArray("down 2 net.unreachable"));
}

void TestSocketLink::aClosedDoorIsUnreachable()
{
    const ServerEndpoint endpoint = m_server->endpoint();
    m_server.reset();
    m_link->open(1, endpoint, "t0ken");
    QTRY_COMPARE(m_notes->notes(), QByteArrayList{"down 1 net.unreachable"});
    m_link->open(2, {{"no-such-host.invalid", 1}, {}, false}, "t0ken");
    QTRY_COMPARE(m_notes->notes().value(1), QByteArray("down 2 net.unknown_host"));
    m_link->open(3, {{"192.0.2.1", 1}, {}, true}, "t0ken");
    QTRY_COMPARE(m_notes->notes().value(2), QByteArray("down 3 net.plain_refused"));
}

void TestSocketLink::aFrameBeyondTheLimitEndsTheLink()
{
    echo();
    m_link->open(1, m_server->endpoint(), "t0ken");
    QTRY_COMPARE(m_notes->notes().size(), 1);
    m_server->sockets.first()->sendBinaryMessage(QByteArray(static_cast<qsizetype>(maxFrameBytes) + 1, 'x'));
    QTRY_VERIFY(m_notes->notes().value(1).startsWith("down 1 "));
    QVERIFY(m_notes->frames().isEmpty());
}

void TestSocketLink::nothingIsHeardOfAClosedLink()
{
    echo();
    m_link->open(1, m_server->endpoint(), "t0ken");
    QTRY_COMPARE(m_notes->notes().size(), 1);
    m_link->send(1, "last words");
    m_link->close(1);
    m_link->send(1, "too late");
    m_link->open(2, m_server->endpoint(), "t0ken");
    QTRY_COMPARE(m_notes->notes().size(), 2);
    QCOMPARE(m_notes->notes(), (QByteArrayList{"up 1", "up 2"}));
}

void TestSocketLink::aNewLinkTakesThePlaceOfTheOldOne()
{
    echo();
    m_link->open(1, m_server->endpoint(), "t0ken");
    m_link->open(2, m_server->endpoint(), "t0ken");
    QTRY_COMPARE(m_notes->notes(), QByteArrayList{"up 2"});
    m_link->send(1, "for the old one");
    m_link->send(2, "for the new one");
    QTRY_COMPARE(m_notes->frames(), QByteArrayList{"for the new one"});
}

QTEST_GUILESS_MAIN(TestSocketLink)
#include "tst_socket_link.moc"
