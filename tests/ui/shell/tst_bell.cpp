#include "models/schema/tables/planning.h"
#include "tests/ui/sample_data.h"
#include "tests/ui/shell_fixture.h"
#include "ui/shell/notification_popup.h"
#include "ui/shell/top_bar.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/empty_state.h"

#include <QApplication>
#include <QListView>

using namespace nimara;
using namespace nimara::ui;

class TestBell : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = new Theme(*qApp); }
    void cleanupTestCase() { delete m_theme; }

    void unreadOnesAreCounted();
    void aNewOneRaisesTheCount();
    void theNewestStandsFirst();
    void openingOneReadsItAndGoesThere();
    void allAreReadAtOnce();
    void noneIsSaid();
    void anothersAreNotShown();

private:
    Theme *m_theme = nullptr;
};

void TestBell::unreadOnesAreCounted()
{
    ShellFixture shell;
    fillSample(shell.store);
    QTRY_COMPARE(shell.window->topBar().bell()->count(), 2);
    QCOMPARE(shell.window->topBar().bell()->accessibleName(), QStringLiteral("Notifications, 2 unread"));
}

void TestBell::aNewOneRaisesTheCount()
{
    ShellFixture shell;
    shell.store.add("notifications", {{"user_id", FakeStore::userId.toString()}, {"title", "One"}});
    QTRY_COMPARE(shell.window->topBar().bell()->count(), 1);
    shell.store.add("notifications", {{"user_id", FakeStore::userId.toString()}, {"title", "Two"}});
    QTRY_COMPARE(shell.window->topBar().bell()->count(), 2);
}

void TestBell::theNewestStandsFirst()
{
    ShellFixture shell;
    fillSample(shell.store);
    QTest::mouseClick(shell.window->topBar().bell(), Qt::LeftButton);
    NotificationPopup &popup = shell.window->notifications();
    QVERIFY(popup.isOpen());
    QTRY_COMPARE(popup.list()->model()->rowCount(), 3);
    QCOMPARE(popup.list()->model()->index(0, 0).data().toString(), QStringLiteral("Call Łukasz Nowak"));
    QVERIFY(!popup.list()->model()->index(2, 0).data(NotificationModel::UnreadRole).toBool());
    QTest::keyClick(popup.list(), Qt::Key_Escape);
    QVERIFY(!popup.isOpen());
}

void TestBell::openingOneReadsItAndGoesThere()
{
    ShellFixture shell;
    fillSample(shell.store);
    QTest::mouseClick(shell.window->topBar().bell(), Qt::LeftButton);
    NotificationPopup &popup = shell.window->notifications();
    QTRY_COMPARE(popup.list()->model()->rowCount(), 3);
    QTest::keyClick(popup.list(), Qt::Key_Down);
    QTest::keyClick(popup.list(), Qt::Key_Return);
    QCOMPARE(shell.here(), QStringLiteral("nimara://clients"));
    QCOMPARE(shell.store.submitted.size(), std::size_t(1));
    QCOMPARE(shell.store.submitted.front().ops.size(), std::size_t(1));
    QCOMPARE(shell.store.submitted.front().ops.front().fields.front().column, "read_at");
    QTRY_COMPARE(shell.window->topBar().bell()->count(), 1);
}

void TestBell::allAreReadAtOnce()
{
    ShellFixture shell;
    fillSample(shell.store);
    QTest::mouseClick(shell.window->topBar().bell(), Qt::LeftButton);
    NotificationPopup &popup = shell.window->notifications();
    QTRY_COMPARE(popup.list()->model()->rowCount(), 3);
    QTRY_COMPARE(shell.window->topBar().bell()->count(), 2);
    for (auto *button : popup.findChildren<QPushButton *>()) {
        if (button->text() == QStringLiteral("Mark all as read"))
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QCOMPARE(shell.store.submitted.back().ops.size(), std::size_t(2));
    QTRY_COMPARE(shell.window->topBar().bell()->count(), 0);
}

void TestBell::noneIsSaid()
{
    ShellFixture shell;
    shell.press(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(shell.window->notifications().findChild<EmptyState *>()->isVisible());
}

void TestBell::anothersAreNotShown()
{
    ShellFixture shell;
    shell.store.add("notifications", {{"user_id", FakeStore::makeId().toString()}, {"title", "Not for you"}});
    shell.press(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(shell.window->notifications().findChild<EmptyState *>()->isVisible());
    QCOMPARE(shell.window->topBar().bell()->count(), 0);
}

QTEST_MAIN(TestBell)
#include "tst_bell.moc"
