#include "tests/ui/gallery.h"
#include "ui/theme/theme.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/bars.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pipeline_bar.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/skeleton.h"
#include "ui/widgets/toast_host.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace nimara::ui;

class TestWidgets : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = new Theme(*qApp); }
    void cleanupTestCase() { delete m_theme; }

    void aToastOffersUndoOnce();
    void moreThanFourToastsPushTheOldestOut();
    void toastsStayAtTheBottomRight();
    void enterDoesNotDestroy();
    void theWordMustBeWrittenFirst();
    void searchIsAnnouncedAfterARest();
    void escapeEmptiesTheSearchFirst();
    void thePipelineIsWalkedByKeys();
    void aReadOnlyPipelineAsksNothing();
    void barsAreChosenByKeyAndMouse();
    void aRemovableChipAnswersToDelete();
    void initialsAreOfFirstAndLastName_data();
    void initialsAreOfFirstAndLastName();
    void whatTakesTheFocusHasAName();
    void aLinkFollowsTheLook();

private:
    Theme *m_theme = nullptr;
};

namespace {

QPushButton *buttonOf(QWidget &widget, const QString &text)
{
    for (auto *button : widget.findChildren<QPushButton *>()) {
        if (button->text() == text && button->isVisible())
            return button;
    }
    return nullptr;
}

} // namespace

void TestWidgets::aToastOffersUndoOnce()
{
    QWidget window;
    window.resize(800, 600);
    ToastHost host(&window);
    window.show();
    int undone = 0;
    host.show(
        {QStringLiteral("Berth A-12 archived"), Tone::Success, QStringLiteral("Undo"), [&] { ++undone; }});
    QPushButton *undo = buttonOf(window, QStringLiteral("Undo"));
    QVERIFY(undo);
    QTest::mouseClick(undo, Qt::LeftButton);
    QCOMPARE(undone, 1);
    QTRY_COMPARE(host.count(), 0);
    QVERIFY(!host.isVisible());
}

void TestWidgets::moreThanFourToastsPushTheOldestOut()
{
    QWidget window;
    window.resize(800, 600);
    ToastHost host(&window);
    window.show();
    for (int i = 0; i < 6; ++i)
        host.show({QStringLiteral("Message %1").arg(i)});
    QTRY_COMPARE(host.count(), 4);
    host.clear();
    QTRY_COMPARE(host.count(), 0);
}

void TestWidgets::toastsStayAtTheBottomRight()
{
    QWidget window;
    window.resize(800, 600);
    ToastHost host(&window);
    window.show();
    host.show({QStringLiteral("Saved")});
    const int gap = window.width() - host.geometry().right();
    window.resize(500, 400);
    QTRY_COMPARE(window.width() - host.geometry().right(), gap);
    QVERIFY(host.geometry().bottom() < window.height());
}

void TestWidgets::enterDoesNotDestroy()
{
    ConfirmDialog dialog(QStringLiteral("Delete?"), QStringLiteral("It is gone then."),
                         QStringLiteral("Delete"), true);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.open();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    QTest::keyClick(&dialog, Qt::Key_Return);
    QTRY_VERIFY(!dialog.isVisible());
    QCOMPARE(accepted.count(), 0);
}

void TestWidgets::theWordMustBeWrittenFirst()
{
    ConfirmDialog dialog(QStringLiteral("Erase?"), QStringLiteral("For good."), QStringLiteral("Erase"),
                         true);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.setTypeToAccept(QStringLiteral("Anna Berg"));
    dialog.open();
    QVERIFY(!dialog.acceptButton()->isEnabled());
    QTest::keyClicks(dialog.findChild<QLineEdit *>(), QStringLiteral("anna berg"));
    QVERIFY(dialog.acceptButton()->isEnabled());
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    QTest::mouseClick(dialog.acceptButton(), Qt::LeftButton);
    QCOMPARE(accepted.count(), 1);
}

void TestWidgets::searchIsAnnouncedAfterARest()
{
    SearchField field;
    field.setDelay(20);
    field.show();
    QSignalSpy searched(&field, &SearchField::searched);
    QTest::keyClicks(&field, QStringLiteral("ber"));
    QCOMPARE(searched.count(), 0);
    QTRY_COMPARE(searched.count(), 1);
    QCOMPARE(searched.first().first().toString(), QStringLiteral("ber"));
    QTest::keyClicks(&field, QStringLiteral(" "));
    QTest::keyClick(&field, Qt::Key_Return); // the same words: nothing new to say
    QCOMPARE(searched.count(), 1);
}

void TestWidgets::escapeEmptiesTheSearchFirst()
{
    SearchField field;
    field.show();
    QTest::keyClicks(&field, QStringLiteral("pier"));
    QTest::keyClick(&field, Qt::Key_Return);
    QSignalSpy searched(&field, &SearchField::searched);
    QTest::keyClick(&field, Qt::Key_Escape);
    QVERIFY(field.text().isEmpty());
    QCOMPARE(searched.count(), 1);
}

void TestWidgets::thePipelineIsWalkedByKeys()
{
    PipelineBar bar;
    bar.resize(800, 32);
    bar.setStage("visited");
    bar.show();
    bar.setFocus();
    QSignalSpy asked(&bar, &PipelineBar::stageRequested);
    QTest::keyClick(&bar, Qt::Key_Right);
    QTest::keyClick(&bar, Qt::Key_Return);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.takeFirst().first().toString(), QStringLiteral("signed_eoi_nda"));
    QTest::keyClick(&bar, Qt::Key_End);
    QTest::keyClick(&bar, Qt::Key_Space);
    QCOMPARE(asked.takeFirst().first().toString(), QStringLiteral("completed"));
    QTest::mouseClick(&bar, Qt::LeftButton, {}, QPoint(10, 16));
    QCOMPARE(asked.takeFirst().first().toString(), QStringLiteral("open"));
    QVERIFY(bar.accessibleName().contains(QStringLiteral("step 4 of 8")));
}

void TestWidgets::aReadOnlyPipelineAsksNothing()
{
    PipelineBar bar;
    bar.resize(800, 32);
    bar.setStage("open");
    bar.setReadOnly(true);
    bar.show();
    QSignalSpy asked(&bar, &PipelineBar::stageRequested);
    QTest::mouseClick(&bar, Qt::LeftButton, {}, QPoint(700, 16));
    QTest::keyClick(&bar, Qt::Key_Return);
    QCOMPARE(asked.count(), 0);
}

void TestWidgets::barsAreChosenByKeyAndMouse()
{
    BarList list;
    list.resize(400, 100);
    list.setBars({{QStringLiteral("sold"), QStringLiteral("Sold"), 3, {}, {}},
                  {QStringLiteral("available"), QStringLiteral("Available"), 5, {}, {}}});
    list.show();
    list.setFocus();
    QSignalSpy activated(&list, &BarList::activated);
    QTest::keyClick(&list, Qt::Key_Down);
    QTest::keyClick(&list, Qt::Key_Return);
    QTest::mouseClick(&list, Qt::LeftButton, {}, QPoint(50, 5));
    QCOMPARE(activated.count(), 2);
    QCOMPARE(activated.last().first().toString(), QStringLiteral("sold"));
    QVERIFY(list.accessibleDescription().contains(QStringLiteral("Available: 5")));
}

void TestWidgets::aRemovableChipAnswersToDelete()
{
    Chip chip(QStringLiteral("VIP"));
    chip.setRemovable(true);
    chip.show();
    QSignalSpy removed(&chip, &Chip::removed);
    QTest::keyClick(&chip, Qt::Key_Delete);
    QCOMPARE(removed.count(), 1);
}

void TestWidgets::initialsAreOfFirstAndLastName_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("initials");
    QTest::newRow("two") << QStringLiteral("Anna Berg") << QStringLiteral("AB");
    QTest::newRow("three") << QStringLiteral("anna maria berg") << QStringLiteral("AB");
    QTest::newRow("one") << QStringLiteral("Madonna") << QStringLiteral("M");
    QTest::newRow("none") << QString() << QStringLiteral("?");
    QTest::newRow("other script") << QStringLiteral("村上 春樹") << QStringLiteral("村春");
}

void TestWidgets::initialsAreOfFirstAndLastName()
{
    QFETCH(QString, name);
    QFETCH(QString, initials);
    QCOMPARE(Avatar::initials(name), initials);
}

void TestWidgets::whatTakesTheFocusHasAName()
{
    const std::unique_ptr<QWidget> gallery(makeGallery());
    gallery->show();
    for (const auto *button : gallery->findChildren<QAbstractButton *>()) {
        if (button->focusPolicy() == Qt::NoFocus)
            continue;
        QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(),
                 button->metaObject()->className());
    }
}

void TestWidgets::aLinkFollowsTheLook()
{
    QWidget window;
    Label label(QStringLiteral("<a style=\"text-decoration:none\" href=\"nimara://clients\">████</a>"),
                nimara::ui::Type::Title, Token::Text, QFont::Bold, &window);
    label.setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    window.show();
    const auto ink = [&label] {
        const QImage image = label.grab().toImage();
        return image.pixelColor(image.rect().center());
    };
    QCOMPARE(ink(), m_theme->color(Token::Link));
    m_theme->setDark(true);
    QCoreApplication::processEvents(); // Qt tells widgets of a new palette by a posted event
    const QColor dark = ink();
    m_theme->setDark(false);
    QCOMPARE(dark, QColor(0x7d, 0xb2, 0xff));
}

QTEST_MAIN(TestWidgets)
#include "tst_widgets.moc"
