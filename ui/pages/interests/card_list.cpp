#include "ui/pages/interests/card_list.h"

#include "ui/pages/interests/card_delegate.h"
#include "ui/pages/interests/deal_cards.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>

namespace nimara::ui {

CardList::CardList(DealCards &cards, QWidget *parent) : QListView(parent)
{
    setModel(&cards);
    setItemDelegate(new CardDelegate(this));
    setUniformItemSizes(true);
    setResizeMode(Adjust);
    setFrameShape(NoFrame);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setBackgroundRole(QPalette::Window);
    viewport()->setBackgroundRole(QPalette::Window);
    setTabKeyNavigation(false);
}

void CardList::setCurrentRow(int row)
{
    const int last = model()->rowCount() - 1;
    if (last >= 0)
        setCurrentIndex(model()->index(std::clamp(row, 0, last), 0));
}

QPixmap CardList::pictureOf(const QModelIndex &card) const
{
    return viewport()->grab(visualRect(card));
}

void CardList::keyPressEvent(QKeyEvent *event)
{
    const int forward = isRightToLeft() ? -1 : 1;
    const bool sideways = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
    const int step = event->key() == Qt::Key_Right ? forward : -forward;
    if (m_dragging && event->key() == Qt::Key_Escape) {
        m_dragging = false;
        emit dragEnded({}, false);
    } else if (sideways && event->modifiers() == Qt::ControlModifier) {
        if (currentIndex().isValid())
            emit moveRequested(currentIndex().row(), step);
    } else if (sideways && !(event->modifiers() & (Qt::AltModifier | Qt::MetaModifier))) {
        emit columnRequested(step);
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
               currentIndex().isValid()) {
        emit opened(currentIndex().row());
    } else {
        QListView::keyPressEvent(event);
    }
}

void CardList::mousePressEvent(QMouseEvent *event)
{
    QListView::mousePressEvent(event);
    m_pressed = event->button() == Qt::LeftButton ? indexAt(event->pos()) : QModelIndex();
    m_pressedAt = event->pos();
}

// Not by QDrag: a card never leaves its board, and an event loop within an event is no place for a rule.
void CardList::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton) || !m_movable)
        return QListView::mouseMoveEvent(event);
    if (m_dragging) {
        emit dragMoved(event->globalPosition().toPoint());
    } else if (m_pressed.isValid() &&
               (event->pos() - m_pressedAt).manhattanLength() >= QApplication::startDragDistance()) {
        m_dragging = true;
        emit dragStarted(m_pressed.row(), m_pressedAt - visualRect(m_pressed).topLeft(),
                         event->globalPosition().toPoint());
    }
}

void CardList::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    if (!m_dragging || event->button() != Qt::LeftButton)
        return;
    m_dragging = false;
    emit dragEnded(event->globalPosition().toPoint(), true);
}

void CardList::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (const QModelIndex card = indexAt(event->pos()); card.isValid() && event->button() == Qt::LeftButton)
        emit opened(card.row());
}

void CardList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex card = byKey ? currentIndex() : indexAt(event->pos());
    if (!card.isValid())
        return;
    setCurrentIndex(card);
    emit menuRequested(card.row(),
                       byKey ? viewport()->mapToGlobal(visualRect(card).center()) : event->globalPos());
}

void CardList::focusInEvent(QFocusEvent *event)
{
    QListView::focusInEvent(event);
    if (!currentIndex().isValid())
        setCurrentRow(0);
}

bool CardList::event(QEvent *event)
{
    if (event->type() == QEvent::StyleChange)
        scheduleDelayedItemsLayout(); // the height of a card follows the font
    return QListView::event(event);
}

} // namespace nimara::ui
