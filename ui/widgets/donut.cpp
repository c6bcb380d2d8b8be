#include "ui/theme/figures.h"
#include "ui/theme/theme.h"
#include "ui/widgets/bars.h"

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <numeric>

namespace nimara::ui {

namespace {

qint64 totalOf(const QList<Bar> &bars)
{
    return std::accumulate(bars.begin(), bars.end(), qint64(0),
                           [](qint64 sum, const Bar &bar) { return sum + bar.count; });
}

int legendRow()
{
    return theme().px(26);
}

} // namespace

Donut::Donut(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void Donut::setBars(QList<Bar> bars)
{
    m_bars = std::move(bars);
    QStringList words;
    for (const Bar &bar : std::as_const(m_bars))
        words.append(QStringLiteral("%1: %2").arg(bar.label, QLocale().toString(bar.count)));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

void Donut::setCaption(const QString &caption)
{
    m_caption = caption;
    setAccessibleName(caption);
    update();
}

QSize Donut::sizeHint() const
{
    return {theme().px(360), std::max(theme().px(160), int(m_bars.size()) * legendRow())};
}

QSize Donut::minimumSizeHint() const
{
    return {theme().px(300), sizeHint().height()};
}

QRectF Donut::ring() const
{
    const double side = std::min(double(height()), double(theme().px(160)));
    return {2, (height() - side) / 2 + 2, side - 4, side - 4};
}

int Donut::legendLeft() const
{
    return int(ring().right()) + theme().px(size::page);
}

int Donut::legendTop() const
{
    return (height() - int(m_bars.size()) * legendRow()) / 2;
}

int Donut::legendRowAt(const QPoint &point) const
{
    if (point.x() < legendLeft() || point.y() < legendTop())
        return -1;
    const int row = (point.y() - legendTop()) / legendRow();
    return row < m_bars.size() ? row : -1;
}

void Donut::paintEvent(QPaintEvent *)
{
    const Theme &look = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF outer = ring();
    const double thick = outer.width() * 0.15;
    const QRectF inner = outer.adjusted(thick, thick, -thick, -thick);
    const qint64 total = totalOf(m_bars);
    QPainterPath hole;
    hole.addEllipse(inner);
    if (total == 0) {
        QPainterPath whole;
        whole.addEllipse(outer);
        painter.fillPath(whole.subtracted(hole), look.color(Token::Sunken));
    }
    double from = 90.0;
    for (const Bar &bar : m_bars) {
        const double span = total > 0 ? -360.0 * double(bar.count) / double(total) : 0.0;
        if (bar.count > 0) {
            QPainterPath slice;
            slice.moveTo(outer.center());
            slice.arcTo(outer, from, span);
            slice.closeSubpath();
            painter.save();
            painter.setClipPath(slice.subtracted(hole));
            fillPattern(painter, outer, bar.look, 0);
            painter.restore();
            if (bar.count < total) { // a gap of the surface parts neighbours of the same lightness
                painter.setPen(QPen(look.color(Token::Surface), 2));
                painter.drawPath(slice.subtracted(hole));
            }
        }
        from += span;
    }
    paintCentre(painter, inner.toRect(), total);
    paintLegend(painter);
}

void Donut::paintCentre(QPainter &painter, const QRect &inner, qint64 total) const
{
    const Theme &look = theme();
    painter.setPen(look.color(Token::Text));
    painter.setFont(look.font(Type::Figure, QFont::DemiBold));
    const QString number = QLocale().toString(total);
    const int shift = m_caption.isEmpty() ? 0 : look.px(9);
    painter.drawText(inner.translated(0, -shift), Qt::AlignCenter, number);
    painter.setFont(look.font(Type::Small));
    painter.setPen(look.color(Token::Muted));
    painter.drawText(inner.translated(0, look.px(14)), Qt::AlignCenter, m_caption);
}

void Donut::paintLegend(QPainter &painter) const
{
    const Theme &look = theme();
    int y = legendTop();
    const int left = legendLeft();
    const int mark = look.px(14);
    for (const Bar &bar : m_bars) {
        const QRect row(left, y, width() - left, legendRow());
        fillPattern(painter, QRectF(left, row.center().y() - mark / 2.0 + 0.5, mark, mark), bar.look,
                    look.px(4));
        painter.setFont(look.font(Type::Body, QFont::Medium));
        painter.setPen(look.color(Token::Text));
        const QString count = QLocale().toString(bar.count);
        const int countWidth = figuresWidth(painter.font(), count);
        drawFigures(painter, row, Qt::AlignRight, count);
        painter.setFont(look.font(Type::Body));
        const QRect words = row.adjusted(mark + look.px(8), 0, -countWidth - look.px(8), 0);
        painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(bar.label, Qt::ElideRight, words.width()));
        y += legendRow();
    }
}

void Donut::mouseReleaseEvent(QMouseEvent *event)
{
    const int row = legendRowAt(event->position().toPoint());
    if (row >= 0 && event->button() == Qt::LeftButton)
        emit activated(m_bars[row].key);
}

} // namespace nimara::ui
