#include "ui/theme/figures.h"

#include <algorithm>

namespace nimara::ui {

namespace {

int widestDigit(const QFontMetrics &metrics)
{
    int widest = 0;
    for (ushort digit = u'0'; digit <= u'9'; ++digit)
        widest = std::max(widest, metrics.horizontalAdvance(QChar(digit)));
    return widest;
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

} // namespace

int figuresWidth(const QFontMetrics &metrics, const QString &text)
{
    const int cell = widestDigit(metrics);
    int width = 0;
    for (const QChar c : text)
        width += isDigit(c) ? cell : metrics.horizontalAdvance(c);
    return width;
}

void drawFigures(QPainter &painter, const QRect &rect, Qt::Alignment alignment, const QString &text)
{
    const QFontMetrics metrics = painter.fontMetrics();
    const int cell = widestDigit(metrics);
    const int width = figuresWidth(metrics, text);
    int x = rect.x();
    if (alignment & Qt::AlignRight)
        x = rect.right() + 1 - width;
    else if (alignment & Qt::AlignHCenter)
        x = rect.x() + (rect.width() - width) / 2;
    const int baseline = rect.y() + (rect.height() - metrics.height()) / 2 + metrics.ascent();
    for (const QChar c : text) {
        const int natural = metrics.horizontalAdvance(c);
        const int advance = isDigit(c) ? cell : natural;
        painter.drawText(x + (advance - natural) / 2, baseline, QString(c));
        x += advance;
    }
}

} // namespace nimara::ui
