#include "tests/ui/sample_data.h"
#include "tests/ui/shell_fixture.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/palette_model.h"
#include "ui/shell/search_button.h"
#include "ui/shell/top_bar.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/search_field.h"

#include <QApplication>
#include <QListView>

using namespace nimara;
using namespace nimara::ui;

class TestPalette : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = new Theme(*qApp); }
    void cleanupTestCase() { delete m_theme; }

    void ctrlKOpensItAndEscapeGivesTheFocusBack();
    void theSearchButtonOpensIt();
    void emptyItOffersSectionsAndCommands();
    void recordsAreFoundAsOneTypes();
    void resultsStandUnderHeadings();
    void enterOpensWhatIsChosen();
    void arrowsStepOverHeadings();
    void commandsRunByName();
    void wordsMayStandInAnyOrder();
    void nothingFoundIsSaid();
    void anOlderAnswerDoesNotOverwriteANewerOne();
    void tablesWithoutAPageAreNotOffered();
    void aClickBesideItClosesIt();
    void aPagesCommandLivesAsLongAsThePageIsShown();
    void sharedKeysGoToTheNewestThatCan();

private:
    static QStringList titles(const CommandPalette &palette);

    Theme *m_theme = nullptr;
};

QStringList TestPalette::titles(const CommandPalette &palette)
{
    QStringList found;
    for (int row = 0; row < palette.model()->rowCount(); ++row)
        found.append(palette.model()->index(row).data().toString());
    return found;
}

void TestPalette::ctrlKOpensItAndEscapeGivesTheFocusBack()
{
    ShellFixture shell;
    shell.page()->field->setFocus();
    shell.press(Qt::Key_K, Qt::ControlModifier);
    CommandPalette &palette = shell.window->commandPalette();
    QVERIFY(palette.isOpen());
    QVERIFY(palette.field()->hasFocus());
    QTest::keyClick(palette.field(), Qt::Key_Escape);
    QVERIFY(!palette.isOpen());
    QVERIFY(shell.page()->field->hasFocus());
}

void TestPalette::theSearchButtonOpensIt()
{
    ShellFixture shell;
    QTest::mouseClick(shell.window->findChild<SearchButton *>(), Qt::LeftButton);
    QVERIFY(shell.window->commandPalette().isOpen());
}

void TestPalette::emptyItOffersSectionsAndCommands()
{
    ShellFixture shell;
    shell.press(Qt::Key_K, Qt::ControlModifier);
    const QStringList offered = titles(shell.window->commandPalette());
    QCOMPARE(offered.first(), QStringLiteral("Go to"));
    QVERIFY(offered.contains(QStringLiteral("Clients")));
    QVERIFY(offered.contains(QStringLiteral("Sync now")));
    QVERIFY(!offered.contains(QStringLiteral("Go online"))); // one is online
}

void TestPalette::recordsAreFoundAsOneTypes()
{
    ShellFixture shell;
    fillSample(shell.store);
    shell.press(Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(shell.window->commandPalette().field(), QStringLiteral("nowak"));
    QTRY_VERIFY(titles(shell.window->commandPalette()).contains(QStringLiteral("Łukasz Nowak")));
}

void TestPalette::resultsStandUnderHeadings()
{
    ShellFixture shell;
    fillSample(shell.store);
    shell.press(Qt::Key_K, Qt::ControlModifier);
    CommandPalette &palette = shell.window->commandPalette();
    palette.model()->find(QStringLiteral("ber"));
    QTRY_COMPARE(titles(palette).first(), QStringLiteral("Clients"));
    QVERIFY(palette.model()->index(0).data(PaletteModel::HeadingRole).toBool());
    QVERIFY(titles(palette).contains(QStringLiteral("Go to"))); // the section Berths
}

void TestPalette::enterOpensWhatIsChosen()
{
    ShellFixture shell;
    const Uuid anna = shell.store.add("clients", {{"full_name", "Anna Berg"}});
    shell.press(Qt::Key_K, Qt::ControlModifier);
    CommandPalette &palette = shell.window->commandPalette();
    QTest::keyClicks(palette.field(), QStringLiteral("anna"));
    QTRY_VERIFY(titles(palette).contains(QStringLiteral("Anna Berg")));
    QTest::keyClick(palette.field(), Qt::Key_Return);
    QCOMPARE(shell.page()->opened.last().id(), anna);
    QVERIFY(!palette.isOpen());
}

void TestPalette::arrowsStepOverHeadings()
{
    ShellFixture shell;
    shell.press(Qt::Key_K, Qt::ControlModifier);
    CommandPalette &palette = shell.window->commandPalette();
    QCOMPARE(palette.list()->currentIndex().row(), 1);
    QTest::keyClick(palette.field(), Qt::Key_Up);
    QCOMPARE(palette.list()->currentIndex().row(), 1);
    for (int i = 0; i < 200; ++i) {
        QTest::keyClick(palette.field(), Qt::Key_Down);
        QVERIFY(!palette.list()->currentIndex().data(PaletteModel::HeadingRole).toBool());
    }
    QCOMPARE(palette.list()->currentIndex().row(), palette.model()->rowCount() - 1);
}

void TestPalette::commandsRunByName()
{
    ShellFixture shell;
    shell.press(Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(shell.window->commandPalette().field(), QStringLiteral("sync now"));
    QTest::keyClick(shell.window->commandPalette().field(), Qt::Key_Return);
    QCOMPARE(shell.store.syncs, 1);
}

void TestPalette::wordsMayStandInAnyOrder()
{
    ShellFixture shell;
    shell.press(Qt::Key_K, Qt::ControlModifier);
    CommandPalette &palette = shell.window->commandPalette();
    palette.model()->find(QStringLiteral("offl wor"));
    QTRY_VERIFY(titles(palette).contains(QStringLiteral("Work offline")));
}

void TestPalette::nothingFoundIsSaid()
{
    ShellFixture shell;
    shell.press(Qt::Key_K, Qt::ControlModifier);
    CommandPalette &palette = shell.window->commandPalette();
    QTest::keyClicks(palette.field(), QStringLiteral("xyzzy"));
    auto *nothing = palette.findChild<EmptyState *>();
    QTRY_VERIFY(nothing->isVisible());
    QVERIFY(nothing->accessibleName().contains(QStringLiteral("xyzzy")));
    QTest::keyClick(palette.field(), Qt::Key_Return); // nothing to open: stays
    QVERIFY(palette.isOpen());
}

void TestPalette::anOlderAnswerDoesNotOverwriteANewerOne()
{
    ShellFixture shell;
    shell.store.add("clients", {{"full_name", "Anna Berg"}});
    shell.press(Qt::Key_K, Qt::ControlModifier);
    CommandPalette &palette = shell.window->commandPalette();
    shell.store.hold();
    palette.model()->find(QStringLiteral("anna"));
    palette.model()->find(QStringLiteral("zebra"));
    shell.store.release();
    QTRY_VERIFY(!palette.model()->isSearching());
    QVERIFY(!titles(palette).contains(QStringLiteral("Anna Berg")));
}

void TestPalette::tablesWithoutAPageAreNotOffered()
{
    ShellFixture shell;
    const Uuid anna = shell.store.add("clients", {{"full_name", "Anna Berg"}});
    shell.store.add("client_contacts", {{"client_id", anna.toString()},
                                        {"value", "anna@berg.example"},
                                        {"normalized_value", "anna@berg.example"}});
    shell.press(Qt::Key_K, Qt::ControlModifier);
    CommandPalette &palette = shell.window->commandPalette();
    palette.model()->find(QStringLiteral("anna"));
    QTRY_VERIFY(titles(palette).contains(QStringLiteral("Anna Berg")));
    QVERIFY(!titles(palette).contains(QStringLiteral("anna@berg.example")));
}

void TestPalette::aClickBesideItClosesIt()
{
    ShellFixture shell;
    shell.press(Qt::Key_K, Qt::ControlModifier);
    QTest::mouseClick(shell.page()->field, Qt::LeftButton);
    QVERIFY(!shell.window->commandPalette().isOpen());
}

void TestPalette::aPagesCommandLivesAsLongAsThePageIsShown()
{
    ShellFixture shell;
    int exported = 0;
    ShellCommand command;
    command.title = QStringLiteral("Export the list");
    command.group = QStringLiteral("Clients");
    command.run = [&] { ++exported; };
    shell.press(Qt::Key_2, Qt::ControlModifier);
    shell.window->shell().registerCommand(shell.page(), command);
    const auto offered = [&] {
        shell.press(Qt::Key_K, Qt::ControlModifier);
        const bool found = titles(shell.window->commandPalette()).contains(command.title);
        shell.window->commandPalette().dismiss();
        return found;
    };
    QVERIFY(offered());
    shell.press(Qt::Key_3, Qt::ControlModifier);
    QVERIFY(!offered());
    shell.press(Qt::Key_2, Qt::ControlModifier);
    QVERIFY(offered());
    QCOMPARE(exported, 0);
}

void TestPalette::sharedKeysGoToTheNewestThatCan()
{
    ShellFixture shell;
    QStringList saved;
    const auto add = [&](Page *page, const QString &name) {
        ShellCommand command;
        command.title = QStringLiteral("Save ") + name;
        command.group = QStringLiteral("Form");
        command.keys = QKeySequence::Save;
        command.run = [&saved, name] { saved.append(name); };
        shell.window->shell().registerCommand(page, command);
    };
    shell.press(Qt::Key_2, Qt::ControlModifier);
    add(shell.page(), QStringLiteral("client"));
    shell.press(Qt::Key_4, Qt::ControlModifier);
    add(shell.page(), QStringLiteral("berth"));
    shell.press(Qt::Key_S, Qt::ControlModifier);
    shell.press(Qt::Key_2, Qt::ControlModifier);
    shell.press(Qt::Key_S, Qt::ControlModifier);
    shell.press(Qt::Key_3, Qt::ControlModifier);
    shell.press(Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(saved.join(u' '), QStringLiteral("berth client"));
}

QTEST_MAIN(TestPalette)
#include "tst_palette.moc"
