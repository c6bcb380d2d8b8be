#include "models/schema/tables/enums.h"
#include "ui/theme/status_look.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QTest>

using namespace nimara;
using namespace nimara::ui;

// Every pair of colours that is drawn, in light and in dark: text 4.5:1, what is large or no text 3:1.
class TestContrast : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = new Theme(*qApp); }
    void cleanupTestCase() { delete m_theme; }

    void textIsReadable_data();
    void textIsReadable();
    void shapesAreSeen_data();
    void shapesAreSeen();
    void chipsOfEveryEnumAreReadable();
    void laddersRunFromLightToDark();
    void oneOfTwoInksFitsOnEveryStep();
    void theFunctionKnowsTheExtremes();

private:
    Theme *m_theme = nullptr;
};

namespace {

const char *nameOf(Token token)
{
    static const char *const names[]{"Sidebar",         "SidebarHover", "SidebarActive", "SidebarText",
                                     "SidebarMuted",    "Window",       "Surface",       "Raised",
                                     "Sunken",          "Hover",        "Selected",      "Border",
                                     "StrongBorder",    "FieldBorder",  "Text",          "Muted",
                                     "Disabled",        "Brand",        "BrandHover",    "BrandPressed",
                                     "BrandTint",       "OnBrand",      "Link",          "Success",
                                     "Warning",         "Danger",       "Info",          "SuccessTint",
                                     "WarningTint",     "DangerTint",   "InfoTint",      "DangerFill",
                                     "DangerFillHover", "OnDanger",     "Shadow"};
    static_assert(std::size(names) == std::size_t(Token::Count));
    return names[std::size_t(token)];
}

void addRow(bool dark, Token front, Token back)
{
    QTest::addRow("%s on %s, %s", nameOf(front), nameOf(back), dark ? "dark" : "light")
        << dark << int(front) << int(back);
}

} // namespace

void TestContrast::textIsReadable_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("front");
    QTest::addColumn<int>("back");
    for (const bool dark : {false, true}) {
        for (const Token back :
             {Token::Window, Token::Surface, Token::Raised, Token::Hover, Token::Selected, Token::Sunken}) {
            addRow(dark, Token::Text, back);
            addRow(dark, Token::Muted, back);
        }
        for (const Token back : {Token::Window, Token::Surface, Token::Raised}) {
            for (const Token front :
                 {Token::Link, Token::Success, Token::Warning, Token::Danger, Token::Info})
                addRow(dark, front, back);
        }
        for (const auto &[front, back] : {std::pair{Token::Success, Token::SuccessTint},
                                          {Token::Warning, Token::WarningTint},
                                          {Token::Danger, Token::DangerTint},
                                          {Token::Info, Token::InfoTint},
                                          {Token::Text, Token::SuccessTint},
                                          {Token::Text, Token::WarningTint},
                                          {Token::Text, Token::DangerTint},
                                          {Token::Text, Token::InfoTint},
                                          {Token::OnBrand, Token::Brand},
                                          {Token::OnBrand, Token::BrandHover},
                                          {Token::OnBrand, Token::BrandPressed},
                                          {Token::OnDanger, Token::DangerFillHover}})
            addRow(dark, front, back);
        for (const Token back : {Token::Sidebar, Token::SidebarHover, Token::SidebarActive}) {
            addRow(dark, Token::SidebarText, back);
            addRow(dark, Token::SidebarMuted, back);
        }
    }
}

void TestContrast::textIsReadable()
{
    QFETCH(bool, dark);
    QFETCH(int, front);
    QFETCH(int, back);
    m_theme->setDark(dark);
    const double found = contrast(m_theme->color(Token(front)), m_theme->color(Token(back)));
    QVERIFY2(found >= 4.5, qPrintable(QString::number(found)));
}

void TestContrast::shapesAreSeen_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("front");
    QTest::addColumn<int>("back");
    for (const bool dark : {false, true}) {
        for (const Token back : {Token::Window, Token::Surface, Token::Raised}) {
            addRow(dark, Token::FieldBorder, back); // of what one types into or ticks
            addRow(dark, Token::Brand, back);       // focus ring, ticked box, bars
            addRow(dark, Token::Muted, back);       // icons
        }
        addRow(dark, Token::OnDanger, Token::DangerFill);       // large: a button's word is bold
        addRow(dark, Token::SidebarText, Token::SidebarActive); // focus ring of the sidebar
    }
}

void TestContrast::shapesAreSeen()
{
    QFETCH(bool, dark);
    QFETCH(int, front);
    QFETCH(int, back);
    m_theme->setDark(dark);
    const double found = contrast(m_theme->color(Token(front)), m_theme->color(Token(back)));
    QVERIFY2(found >= 3.0, qPrintable(QString::number(found)));
}

void TestContrast::chipsOfEveryEnumAreReadable()
{
    const auto check = [this](std::string_view column, std::span<const Choice> choices) {
        for (const Choice &choice : choices) {
            const StatusLook look = statusLook(column, choice.value);
            const QByteArray where =
                QByteArray(choice.value.data()) + (m_theme->isDark() ? " dark" : " light");
            QVERIFY2(contrast(look.text, look.background) >= 4.5, where);
            if (look.marked)
                QVERIFY2(contrast(look.fill, m_theme->color(Token::Surface)) >= 3.0, where);
        }
    };
    for (const bool dark : {false, true}) {
        m_theme->setDark(dark);
        check("status", berthStatusChoices);
        check("pipeline_stage", pipelineStageChoices);
        check("lead_category", leadCategoryChoices);
        check("status", invoiceStatusChoices);
        check("priority", reminderPriorityChoices);
    }
}

void TestContrast::laddersRunFromLightToDark()
{
    for (std::size_t hue = 0; hue < hueCount; ++hue) {
        const Ladder steps = ladder(Hue(hue));
        for (std::size_t i = 1; i < stepCount; ++i)
            QVERIFY(contrast(steps[i], Qt::white) > contrast(steps[i - 1], Qt::white));
        QVERIFY(contrast(steps[0], Qt::white) < 1.12);
        QVERIFY(contrast(steps[stepCount - 1], Qt::white) > 10);
    }
}

void TestContrast::oneOfTwoInksFitsOnEveryStep()
{
    for (std::size_t hue = 0; hue < hueCount; ++hue) {
        for (const QColor &step : ladder(Hue(hue))) {
            QVERIFY(contrast(readableOn(step, Qt::white), step) >= 4.5);
            QVERIFY(contrast(readableOn(step, step), step) >= 4.5);
        }
    }
}

void TestContrast::theFunctionKnowsTheExtremes()
{
    QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrast(Qt::red, Qt::red), 1.0);
    QCOMPARE(readableOn(Qt::white, Qt::black), QColor(Qt::black));
}

QTEST_MAIN(TestContrast)
#include "tst_contrast.moc"
