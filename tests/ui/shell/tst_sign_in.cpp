#include "tests/ui/shell_fixture.h"
#include "ui/shell/gate.h"
#include "ui/shell/sign_in_form.h"
#include "ui/shell/sign_in_steps.h"
#include "ui/shell/sign_in_window.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QProgressBar>
#include <QSignalSpy>

using namespace nimara;
using namespace nimara::ui;

class TestSignIn : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = new Theme(*qApp); }
    void cleanupTestCase() { delete m_theme; }
    void init();
    void cleanup();

    void whatIsMissingIsSaidBesideTheField();
    void enterSignsIn();
    void aPairingCodeCarriesTheKey();
    void aDamagedCodeIsNotSent();
    void thePasswordCanBeShown();
    void errorsAreSentences_data();
    void errorsAreSentences();
    void aLockedAccountCountsDown();
    void aWrongKeyShowsBothFingerprints();
    void anUnknownKeyIsComparedFirst();
    void whileItWaitsNothingCanBeTyped();
    void theLastServerAndNameAreFilledIn();
    void withoutAKeychainAPassphraseIsChosen();
    void aWrongPassphraseIsSaid();
    void aLockedKeychainIsLookedAtAgain();
    void severalPortsAreOffered();
    void theFirstLoadShowsHowFarItIs();

    void theGateOpensTheAppAfterTheFirstStage();
    void theGateClosesTheAppWhenOneLogsOut();
    void anEndedSessionIsRenewedOverTheApp();
    void aLinkIsFollowedAfterSigningIn();

private:
    void fill(const QString &server = QStringLiteral("marina.example"));
    SignInForm &form() { return *m_window->form(); }

    Theme *m_theme = nullptr;
    std::unique_ptr<FakeStore> m_store;
    std::unique_ptr<FakeAccount> m_account;
    std::unique_ptr<SignInWindow> m_window;
};

void TestSignIn::init()
{
    m_store = std::make_unique<FakeStore>();
    m_account = std::make_unique<FakeAccount>();
    m_window = std::make_unique<SignInWindow>(*m_store, *m_account);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestSignIn::cleanup()
{
    m_window.reset();
}

void TestSignIn::fill(const QString &server)
{
    form().server()->setText(server);
    form().email()->setText(QStringLiteral("maya@port-nimara.example"));
    form().password()->setText(QStringLiteral("Correct-Horse-9"));
}

void TestSignIn::whatIsMissingIsSaidBesideTheField()
{
    QTest::mouseClick(form().button(), Qt::LeftButton);
    QVERIFY(m_account->requests.empty());
    QVERIFY(form().server()->property("nimaraInvalid").toBool());
    QVERIFY(form().email()->property("nimaraInvalid").toBool());
    QVERIFY(form().server()->hasFocus());
    QTest::keyClicks(form().server(), QStringLiteral("m")); // typing takes the fault away
    QVERIFY(!form().server()->property("nimaraInvalid").toBool());
}

void TestSignIn::enterSignsIn()
{
    QTest::keyClicks(form().server(), QStringLiteral("https://marina.example:9000/"));
    QTest::keyClicks(form().email(), QStringLiteral(" maya@port-nimara.example "));
    QTest::keyClicks(form().password(), QStringLiteral(" secret "));
    QTest::keyClick(form().password(), Qt::Key_Return);
    QCOMPARE(m_account->requests.size(), std::size_t(1));
    const SignInRequest &request = m_account->requests.front();
    QCOMPARE(request.server.toString(), "marina.example:9000");
    QCOMPARE(request.email, QStringLiteral("maya@port-nimara.example"));
    QCOMPARE(request.password, QStringLiteral(" secret ")); // spaces belong to it
    QVERIFY(request.spki.empty());
}

void TestSignIn::aPairingCodeCarriesTheKey()
{
    const std::string key(64, 'c');
    fill(QString::fromStdString(PairingCode{{"marina.example", 8443}, key}.toString()));
    QTest::mouseClick(form().button(), Qt::LeftButton);
    QCOMPARE(m_account->requests.front().spki, key);
    QCOMPARE(m_account->requests.front().server.host, "marina.example");
}

void TestSignIn::aDamagedCodeIsNotSent()
{
    fill(QStringLiteral("nimara-pair:1:abc"));
    QTest::mouseClick(form().button(), Qt::LeftButton);
    QVERIFY(m_account->requests.empty());
    QVERIFY(form().server()->property("nimaraInvalid").toBool());
}

void TestSignIn::thePasswordCanBeShown()
{
    QCOMPARE(form().password()->echoMode(), QLineEdit::Password);
    form().password()->findChild<QAction *>(QStringLiteral("showPassword"))->toggle();
    QCOMPARE(form().password()->echoMode(), QLineEdit::Normal);
}

void TestSignIn::errorsAreSentences_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("part");
    const auto row = [](std::string_view key, const char *part) {
        QTest::newRow(std::string(key).c_str())
            << QString::fromStdString(std::string(key)) << QString::fromLatin1(part);
    };
    row(signin::wrongPassword, "E-mail or password is wrong");
    row(signin::inactive, "switched off");
    row(signin::revoked, "ended from another device");
    row(signin::unreachable, "cannot be reached");
    row(signin::unknownHost, "no server of this name");
    row(signin::notNimara, "not a Port Nimara server");
    row(signin::certificate, "certificate is not valid");
    row(signin::serverTooOld, "server is older");
    row(signin::clientTooOld, "app is too old");
    row(signin::otherUser, "another user");
    row(signin::profileInUse, "already running");
}

void TestSignIn::errorsAreSentences()
{
    QFETCH(QString, key);
    QFETCH(QString, part);
    fill();
    m_account->failSignIn = {ErrorCode::Unauthenticated, key.toStdString()};
    QTest::mouseClick(form().button(), Qt::LeftButton);
    QTRY_VERIFY(form().banner()->isVisible());
    QVERIFY2(form().banner()->title().contains(part), qPrintable(form().banner()->title()));
    QVERIFY(form().button()->isEnabled());
    QVERIFY(!form().password()->text().isEmpty()); // to be mended, not written again
}

void TestSignIn::aLockedAccountCountsDown()
{
    fill();
    m_account->failSignIn = lockedError(840);
    QTest::mouseClick(form().button(), Qt::LeftButton);
    QTRY_VERIFY(form().banner()->text().contains(QStringLiteral("14:00")));
    QVERIFY(!form().button()->isEnabled());
    QTRY_VERIFY(form().banner()->text().contains(QStringLiteral("13:5")));
    QTest::keyClick(form().password(), Qt::Key_Return);
    QCOMPARE(m_account->requests.size(), std::size_t(1));
    form().showError(lockedError(1));
    QTRY_VERIFY(form().button()->isEnabled());
}

void TestSignIn::aWrongKeyShowsBothFingerprints()
{
    fill();
    m_account->failSignIn = keyMismatchError({std::string(64, 'a'), std::string(64, 'b')});
    QTest::mouseClick(form().button(), Qt::LeftButton);
    QTRY_VERIFY(form().banner()->isVisible());
    QVERIFY(form().banner()->text().contains(QStringLiteral("aaaa aaaa")));
    QVERIFY(form().banner()->text().contains(QStringLiteral("bbbb bbbb")));
    QCOMPARE(m_window->step(), m_window->form()); // no way to go on from here
}

void TestSignIn::anUnknownKeyIsComparedFirst()
{
    fill();
    m_account->failSignIn = {
        ErrorCode::Unauthenticated, std::string(signin::untrusted), {}, std::string(64, 'd')};
    QTest::mouseClick(form().button(), Qt::LeftButton);
    QTRY_COMPARE(m_window->step(), m_window->trust());
    m_account->failSignIn = {};
    QTest::mouseClick(m_window->trust()->acceptButton(), Qt::LeftButton);
    QTRY_COMPARE(m_account->requests.size(), std::size_t(2));
    QCOMPARE(m_account->requests.back().spki, std::string(64, 'd'));
    QCOMPARE(m_account->requests.back().password, QStringLiteral("Correct-Horse-9"));
}

void TestSignIn::whileItWaitsNothingCanBeTyped()
{
    fill();
    m_account->hold();
    QTest::mouseClick(form().button(), Qt::LeftButton);
    QVERIFY(!form().button()->isEnabled());
    QVERIFY(!form().password()->isEnabled());
    m_account->release();
    QTRY_VERIFY(form().password()->isEnabled());
    QVERIFY(form().password()->text().isEmpty());
}

void TestSignIn::theLastServerAndNameAreFilledIn()
{
    m_account->setLast({"marina.example", 8443}, QStringLiteral("maya@port-nimara.example"));
    m_account->setState(AccountState::SignedOut);
    QCOMPARE(form().server()->text(), QStringLiteral("marina.example:8443"));
    QCOMPARE(form().email()->text(), QStringLiteral("maya@port-nimara.example"));
}

void TestSignIn::withoutAKeychainAPassphraseIsChosen()
{
    m_account->setState(AccountState::ChoosePassphrase);
    QCOMPARE(m_window->step(), m_window->passphrase());
    PassphraseStep &step = *m_window->passphrase();
    QTest::keyClicks(step.passphrase(), QStringLiteral("short"));
    QTest::mouseClick(step.button(), Qt::LeftButton);
    QVERIFY(step.fault()->isVisible());
    step.passphrase()->setText(QStringLiteral("three boats at the pier"));
    step.repeat()->setText(QStringLiteral("three boats at a pier"));
    QTest::mouseClick(step.button(), Qt::LeftButton);
    QVERIFY(m_account->passphrases.empty());
    step.repeat()->setText(QStringLiteral("three boats at the pier"));
    QTest::keyClick(step.repeat(), Qt::Key_Return);
    QCOMPARE(m_account->passphrases.size(), std::size_t(1));
    QTRY_COMPARE(m_window->step(), m_window->form());
}

void TestSignIn::aWrongPassphraseIsSaid()
{
    m_account->setState(AccountState::AskPassphrase);
    PassphraseStep &step = *m_window->passphrase();
    QVERIFY(!step.repeat()->isVisible());
    m_account->failPassphrase = {ErrorCode::Unauthenticated, std::string(signin::wrongPassphrase)};
    QTest::keyClicks(step.passphrase(), QStringLiteral("wrong"));
    QTest::keyClick(step.passphrase(), Qt::Key_Return);
    QTRY_VERIFY(step.fault()->text().contains(QStringLiteral("not the passphrase")));
    QVERIFY(step.button()->isEnabled());
    m_account->failPassphrase = {};
    QSignalSpy finished(m_window.get(), &SignInWindow::finished);
    QTest::keyClick(step.passphrase(), Qt::Key_Return);
    QTRY_COMPARE(finished.count(), 1);
}

void TestSignIn::aLockedKeychainIsLookedAtAgain()
{
    m_account->setState(AccountState::KeychainLocked);
    for (auto *button : m_window->step()->findChildren<QPushButton *>())
        QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(m_account->retries, 1);
}

void TestSignIn::severalPortsAreOffered()
{
    m_store->addPort("Marina Helsinki");
    SessionInfo session = m_store->session();
    session.portId = {};
    m_store->setSession(session);
    m_account->setState(AccountState::SignedIn);
    QCOMPARE(m_window->step(), m_window->ports());
    const auto buttons = m_window->ports()->findChildren<QPushButton *>();
    QCOMPARE(buttons.size(), 2);
    QSignalSpy finished(m_window.get(), &SignInWindow::finished);
    QTest::mouseClick(buttons.last(), Qt::LeftButton);
    QCOMPARE(m_store->switches.size(), std::size_t(1));
    QTRY_VERIFY(finished.count() > 0);
}

void TestSignIn::theFirstLoadShowsHowFarItIs()
{
    m_account->setFirstLoad({1, 3, 12'300, 45'000, false});
    m_account->setState(AccountState::SignedIn);
    QCOMPARE(m_window->step(), m_window->load());
    QCOMPARE(m_window->load()->bar()->value(), 27);
    QVERIFY(m_window->load()->words()->text().contains(QStringLiteral("27 %")));
    QSignalSpy finished(m_window.get(), &SignInWindow::finished);
    m_account->setFirstLoad({2, 3, 20'000, 45'000, true});
    QCOMPARE(finished.count(), 1);
}

void TestSignIn::theGateOpensTheAppAfterTheFirstStage()
{
    m_window.reset();
    UiSettings settings{QString()};
    PageRegistry pages;
    registerTestPages(pages);
    Gate gate(*m_store, *m_account, settings, pages);
    gate.open();
    QVERIFY(gate.signInWindow()->isVisible());
    QVERIFY(!gate.mainWindow());
    m_account->setFirstLoad({1, 3, 1, 100, false});
    m_account->setState(AccountState::SignedIn);
    QVERIFY(!gate.mainWindow());
    m_account->setFirstLoad({2, 3, 40, 100, true});
    QTRY_VERIFY(gate.mainWindow() && gate.mainWindow()->isVisible());
    QTRY_VERIFY(!gate.signInWindow());
}

void TestSignIn::theGateClosesTheAppWhenOneLogsOut()
{
    m_window.reset();
    UiSettings settings{QString()};
    PageRegistry pages;
    registerTestPages(pages);
    m_account->setState(AccountState::SignedIn);
    Gate gate(*m_store, *m_account, settings, pages);
    gate.open();
    QVERIFY(gate.mainWindow());
    m_account->setState(AccountState::SignedOut);
    QVERIFY(!gate.mainWindow());
    QVERIFY(gate.signInWindow()->isVisible());
}

void TestSignIn::anEndedSessionIsRenewedOverTheApp()
{
    m_window.reset();
    UiSettings settings{QString()};
    PageRegistry pages;
    registerTestPages(pages);
    m_account->setLast({"marina.example", 8443}, QStringLiteral("maya@port-nimara.example"));
    m_account->setState(AccountState::SignedIn);
    SyncStatus status = m_store->status();
    status.link = LinkState::Refused;
    status.problem = {ErrorCode::Unauthenticated, std::string(signin::ended)};
    m_store->setStatus(status);
    Gate gate(*m_store, *m_account, settings, pages);
    gate.open();
    emit gate.mainWindow()->signInRequested();
    auto *again = gate.mainWindow()->findChild<SignInWindow *>();
    QVERIFY(again && again->isVisible());
    QCOMPARE(again->step(), again->form());
    QVERIFY(again->form()->banner()->title().contains(QStringLiteral("run out")));
    again->form()->password()->setText(QStringLiteral("Correct-Horse-9"));
    QTest::mouseClick(again->form()->button(), Qt::LeftButton);
    QTRY_VERIFY(!gate.mainWindow()->findChild<SignInWindow *>());
    QVERIFY(gate.mainWindow()->isVisible());
}

void TestSignIn::aLinkIsFollowedAfterSigningIn()
{
    m_window.reset();
    UiSettings settings{QString()};
    PageRegistry pages;
    registerTestPages(pages);
    Gate gate(*m_store, *m_account, settings, pages);
    gate.open(QUrl(QStringLiteral("nimara://berths")));
    m_account->setState(AccountState::SignedIn);
    QTRY_VERIFY(gate.mainWindow());
    QCOMPARE(gate.mainWindow()->shell().navigator().address().page, QStringLiteral("berths"));
}

QTEST_MAIN(TestSignIn)
#include "tst_sign_in.moc"
