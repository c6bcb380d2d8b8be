#include "tests/support/shot.h"
#include "ui/theme/figures.h"
#include "ui/theme/focus_ring.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QApplication>
#include <QFocusFrame>
#include <QFontDatabase>
#include <QFontInfo>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace nimara;
using namespace nimara::ui;

class TestTheme : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_theme = new Theme(*qApp); }
    void cleanup() { delete m_theme; }

    void darkModeReachesPaletteLabelsAndIcons();
    void aLargerScaleMakesControlsHigher();
    void motionStopsWhereItIsNotWanted();
    void iconsTakeTheColourOfTheirToken();
    void everyIconOfTheStyleExists();
    void theRingIsDrawnForTheKeyboardOnly();
    void lettersComeFromInter();
    void digitsStandUnderEachOther();

private:
    Theme *m_theme = nullptr;
};

namespace {

// The strongest colour of a pixmap: what the lines of an icon are drawn in.
QColor inkOf(const QPixmap &pixmap)
{
    const QImage image = pixmap.toImage();
    QColor ink(Qt::transparent);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).alpha() > ink.alpha())
                ink = image.pixelColor(x, y);
        }
    }
    return ink;
}

bool isNear(const QColor &left, const QColor &right)
{
    return std::abs(left.red() - right.red()) < 6 && std::abs(left.green() - right.green()) < 6 &&
           std::abs(left.blue() - right.blue()) < 6;
}

} // namespace

void TestTheme::darkModeReachesPaletteLabelsAndIcons()
{
    Label label(QStringLiteral("12 berths"), Type::Body, Token::Muted);
    const QIcon anchor = icon(QStringLiteral("anchor"), Token::Text);
    QSignalSpy spy(m_theme, &Theme::changed);
    m_theme->setDark(true);
    QCOMPARE(spy.count(), 1);
    QCOMPARE(qApp->palette().color(QPalette::Window), QColor(QStringLiteral("#131a2c")));
    QTRY_COMPARE(label.palette().color(QPalette::WindowText), QColor(QStringLiteral("#a3aec4")));
    QVERIFY(isNear(inkOf(anchor.pixmap(32, 32)), m_theme->color(Token::Text)));
    m_theme->setDark(false);
    QCOMPARE(qApp->palette().color(QPalette::Window), QColor(QStringLiteral("#f6f7fa")));
    QTRY_COMPARE(label.palette().color(QPalette::WindowText), QColor(QStringLiteral("#5a6579")));
    QVERIFY(isNear(inkOf(anchor.pixmap(32, 32)), m_theme->color(Token::Text)));
}

void TestTheme::aLargerScaleMakesControlsHigher()
{
    QPushButton button(QStringLiteral("Save"));
    QLineEdit field;
    QCOMPARE(button.sizeHint().height(), 32);
    QCOMPARE(field.sizeHint().height(), 32);
    m_theme->setScale(2.0);
    QCOMPARE(button.sizeHint().height(), 64);
    QCOMPARE(field.sizeHint().height(), 64);
    QCOMPARE(qApp->font().pixelSize(), 26);
    m_theme->setScale(1.0);
}

void TestTheme::motionStopsWhereItIsNotWanted()
{
    QCOMPARE(m_theme->duration(200), 200);
    m_theme->setReducedMotion(true);
    QCOMPARE(m_theme->duration(200), 0);
}

void TestTheme::iconsTakeTheColourOfTheirToken()
{
    QVERIFY(isNear(inkOf(icon(QStringLiteral("users"), Token::Danger).pixmap(40, 40)),
                   m_theme->color(Token::Danger)));
    QVERIFY(isNear(inkOf(icon(QStringLiteral("users"), Token::Danger).pixmap(QSize(40, 40), QIcon::Disabled)),
                   m_theme->color(Token::Disabled)));
    QVERIFY(icon(QString()).isNull());
}

void TestTheme::everyIconOfTheStyleExists()
{
    for (const char *name :
         {"check", "minus", "chevron-down", "chevron-up", "chevron-left", "chevron-right", "arrow-up",
          "arrow-down", "x", "search", "info", "circle-alert", "circle-check", "triangle-alert"})
        QVERIFY2(hasIcon(QString::fromLatin1(name)), name);
    QVERIFY(!hasIcon(QStringLiteral("no-such-icon")));
}

void TestTheme::theRingIsDrawnForTheKeyboardOnly()
{
    QWidget window;
    auto *column = new QVBoxLayout(&window);
    auto *first = makeButton(QStringLiteral("First"));
    auto *second = makeButton(QStringLiteral("Second"));
    column->addWidget(first);
    column->addWidget(second);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    const auto ring = [&] {
        const auto frames = window.findChildren<QFocusFrame *>();
        return frames.isEmpty() ? nullptr : frames.first()->widget();
    };

    QTest::mouseClick(first, Qt::LeftButton);
    first->setFocus(Qt::MouseFocusReason);
    QVERIFY(!ring());
    QTest::keyClick(first, Qt::Key_Tab);
    QTRY_COMPARE(window.focusWidget(), second);
    QCOMPARE(ring(), second);
    QVERIFY(showsKeyboardFocus(second));
    QTest::mousePress(first, Qt::LeftButton);
    first->setFocus(Qt::MouseFocusReason);
    QVERIFY(!ring());
}

void TestTheme::lettersComeFromInter()
{
    if (!QFontDatabase::families().contains(QStringLiteral("Inter")))
        QSKIP("Inter is not installed here");
    QCOMPARE(QFontInfo(m_theme->font(Type::Body)).family(), QStringLiteral("Inter"));
}

void TestTheme::digitsStandUnderEachOther()
{
    const QFont font = m_theme->font(Type::Body);
    QCOMPARE(figuresWidth(font, QStringLiteral("1,111.11")), figuresWidth(font, QStringLiteral("8,888.88")));
    const auto drawn = [&](const QString &text) {
        QImage image(120, 20, QImage::Format_ARGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.setFont(m_theme->font(Type::Body));
        drawFigures(painter, image.rect(), Qt::AlignRight, text);
        painter.end();
        for (int x = 119; x >= 0; --x) {
            for (int y = 0; y < 20; ++y) {
                if (image.pixelColor(x, y).lightness() < 128)
                    return x;
            }
        }
        return -1;
    };
    QCOMPARE(drawn(QStringLiteral("10")), drawn(QStringLiteral("90"))); // both end in the same place
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
