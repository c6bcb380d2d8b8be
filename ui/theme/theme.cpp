#include "ui/theme/theme.h"

#include "ui/theme/focus_ring.h"
#include "ui/theme/style.h"

#include <QApplication>
#include <QFontDatabase>

#include <algorithm>
#include <cmath>

namespace nimara::ui {

namespace {

constexpr const char *themeProperty = "nimaraTheme";

struct TypeSize
{
    Type type;
    int pixels;
};
constexpr std::array<TypeSize, 6> typeSizes{{{Type::Small, 12},
                                             {Type::Body, 13},
                                             {Type::Section, 15},
                                             {Type::Title, 20},
                                             {Type::Figure, 28},
                                             {Type::Mono, 12}}};

// The families that are installed, in the order of preference; the system's own comes last.
QStringList families(bool mono)
{
    static const QStringList known = QFontDatabase::families();
    const QStringList wanted =
        mono ? QStringList{QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono")}
             : QStringList{QStringLiteral("Inter"), QStringLiteral("Inter Variable"),
                           QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans"),
                           QStringLiteral("Noto Sans CJK JP")};
    QStringList found;
    std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(found),
                 [](const QString &family) { return known.contains(family); });
    found.append(
        QFontDatabase::systemFont(mono ? QFontDatabase::FixedFont : QFontDatabase::GeneralFont).family());
    found.removeDuplicates();
    return found;
}

} // namespace

Theme::Theme() : m_colors(tokenColors(false))
{
    for (std::size_t i = 0; i < hueCount; ++i)
        m_ladders[i] = ladder(static_cast<Hue>(i));
}

Theme::Theme(QApplication &application) : Theme()
{
    m_application = &application;
    application.setProperty(themeProperty, QVariant::fromValue<QObject *>(this));
    application.setStyle(new Style); // the application owns its style
    new FocusRing(this);
    apply();
}

Theme::~Theme()
{
    if (m_application)
        m_application->setProperty(themeProperty, QVariant());
}

void Theme::setDark(bool dark)
{
    if (dark == m_dark)
        return;
    m_dark = dark;
    m_colors = tokenColors(dark);
    apply();
}

void Theme::setScale(double scale)
{
    scale = std::clamp(scale, 0.75, 3.0);
    if (std::abs(scale - m_scale) < 0.01)
        return;
    m_scale = scale;
    // A new style makes every widget measure itself again.
    m_application->setStyle(new Style);
    apply();
}

void Theme::setReducedMotion(bool reduced)
{
    m_reducedMotion = reduced;
}

const QColor &Theme::step(Hue hue, Step step) const
{
    return m_ladders[static_cast<std::size_t>(hue)][static_cast<std::size_t>(step)];
}

QFont Theme::font(Type type, QFont::Weight weight) const
{
    const auto found = std::find_if(typeSizes.begin(), typeSizes.end(),
                                    [&](const TypeSize &entry) { return entry.type == type; });
    QFont font;
    font.setFamilies(families(type == Type::Mono));
    font.setPixelSize(px(found->pixels));
    font.setWeight(weight);
    if (type == Type::Mono)
        font.setStyleHint(QFont::Monospace);
    return font;
}

QPalette Theme::palette() const
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Token token) { palette.setColor(role, color(token)); };
    set(QPalette::Window, Token::Window);
    set(QPalette::WindowText, Token::Text);
    set(QPalette::Base, Token::Surface);
    set(QPalette::AlternateBase, Token::Window);
    set(QPalette::Text, Token::Text);
    set(QPalette::PlaceholderText, Token::Muted);
    set(QPalette::Button, Token::Surface);
    set(QPalette::ButtonText, Token::Text);
    set(QPalette::BrightText, Token::Danger);
    set(QPalette::Highlight, Token::Brand);
    set(QPalette::HighlightedText, Token::OnBrand);
    set(QPalette::Link, Token::Link);
    set(QPalette::LinkVisited, Token::Link);
    set(QPalette::ToolTipBase, Token::Raised);
    set(QPalette::ToolTipText, Token::Text);
    set(QPalette::Light, Token::Raised);
    set(QPalette::Midlight, Token::Border);
    set(QPalette::Mid, Token::StrongBorder);
    set(QPalette::Dark, Token::StrongBorder);
    set(QPalette::Shadow, Token::Shadow);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, color(Token::Disabled));
    palette.setColor(QPalette::Disabled, QPalette::Base, color(Token::Window));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, color(Token::StrongBorder));
    return palette;
}

int Theme::px(int size) const
{
    return int(std::lround(size * m_scale));
}

void Theme::apply()
{
    m_application->setFont(font(Type::Body));
    m_application->setPalette(palette());
    QPalette raised = palette(); // what floats stands a step above the page
    raised.setColor(QPalette::Window, color(Token::Raised));
    m_application->setPalette(raised, "QDialog");
    emit changed();
}

const Theme &theme()
{
    const QCoreApplication *application = QCoreApplication::instance();
    if (application) {
        if (const auto *current =
                qobject_cast<const Theme *>(application->property(themeProperty).value<QObject *>()))
            return *current;
    }
    static const Theme plain;
    return plain;
}

} // namespace nimara::ui
