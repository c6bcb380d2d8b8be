#pragma once

#include "ui/theme/tokens.h"

#include <QFont>
#include <QObject>
#include <QPalette>

class QApplication;

namespace nimara::ui {

// Sizes of type, in pixels at a scale of 1.
enum class Type { Small, Body, Section, Title, Figure, Mono };

// The look at this moment. Widgets ask it while they paint and measure, so that a change of colours or of the font's
// size needs nothing but a repaint:
//     painter.setPen(theme().color(Token::Muted));
//     layout->setSpacing(theme().px(12));
class Theme : public QObject
{
    Q_OBJECT

public:
    // Takes the application over: style, palette, fonts. One per application; without one (a test of a lone
    // widget) theme() is light at a scale of 1.
    explicit Theme(QApplication &application);
    ~Theme() override;

    bool isDark() const { return m_dark; }
    void setDark(bool dark);
    // 1.0: as drawn. Fonts and every size follow.
    double scale() const { return m_scale; }
    void setScale(double scale);
    bool reducedMotion() const { return m_reducedMotion; }
    void setReducedMotion(bool reduced);

    const QColor &color(Token token) const { return m_colors[static_cast<std::size_t>(token)]; }
    const QColor &step(Hue hue, Step step) const;
    QFont font(Type type, QFont::Weight weight = QFont::Normal) const;
    QPalette palette() const;
    // A size of the design (a multiple of 4 as a rule) in pixels.
    int px(int size) const;
    // The length of a movement: 0 where the system asks for no motion.
    int duration(int milliseconds) const { return m_reducedMotion ? 0 : milliseconds; }

signals:
    // Colours, scale or fonts. Most widgets need not listen: they are repainted and laid out again.
    void changed();

private:
    friend const Theme &theme();
    Theme();
    void apply();

    QApplication *m_application = nullptr;
    TokenColors m_colors;
    std::array<Ladder, hueCount> m_ladders;
    double m_scale = 1.0;
    bool m_dark = false;
    bool m_reducedMotion = false;
};

const Theme &theme();

// The design's sizes, to be given to Theme::px.
namespace size {
inline constexpr int grid = 4;
inline constexpr int page = 24;
inline constexpr int card = 16;
inline constexpr int gap = 12;
inline constexpr int control = 32;
inline constexpr int row = 34;
inline constexpr int compactRow = 28;
inline constexpr int dockRow = 56;
inline constexpr int radius = 6;
inline constexpr int cardRadius = 8;
inline constexpr int sidebar = 256;
inline constexpr int sidebarCollapsed = 64;
inline constexpr int topBar = 56;
inline constexpr int facts = 320;
inline constexpr int icon = 16;
inline constexpr int largeIcon = 20;
inline constexpr int emptyIcon = 40;
inline constexpr int drawerBelow = 768;
inline constexpr int factsBelow = 1100;
} // namespace size

} // namespace nimara::ui
