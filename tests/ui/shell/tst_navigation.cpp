#include "tests/ui/shell_fixture.h"
#include "ui/shell/breadcrumbs.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/top_bar.h"
#include "ui/theme/theme.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/toast_host.h"

#include <QApplication>
#include <QPushButton>

using namespace nimara;
using namespace nimara::ui;

class TestNavigation : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = new Theme(*qApp); }
    void cleanupTestCase() { delete m_theme; }

    void addressesAreReadStrictly_data();
    void addressesAreReadStrictly();
    void addressesComeBackAsTheyWere();
    void pagesStandBySectionAndOrder();

    void theFirstSectionIsShownAtTheStart();
    void aClickInTheSidebarGoesThere();
    void theSidebarIsWalkedByArrows();
    void ctrlAndANumberGoToASection();
    void backAndForwardLeadTheWay();
    void aRecordIsOpenedThroughItsTable();
    void aNewRecordIsNoPlaceToComeBackTo();
    void crumbsLeadBackToTheList();
    void leavingSomethingUnsavedIsAskedFirst();
    void quittingWithSomethingUnsavedIsAskedFirst();
    void aLinkToNowhereIsTold();
    void aPageWithoutTheRightIsRefused();

private:
    Theme *m_theme = nullptr;
};

void TestNavigation::addressesAreReadStrictly_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("good");
    QTest::newRow("list") << QStringLiteral("nimara://clients") << true;
    QTest::newRow("slash") << QStringLiteral("nimara://clients/") << true;
    QTest::newRow("record") << QStringLiteral("nimara://clients/019a0000-0000-7000-8000-000000001001")
                            << true;
    QTest::newRow("new") << QStringLiteral("nimara://clients/new?company_name=Berg") << true;
    QTest::newRow("hyphen") << QStringLiteral("nimara://custom-fields") << true;
    QTest::newRow("scheme") << QStringLiteral("https://clients") << false;
    QTest::newRow("no page") << QStringLiteral("nimara:///x") << false;
    QTest::newRow("no id") << QStringLiteral("nimara://clients/anna") << false;
    QTest::newRow("deep") << QStringLiteral("nimara://clients/new/x") << false;
    QTest::newRow("odd key") << QStringLiteral("nimara://1clients") << false;
}

void TestNavigation::addressesAreReadStrictly()
{
    QFETCH(QString, url);
    QFETCH(bool, good);
    QCOMPARE(PageAddress::parse(QUrl(url)).has_value(), good);
}

void TestNavigation::addressesComeBackAsTheyWere()
{
    QUrlQuery preset;
    preset.addQueryItem(QStringLiteral("client_id"), QStringLiteral("x y"));
    const PageAddress made = PageAddress::ofNew(QStringLiteral("interests"), preset);
    QCOMPARE(PageAddress::parse(made.toUrl()), made);
    const Uuid id = FakeStore::makeId();
    QCOMPARE(PageAddress::parse(PageAddress::of(QStringLiteral("berths"), id).toUrl())->id(), id);
}

void TestNavigation::pagesStandBySectionAndOrder()
{
    PageRegistry pages;
    const auto add = [&](const char *key, Section section, int order) {
        PageEntry entry;
        entry.key = QString::fromLatin1(key);
        entry.section = section;
        entry.order = order;
        pages.add(std::move(entry));
    };
    add("tags", Section::Admin, 1);
    add("berths", Section::Main, 2);
    add("clients", Section::Main, 1);
    add("berths", Section::Main, 3); // again: replaces
    QStringList keys;
    for (const PageEntry &entry : pages.entries())
        keys.append(entry.key);
    QCOMPARE(keys.join(u' '), QStringLiteral("clients berths tags"));
}

void TestNavigation::theFirstSectionIsShownAtTheStart()
{
    ShellFixture shell;
    QCOMPARE(shell.here(), QStringLiteral("nimara://dashboard"));
    QVERIFY(shell.window->windowTitle().startsWith(QStringLiteral("Dashboard")));
}

void TestNavigation::aClickInTheSidebarGoesThere()
{
    ShellFixture shell;
    QTest::mouseClick(shell.find("sidebar-clients"), Qt::LeftButton);
    QCOMPARE(shell.here(), QStringLiteral("nimara://clients"));
    QCOMPARE(shell.page()->opened.size(), 1);
    QTest::mouseClick(shell.find("sidebar-berths"), Qt::LeftButton);
    QTest::mouseClick(shell.find("sidebar-clients"), Qt::LeftButton);
    QCOMPARE(shell.page()->opened.size(), 2); // the same page, found as it was left
}

void TestNavigation::theSidebarIsWalkedByArrows()
{
    ShellFixture shell;
    shell.window->sidebar().focusCurrent();
    QCOMPARE(shell.window->focusWidget(), shell.find("sidebar-dashboard"));
    QTest::keyClick(shell.window->focusWidget(), Qt::Key_Down);
    QTest::keyClick(shell.window->focusWidget(), Qt::Key_Down);
    QCOMPARE(shell.window->focusWidget(), shell.find("sidebar-interests"));
    QTest::keyClick(shell.window->focusWidget(), Qt::Key_Return);
    QCOMPARE(shell.here(), QStringLiteral("nimara://interests"));
    QTest::keyClick(shell.window->focusWidget(), Qt::Key_Home);
    QCOMPARE(shell.window->focusWidget(), shell.find("sidebar-dashboard"));
}

void TestNavigation::ctrlAndANumberGoToASection()
{
    ShellFixture shell;
    shell.press(Qt::Key_4, Qt::ControlModifier);
    QCOMPARE(shell.here(), QStringLiteral("nimara://berths"));
    shell.press(Qt::Key_6, Qt::ControlModifier);
    QCOMPARE(shell.here(), QStringLiteral("nimara://invoices"));
}

void TestNavigation::backAndForwardLeadTheWay()
{
    ShellFixture shell;
    shell.press(Qt::Key_2, Qt::ControlModifier);
    shell.press(Qt::Key_3, Qt::ControlModifier);
    shell.press(Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(shell.here(), QStringLiteral("nimara://clients"));
    shell.press(Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(shell.here(), QStringLiteral("nimara://dashboard"));
    QVERIFY(!shell.window->shell().navigator().canGoBack());
    shell.press(Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(shell.here(), QStringLiteral("nimara://clients"));
    shell.press(Qt::Key_5, Qt::ControlModifier); // a new way: what lay ahead is forgotten
    QVERIFY(!shell.window->shell().navigator().canGoForward());
}

void TestNavigation::aRecordIsOpenedThroughItsTable()
{
    ShellFixture shell;
    const Uuid id = FakeStore::makeId();
    shell.window->shell().openRecord("clients", id);
    QCOMPARE(shell.page()->opened.last().id(), id);
    QVERIFY(shell.window->shell().opens("berths"));
    QVERIFY(!shell.window->shell().opens("client_contacts"));
}

void TestNavigation::aNewRecordIsNoPlaceToComeBackTo()
{
    ShellFixture shell;
    shell.window->shell().openNew("clients");
    QVERIFY(shell.page()->opened.last().isNew());
    shell.window->shell().openRecord("clients", FakeStore::makeId()); // it was saved
    shell.press(Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(shell.here(), QStringLiteral("nimara://dashboard"));
}

void TestNavigation::crumbsLeadBackToTheList()
{
    ShellFixture shell;
    shell.window->shell().openRecord("clients", FakeStore::makeId());
    const QList<Crumb> &crumbs = shell.window->topBar().breadcrumbs()->crumbs();
    QCOMPARE(crumbs.size(), 3);
    QCOMPARE(crumbs[0].text, QStringLiteral("Main"));
    QCOMPARE(crumbs[2].text, QStringLiteral("Anna Berg"));
    for (auto *link : shell.window->topBar().breadcrumbs()->findChildren<QAbstractButton *>()) {
        if (link->text() == QStringLiteral("Clients"))
            QTest::mouseClick(link, Qt::LeftButton);
    }
    QCOMPARE(shell.here(), QStringLiteral("nimara://clients"));
}

void TestNavigation::leavingSomethingUnsavedIsAskedFirst()
{
    ShellFixture shell;
    QTest::keyClicks(shell.page()->field, QStringLiteral("half a name"));
    shell.press(Qt::Key_2, Qt::ControlModifier);
    auto *question = shell.window->findChild<ConfirmDialog *>();
    QVERIFY(question);
    QCOMPARE(shell.here(), QStringLiteral("nimara://dashboard"));
    QTest::mouseClick(question->cancelButton(), Qt::LeftButton);
    QTRY_VERIFY(!shell.window->findChild<ConfirmDialog *>());
    QCOMPARE(shell.here(), QStringLiteral("nimara://dashboard"));
    shell.activate();

    shell.press(Qt::Key_2, Qt::ControlModifier);
    QTest::mouseClick(shell.window->findChild<ConfirmDialog *>()->acceptButton(), Qt::LeftButton);
    QTRY_COMPARE(shell.here(), QStringLiteral("nimara://clients"));
}

void TestNavigation::quittingWithSomethingUnsavedIsAskedFirst()
{
    ShellFixture shell;
    QTest::keyClicks(shell.page()->field, QStringLiteral("half a name"));
    shell.window->close();
    QVERIFY(shell.window->isVisible());
    QTest::mouseClick(shell.window->findChild<ConfirmDialog *>()->acceptButton(), Qt::LeftButton);
    QTRY_VERIFY(!shell.window->isVisible());
}

void TestNavigation::aLinkToNowhereIsTold()
{
    ShellFixture shell;
    shell.window->openLink(QUrl(QStringLiteral("nimara://nonsense/1")));
    QCOMPARE(shell.window->shell().toasts().count(), 1);
    shell.window->openLink(QUrl(QStringLiteral("nimara://unheard-of")));
    QCOMPARE(shell.window->shell().toasts().count(), 2);
    QCOMPARE(shell.here(), QStringLiteral("nimara://dashboard"));
}

void TestNavigation::aPageWithoutTheRightIsRefused()
{
    ShellFixture shell;
    shell.store.setPermissions(PermissionSet::seeded(SystemRole::Viewer));
    shell.window->openLink(QUrl(QStringLiteral("nimara://users")));
    QCOMPARE(shell.window->shell().toasts().count(), 1);
    shell.window->openLink(QUrl(QStringLiteral("nimara://clients/new")));
    QCOMPARE(shell.window->shell().toasts().count(), 2);
    QVERIFY(!shell.here().contains(QStringLiteral("users")));
}

QTEST_MAIN(TestNavigation)
#include "tst_navigation.moc"
