#include "ui/theme/paint.h"

#include <algorithm>

namespace nimara::ui::paint {

void box(QPainter &painter, const QRectF &rect, const QColor &fill, const QColor &border, double radius,
         double width)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter.setPen(border.isValid() ? QPen(border, width) : QPen(Qt::NoPen));
    const double inset = border.isValid() ? width / 2 : 0;
    const QRectF inner = rect.adjusted(inset, inset, -inset, -inset);
    painter.drawRoundedRect(inner, std::max(0.0, radius - inset), std::max(0.0, radius - inset));
    painter.restore();
}

void shadow(QPainter &painter, const QRectF &rect, double radius, int reach)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    QColor color = theme().color(Token::Shadow);
    color.setAlphaF(color.alphaF() / float(reach) * 0.6f);
    painter.setBrush(color);
    for (int ring = reach; ring > 0; --ring) {
        const QRectF around = rect.adjusted(-ring, -ring + reach / 3.0, ring, ring + reach / 4.0);
        painter.drawRoundedRect(around, radius + ring, radius + ring);
    }
    painter.restore();
}

} // namespace nimara::ui::paint
