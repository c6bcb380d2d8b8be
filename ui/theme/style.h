#pragma once

#include <QProxyStyle>

namespace nimara::ui {

// Everything Qt draws, in the tokens of the theme: flat, hairline borders, thin scroll bars. What is not drawn here
// falls to Fusion with our palette. A style and no style sheet: a sheet knows neither the keyboard's focus nor tinted
// icons, and costs every widget a second polishing.
class Style : public QProxyStyle
{
    Q_OBJECT

public:
    Style();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl subControl,
                         const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option,
                         const QWidget *widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                           const QWidget *widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *answer) const override;
    QIcon standardIcon(StandardPixmap standard, const QStyleOption *option,
                       const QWidget *widget) const override;
    using QProxyStyle::polish;
    void polish(QWidget *widget) override;
};

// How much a button asks for attention; kept as a property of it, so that the style can read it. One primary a page.
enum class Emphasis { Secondary, Primary, Quiet, Danger };
inline constexpr const char *emphasisProperty = "nimaraEmphasis";
// Set on what stands on the sidebar's navy, in light and in dark.
inline constexpr const char *onNavyProperty = "nimaraOnNavy";

} // namespace nimara::ui
