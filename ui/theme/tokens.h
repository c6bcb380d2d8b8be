#pragma once

#include <QColor>

#include <array>
#include <cstddef>

namespace nimara::ui {

// What a colour is for. A page names the purpose, never the colour.
enum class Token {
    Sidebar,
    SidebarHover,
    SidebarActive,
    SidebarText,
    SidebarMuted,
    Window,
    Surface,
    Raised,
    Sunken, // wells: track of a bar, skeleton, code
    Hover,  // row or quiet button under the pointer
    Selected,
    Border,
    StrongBorder,
    FieldBorder, // of something one types into or ticks: 3:1 against what is around it
    Text,
    Muted,
    Disabled,
    Brand,
    BrandHover,
    BrandPressed,
    BrandTint,
    OnBrand,
    Link,
    Success,
    Warning,
    Danger,
    Info,
    SuccessTint,
    WarningTint,
    DangerTint,
    InfoTint,
    DangerFill, // of the button that destroys
    DangerFillHover,
    OnDanger,
    Shadow,
    Count
};

enum class Hue { Navy, Brand, Sage, Mint, Teal, Purple };
inline constexpr std::size_t hueCount = 6;

// 50, 100, 200 … 900: from nearly white to nearly black.
enum class Step { S50, S100, S200, S300, S400, S500, S600, S700, S800, S900 };
inline constexpr std::size_t stepCount = 10;

using TokenColors = std::array<QColor, static_cast<std::size_t>(Token::Count)>;
using Ladder = std::array<QColor, stepCount>;

TokenColors tokenColors(bool dark);

// The ladder of one hue, by lightness as the eye sees it (OKLab): each step has the same lightness for all hues,
// which is what makes the contrast rules hold for all of them. The hue's own colour gives hue and saturation.
Ladder ladder(Hue hue);

// WCAG 2.1: 1 to 21. Text asks for 4.5, large text and graphics for 3.
double contrast(const QColor &left, const QColor &right);
// `color`, moved towards black or white just as far as it must to reach `wanted` on `background`.
QColor readableOn(const QColor &background, const QColor &color, double wanted = 4.5);
QColor mixed(const QColor &from, const QColor &to, double share);

} // namespace nimara::ui
