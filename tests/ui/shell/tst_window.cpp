#include "models/domain/sign_in_errors.h"
#include "tests/ui/shell_fixture.h"
#include "ui/shell/appearance.h"
#include "ui/shell/blocked_page.h"
#include "ui/shell/frame.h"
#include "ui/shell/repair_notice.h"
#include "ui/shell/scratchpad.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/top_bar.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/toast_host.h"

#include <QApplication>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTemporaryDir>

#include <algorithm>

using namespace nimara;
using namespace nimara::ui;

class TestWindow : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_theme = new Theme(*qApp);
        m_theme->setReducedMotion(true);
    }
    void cleanup() { delete m_theme; }

    void everySectionOfTheProductIsListed();
    void sectionsFollowTheRights_data();
    void sectionsFollowTheRights();
    void aRightThatIsTakenAwayTakesItsPage();
    void theSidebarNarrowsAndRemembersIt();
    void adminStartsFolded();
    void aNarrowWindowHasADrawer();
    void aWideWindowHasNone();
    void theNewMenuOffersWhatMayBeMade();
    void onePortNeedsNoSwitcher();
    void twoPortsAreSwitched();
    void withoutAPortThePageSaysWhomToAsk();
    void darkModeIsChosenInTheUserMenu();
    void textSizeFollowsTheSettings();
    void theWindowComesBackWhereItWas();
    void f6WalksThroughThePanes();
    void f1AndTheQuestionMarkShowTheKeys();
    void theScratchpadKeepsWhatIsWritten();
    void anEndedSessionIsSaidAndStopsNothing();
    void lostChangesAreSaidUntilTheLineIsClosed();
    void aRepairThatLostNothingIsSaidInPassing_data();
    void aRepairThatLostNothingIsSaidInPassing();
    void loggingOutIsAskedAndDone();
    void whatTakesTheFocusHasAName();

private:
    Theme *m_theme = nullptr;
};

void TestWindow::everySectionOfTheProductIsListed()
{
    ShellFixture shell;
    QCOMPARE(shell.window->sidebar().visiblePages().size(), 26);
}

void TestWindow::sectionsFollowTheRights_data()
{
    QTest::addColumn<int>("role");
    QTest::addColumn<bool>("users");
    QTest::addColumn<bool>("clients");
    QTest::newRow("director") << int(SystemRole::Director) << true << true;
    QTest::newRow("agent") << int(SystemRole::SalesAgent) << false << true;
    QTest::newRow("viewer") << int(SystemRole::Viewer) << false << true;
}

void TestWindow::sectionsFollowTheRights()
{
    QFETCH(int, role);
    QFETCH(bool, users);
    QFETCH(bool, clients);
    ShellFixture shell;
    shell.store.setPermissions(PermissionSet::seeded(SystemRole(role)));
    const QStringList pages = shell.window->sidebar().visiblePages();
    QCOMPARE(pages.contains(QStringLiteral("users")), users);
    QCOMPARE(pages.contains(QStringLiteral("clients")), clients);
}

void TestWindow::aRightThatIsTakenAwayTakesItsPage()
{
    ShellFixture shell;
    shell.window->shell().navigate(QUrl(QStringLiteral("nimara://invoices")));
    PermissionSet rights;
    rights.set("clients.view", true);
    shell.store.setPermissions(rights);
    QCOMPARE(shell.here(), QStringLiteral("nimara://clients"));
    QCOMPARE(shell.window->sidebar().visiblePages(), QStringList{QStringLiteral("clients")});
}

void TestWindow::theSidebarNarrowsAndRemembersIt()
{
    ShellFixture shell;
    QCOMPARE(shell.window->sidebar().width(), 256);
    shell.press(Qt::Key_B, Qt::ControlModifier);
    QCOMPARE(shell.window->sidebar().width(), 64);
    QVERIFY(shell.settings.isSidebarCollapsed());
    QCOMPARE(shell.find("sidebar-clients")->toolTip(), QStringLiteral("Clients"));
    shell.press(Qt::Key_B, Qt::ControlModifier);
    QCOMPARE(shell.window->sidebar().width(), 256);
}

void TestWindow::adminStartsFolded()
{
    ShellFixture shell;
    QVERIFY(!shell.find("sidebar-users")->isVisible());
    shell.window->shell().navigate(QUrl(QStringLiteral("nimara://users")));
    QVERIFY(shell.find("sidebar-users")->isVisible()); // where one is, is always seen
    QVERIFY(!shell.find("sidebar-tags")->isVisible());
    for (auto *heading : shell.window->sidebar().findChildren<SidebarHeading *>()) {
        if (heading->text() == QStringLiteral("Admin"))
            QTest::mouseClick(heading, Qt::LeftButton);
    }
    QVERIFY(shell.find("sidebar-tags")->isVisible());
}

void TestWindow::aNarrowWindowHasADrawer()
{
    ShellFixture shell({700, 640});
    Frame &frame = shell.window->frame();
    QVERIFY(frame.isDrawer());
    QVERIFY(!shell.window->sidebar().isVisible());
    QPushButton *newButton = shell.window->topBar().newButton();
    QVERIFY(
        shell.window->rect().contains(newButton->mapTo(shell.window.get(), newButton->rect().bottomRight())));
    shell.press(Qt::Key_B, Qt::ControlModifier);
    QVERIFY(shell.window->sidebar().isVisible());
    QCOMPARE(shell.window->sidebar().x(), 0);
    QTest::mouseClick(shell.find("sidebar-clients"), Qt::LeftButton);
    QVERIFY(!shell.window->sidebar().isVisible());
    QCOMPARE(shell.here(), QStringLiteral("nimara://clients"));
    frame.setDrawerOpen(true);
    shell.press(Qt::Key_Escape);
    QVERIFY(!shell.window->sidebar().isVisible());
}

void TestWindow::aWideWindowHasNone()
{
    ShellFixture shell({700, 640});
    shell.window->resize(1024, 640);
    QTRY_VERIFY(!shell.window->frame().isDrawer());
    QVERIFY(shell.window->sidebar().isVisible());
}

void TestWindow::theNewMenuOffersWhatMayBeMade()
{
    ShellFixture shell;
    QStringList offered;
    for (const QAction *action : shell.window->topBar().newButton()->menu()->actions())
        offered.append(action->text());
    QCOMPARE(offered.join(u' '), QStringLiteral("Client Interest Berth Expense Invoice Reminder"));
    shell.window->topBar().newButton()->menu()->actions().first()->trigger();
    QCOMPARE(shell.here(), QStringLiteral("nimara://clients/new"));
    PermissionSet rights;
    rights.set("clients.view", true);
    shell.store.setPermissions(rights);
    QVERIFY(!shell.window->topBar().newButton()->isVisible());
}

void TestWindow::onePortNeedsNoSwitcher()
{
    ShellFixture shell;
    QVERIFY(!shell.window->topBar().portSwitcher()->isVisible());
}

void TestWindow::twoPortsAreSwitched()
{
    ShellFixture shell;
    const Uuid other = FakeStore::makeId();
    shell.store.addPort("Marina Helsinki", other);
    QToolButton *switcher = shell.window->topBar().portSwitcher();
    QVERIFY(switcher->isVisible());
    QCOMPARE(switcher->text(), QStringLiteral("Port Nimara"));
    shell.window->shell().openRecord("clients", FakeStore::makeId());
    Page *before = shell.page();
    QSignalSpy gone(before, &QObject::destroyed);
    switcher->menu()->actions().last()->trigger();
    QCOMPARE(shell.store.switches.size(), std::size_t(1));
    QCOMPARE(shell.store.switches.front(), other);
    QCOMPARE(shell.here(),
             QStringLiteral("nimara://clients")); // the list, for the record is of the other port
    QTRY_COMPARE(gone.count(), 1);
    QCOMPARE(switcher->text(), QStringLiteral("Marina Helsinki"));
}

void TestWindow::withoutAPortThePageSaysWhomToAsk()
{
    ShellFixture shell;
    SessionInfo session = shell.store.session();
    session.ports.clear();
    session.portId = {};
    shell.store.setSession(session);
    auto *blocked = shell.window->findChild<BlockedPage *>();
    QVERIFY(blocked->isVisible());
    QVERIFY(!shell.window->sidebar().isVisible());
    QVERIFY(!shell.window->topBar().bell()->isVisible());
    for (auto *button : blocked->findChildren<QPushButton *>()) {
        if (button->text() == QStringLiteral("Look again"))
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QCOMPARE(shell.store.syncs, 1);
    shell.store.setSession(FakeStore().session()); // let in
    QTRY_VERIFY(!blocked->isVisible());
    QCOMPARE(shell.here(), QStringLiteral("nimara://dashboard"));
}

void TestWindow::darkModeIsChosenInTheUserMenu()
{
    ShellFixture shell;
    AppearanceController controller(*m_theme, shell.settings);
    QMenu *choices = nullptr;
    for (QAction *action : shell.window->topBar().userMenu()->actions()) {
        if (action->menu())
            choices = action->menu();
    }
    QVERIFY(choices);
    choices->actions().last()->trigger(); // Dark
    QVERIFY(m_theme->isDark());
    QCOMPARE(shell.settings.appearance(), Appearance::Dark);
    const auto isDark = [&] { // no white left
        const QImage image = shell.window->grab().toImage();
        return image.pixelColor(image.width() - 5, image.height() / 2).lightness() < 60;
    };
    QTRY_VERIFY(isDark());
}

void TestWindow::textSizeFollowsTheSettings()
{
    UiSettings settings{QString()};
    AppearanceController controller(*m_theme, settings);
    settings.setTextSize(150);
    QCOMPARE(m_theme->scale(), 1.5);
    settings.setTextSize(100);
    QCOMPARE(m_theme->scale(), 1.0);
}

void TestWindow::theWindowComesBackWhereItWas()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("ui.ini"));
    {
        ShellFixture shell({1111, 777}, path);
        shell.window->shell().navigate(QUrl(QStringLiteral("nimara://berths")));
        shell.window->sidebar().setCollapsed(true);
        shell.settings.setAppearance(Appearance::Dark);
        shell.window->close();
    }
    UiSettings settings(path);
    FakeStore store;
    FakeAccount account;
    PageRegistry pages;
    registerTestPages(pages);
    MainWindow window(store, account, settings, pages);
    QCOMPARE(window.size(), QSize(1111, 777));
    QCOMPARE(window.shell().navigator().address().page, QStringLiteral("berths"));
    QVERIFY(window.sidebar().isCollapsed());
    QCOMPARE(settings.appearance(), Appearance::Dark);
}

void TestWindow::f6WalksThroughThePanes()
{
    ShellFixture shell;
    shell.page()->focusContent();
    QVERIFY(shell.page()->isAncestorOf(shell.window->focusWidget()));
    shell.press(Qt::Key_F6);
    QVERIFY(shell.window->statusStrip().isAncestorOf(shell.window->focusWidget()));
    shell.press(Qt::Key_F6);
    QVERIFY(shell.window->sidebar().isAncestorOf(shell.window->focusWidget()));
    shell.press(Qt::Key_F6);
    QVERIFY(shell.window->topBar().isAncestorOf(shell.window->focusWidget()));
    shell.press(Qt::Key_F6, Qt::ShiftModifier);
    QVERIFY(shell.window->sidebar().isAncestorOf(shell.window->focusWidget()));
}

void TestWindow::f1AndTheQuestionMarkShowTheKeys()
{
    for (const Qt::Key key : {Qt::Key_F1, Qt::Key_Question}) {
        ShellFixture shell;
        shell.window->sidebar().focusCurrent(); // where text is entered a question mark is one
        shell.press(key);
        auto *dialog = shell.window->findChild<QDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!shell.window->findChild<QDialog *>());
    }
}

void TestWindow::theScratchpadKeepsWhatIsWritten()
{
    ShellFixture shell;
    shell.press(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    auto *pad = shell.window->findChild<Scratchpad *>();
    QVERIFY(pad);
    QTRY_VERIFY(pad->editor()->isEnabled());
    QTest::keyClicks(pad->editor(), QStringLiteral("ask about the winter storage"));
    pad->close();
    QTRY_COMPARE(shell.store.count("scratchpad_notes"), std::size_t(1));
    QTRY_VERIFY(!shell.window->findChild<Scratchpad *>());
    shell.activate();
    shell.press(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    pad = shell.window->findChild<Scratchpad *>();
    QTRY_COMPARE(pad->editor()->toPlainText(), QStringLiteral("ask about the winter storage"));
    pad->editor()->clear();
    pad->close();
    QTRY_COMPARE(shell.store.count("scratchpad_notes"), std::size_t(0));
}

void TestWindow::anEndedSessionIsSaidAndStopsNothing()
{
    ShellFixture shell;
    Banner &notice = shell.window->notice();
    QVERIFY(!notice.isVisible());
    const SyncStatus live = shell.store.status();
    SyncStatus ended = live;
    ended.link = LinkState::Refused;
    ended.problem = {ErrorCode::Unauthenticated, std::string(signin::ended)};
    shell.store.setStatus(ended);
    QVERIFY(notice.isVisible());
    QCOMPARE(notice.title(), QStringLiteral("Your session has run out."));
    QVERIFY(shell.page()->isVisible());
    const QRect below(shell.page()->mapTo(shell.window.get(), QPoint()), shell.page()->size());
    QVERIFY(!below.intersects(QRect(notice.mapTo(shell.window.get(), QPoint()), notice.size())));

    QSignalSpy asked(shell.window.get(), &MainWindow::signInRequested);
    QTest::mouseClick(notice.button(), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
    shell.store.setStatus(live);
    QVERIFY(!notice.isVisible());
}

void TestWindow::lostChangesAreSaidUntilTheLineIsClosed()
{
    const QTemporaryDir dir;
    const QString settings = dir.filePath(QStringLiteral("ui.ini"));
    {
        ShellFixture shell({1280, 800}, settings);
        QVERIFY(!shell.window->repairNotice().isVisible());
        shell.store.repair({.kept = 3, .lost = 2});
        QVERIFY(shell.window->repairNotice().isVisible());
        QCOMPARE(shell.window->shell().toasts().count(), 0);
    }
    // Closing the window is not reading it.
    ShellFixture shell({1280, 800}, settings);
    RepairNotice &notice = shell.window->repairNotice();
    QVERIFY(notice.isVisible());
    QVERIFY(notice.text().startsWith(QStringLiteral("2 waiting changes could not be read and are lost. "
                                                    "3 other waiting changes were kept.")));
    const QRect below(shell.page()->mapTo(shell.window.get(), QPoint()), shell.page()->size());
    QVERIFY(!below.intersects(QRect(notice.mapTo(shell.window.get(), QPoint()), notice.size())));

    shell.store.repair({.mayHaveLost = true}); // a second file
    QVERIFY(notice.text().startsWith(QStringLiteral("Changes that had not been sent may be lost")));
    QTest::mouseClick(notice.findChild<IconButton *>(), Qt::LeftButton);
    QVERIFY(!notice.isVisible());
    shell.open({1280, 800});
    QVERIFY(!shell.window->repairNotice().isVisible());
}

void TestWindow::aRepairThatLostNothingIsSaidInPassing_data()
{
    QTest::addColumn<int>("kept");
    QTest::addColumn<QString>("words");
    QTest::newRow("none waited") << 0 << QStringLiteral("No change was waiting to be sent.");
    QTest::newRow("one") << 1 << QStringLiteral("The one waiting change was kept.");
    QTest::newRow("several") << 3 << QStringLiteral("All 3 waiting changes were kept.");
}

void TestWindow::aRepairThatLostNothingIsSaidInPassing()
{
    QFETCH(int, kept);
    QFETCH(QString, words);
    ShellFixture shell;
    shell.store.repair({.kept = kept});
    QVERIFY(!shell.window->repairNotice().isVisible());
    QCOMPARE(shell.window->shell().toasts().count(), 1);
    const auto said = shell.window->shell().toasts().findChildren<QLabel *>();
    QVERIFY(std::any_of(said.cbegin(), said.cend(),
                        [&](const QLabel *label) { return label->text().endsWith(words); }));
    QVERIFY(!shell.store.takeRepair());
}

void TestWindow::loggingOutIsAskedAndDone()
{
    ShellFixture shell;
    QSignalSpy asked(shell.window.get(), &MainWindow::signInRequested);
    shell.window->topBar().userMenu()->actions().last()->trigger();
    auto *question = shell.window->findChild<ConfirmDialog *>();
    QVERIFY(question);
    QTest::mouseClick(question->acceptButton(), Qt::LeftButton);
    QTRY_COMPARE(asked.count(), 1);
    QCOMPARE(shell.account.signOuts, 1);
}

void TestWindow::whatTakesTheFocusHasAName()
{
    ShellFixture shell;
    shell.store.addPort("Marina Helsinki");
    for (const auto *button : shell.window->findChildren<QAbstractButton *>()) {
        if (button->focusPolicy() == Qt::NoFocus || !button->isVisible())
            continue;
        QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(),
                 button->metaObject()->className());
    }
}

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
