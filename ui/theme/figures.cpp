#include "ui/theme/figures.h"

#include <algorithm>
#include <cmath>

namespace nimara::ui {

namespace {

double widestDigit(const QFontMetricsF &metrics)
{
    double widest = 0;
    for (ushort digit = u'0'; digit <= u'9'; ++digit)
        widest = std::max(widest, metrics.horizontalAdvance(QChar(digit)));
    return widest;
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

double exactWidth(const QFontMetricsF &metrics, const QString &text)
{
    const double cell = widestDigit(metrics);
    double width = 0;
    for (const QChar c : text)
        width += isDigit(c) ? cell : metrics.horizontalAdvance(c);
    return width;
}

} // namespace

int figuresWidth(const QFont &font, const QString &text)
{
    return int(std::ceil(exactWidth(QFontMetricsF(font), text)));
}

void drawFigures(QPainter &painter, const QRect &rect, Qt::Alignment alignment, const QString &text)
{
    const QFontMetricsF metrics(painter.font());
    const double cell = widestDigit(metrics);
    const double width = exactWidth(metrics, text);
    double x = rect.x();
    if (alignment & Qt::AlignRight)
        x = rect.right() + 1 - width;
    else if (alignment & Qt::AlignHCenter)
        x = rect.x() + (rect.width() - width) / 2;
    const double baseline = rect.y() + (rect.height() - metrics.height()) / 2 + metrics.ascent();
    for (const QChar c : text) {
        const double natural = metrics.horizontalAdvance(c);
        const double advance = isDigit(c) ? cell : natural;
        painter.drawText(QPointF(x + (advance - natural) / 2, baseline), QString(c));
        x += advance;
    }
}

} // namespace nimara::ui
