#include "ui/entity/flow_layout.h"

#include <QStyle>
#include <QWidget>

namespace nimara::ui {

FlowLayout::FlowLayout(QWidget *parent) : QLayout(parent)
{
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

void FlowLayout::setGaps(int horizontal, int vertical)
{
    m_horizontal = horizontal;
    m_vertical = vertical;
    invalidate();
}

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.append(item);
    invalidate();
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    if (index < 0 || index >= m_items.size())
        return nullptr;
    return m_items.takeAt(index);
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

// All in one row where there is room for it; the height follows from the width that is given.
QSize FlowLayout::sizeHint() const
{
    QSize size;
    for (const QLayoutItem *item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize hint = item->sizeHint();
        size.rwidth() += hint.width() + (size.width() > 0 ? m_horizontal : 0);
        size.setHeight(qMax(size.height(), hint.height()));
    }
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem *item : m_items) {
        if (!item->isEmpty())
            size = size.expandedTo(item->minimumSize());
    }
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

int FlowLayout::arrange(const QRect &rect, bool move) const
{
    const QRect room = rect.marginsRemoved(contentsMargins());
    QList<Placed> row;
    int x = 0;
    int y = room.top();
    int rowHeight = 0;
    for (QLayoutItem *item : m_items) {
        if (item->isEmpty())
            continue;
        QSize size = item->sizeHint();
        size.setWidth(qMin(size.width(), qMax(room.width(), item->minimumSize().width())));
        if (x > 0 && x + size.width() > room.width()) {
            if (move)
                place(row, room, y, rowHeight);
            row.clear();
            x = 0;
            y += rowHeight + m_vertical;
            rowHeight = 0;
        }
        row.append({item, x, size});
        x += size.width() + m_horizontal;
        rowHeight = qMax(rowHeight, size.height());
    }
    if (move)
        place(row, room, y, rowHeight);
    return y + rowHeight - rect.top() + contentsMargins().bottom();
}

// What is lower than its row stands in the middle of it.
void FlowLayout::place(const QList<Placed> &row, const QRect &room, int y, int rowHeight) const
{
    const bool mirrored = parentWidget() && parentWidget()->isRightToLeft();
    for (const Placed &placed : row) {
        const int left =
            mirrored ? room.right() + 1 - placed.x - placed.size.width() : room.left() + placed.x;
        const int top = m_top ? y : y + (rowHeight - placed.size.height()) / 2;
        placed.item->setGeometry(QRect(QPoint(left, top), placed.size));
    }
}

} // namespace nimara::ui
