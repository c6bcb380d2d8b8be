#include "ui/theme/figures.h"
#include "ui/theme/focus_ring.h"
#include "ui/theme/paint.h"
#include "ui/widgets/bars.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace nimara::ui {

BarList::BarList(QWidget *parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setNoFocusRing(this);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void BarList::setBars(QList<Bar> bars)
{
    m_bars = std::move(bars);
    m_current = std::min(m_current, int(m_bars.size()) - 1);
    QStringList words;
    for (const Bar &bar : std::as_const(m_bars))
        words.append(QStringLiteral("%1: %2").arg(bar.label, QLocale().toString(bar.count)));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

int BarList::rowHeight() const
{
    return theme().px(30);
}

QSize BarList::sizeHint() const
{
    return {theme().px(320), std::max(1, int(m_bars.size())) * rowHeight()};
}

QSize BarList::minimumSizeHint() const
{
    return {theme().px(220), sizeHint().height()};
}

int BarList::rowAt(const QPoint &point) const
{
    const int row = point.y() / rowHeight();
    return point.y() >= 0 && row < m_bars.size() ? row : -1;
}

void BarList::paintRow(QPainter &painter, int index, int labelWidth, int noteWidth, qint64 most) const
{
    const Theme &look = theme();
    const Bar &bar = m_bars[index];
    const QRect row(0, index * rowHeight(), width(), rowHeight());
    if (index == m_hover)
        paint::box(painter, row, look.color(Token::Hover), QColor(), look.px(4));
    if (index == m_current && showsKeyboardFocus(this))
        paint::box(painter, row, QColor(), look.color(Token::Brand), look.px(4), 2.0);
    const int pad = look.px(6);
    painter.setFont(look.font(Type::Body));
    painter.setPen(look.color(Token::Text));
    const QRect label(pad, row.y(), labelWidth, row.height());
    painter.drawText(label, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(bar.label, Qt::ElideRight, label.width()));

    const int countWidth =
        figuresWidth(look.font(Type::Body, QFont::Medium), QLocale().toString(most)) + look.px(2);
    const QRect note(width() - pad - noteWidth, row.y(), noteWidth, row.height());
    const QRect number(note.left() - (noteWidth > 0 ? look.px(10) : 0) - countWidth, row.y(), countWidth,
                       row.height());
    const int left = label.right() + look.px(10);
    const int room = number.left() - look.px(10) - left;
    const int tall = look.px(12);
    const QRectF track(left, row.center().y() - tall / 2.0 + 0.5, room, tall);
    paint::box(painter, track, look.color(Token::Sunken), QColor(), look.px(4));
    if (bar.count > 0 && most > 0) {
        QRectF filled = track;
        filled.setWidth(std::max(double(look.px(6)), track.width() * double(bar.count) / double(most)));
        fillPattern(painter, filled, bar.look, look.px(4));
    }
    painter.setPen(look.color(bar.count > 0 ? Token::Text : Token::Muted));
    painter.setFont(look.font(Type::Body, QFont::Medium));
    drawFigures(painter, number, Qt::AlignRight, QLocale().toString(bar.count));
    painter.setPen(look.color(Token::Muted));
    painter.setFont(look.font(Type::Small));
    painter.drawText(note, Qt::AlignVCenter | Qt::AlignRight, bar.note);
}

void BarList::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QFontMetrics metrics(theme().font(Type::Body));
    const QFontMetrics small(theme().font(Type::Small));
    int labelWidth = 0;
    int noteWidth = 0;
    qint64 most = 0;
    for (const Bar &bar : m_bars) {
        labelWidth = std::max(labelWidth, metrics.horizontalAdvance(bar.label) + 2);
        noteWidth = std::max(noteWidth, small.horizontalAdvance(bar.note));
        most = std::max(most, bar.count);
    }
    labelWidth = std::min(labelWidth, width() * 2 / 5);
    for (int index = 0; index < m_bars.size(); ++index)
        paintRow(painter, index, labelWidth, noteWidth, most);
}

void BarList::mouseMoveEvent(QMouseEvent *event)
{
    m_hover = rowAt(event->position().toPoint());
    update();
}

void BarList::leaveEvent(QEvent *)
{
    m_hover = -1;
    update();
}

void BarList::mouseReleaseEvent(QMouseEvent *event)
{
    const int row = rowAt(event->position().toPoint());
    if (row >= 0 && event->button() == Qt::LeftButton)
        emit activated(m_bars[row].key);
}

void BarList::keyPressEvent(QKeyEvent *event)
{
    const int last = int(m_bars.size()) - 1;
    if (event->key() == Qt::Key_Down)
        m_current = std::min(last, m_current + 1);
    else if (event->key() == Qt::Key_Up)
        m_current = std::max(std::min(0, last), m_current - 1);
    else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Space) && m_current >= 0)
        emit activated(m_bars[m_current].key);
    else
        QWidget::keyPressEvent(event);
    update();
}

bool BarList::event(QEvent *event)
{
    if (event->type() == QEvent::StyleChange)
        updateGeometry();
    if (event->type() == QEvent::FocusIn && m_current < 0 && !m_bars.isEmpty())
        m_current = 0;
    return QWidget::event(event);
}

} // namespace nimara::ui
