#include "ui/shell/popover.h"

#include "ui/theme/paint.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {
constexpr int reach = 12; // of the shadow
}

Popover::Popover(QWidget *window) : QFrame(window), m_content(new QWidget(this))
{
    hide();
    setFocusPolicy(Qt::StrongFocus);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(reach + 1, reach + 1, reach + 1, reach + 1);
    column->addWidget(m_content);
}

void Popover::open(Place place, QWidget *anchor)
{
    m_place = place;
    m_anchor = anchor;
    m_before = window()->focusWidget();
    reposition();
    show();
    raise();
    qApp->installEventFilter(this);
}

void Popover::dismiss()
{
    if (!isVisible())
        return;
    qApp->removeEventFilter(this);
    const bool hadFocus = isAncestorOf(window()->focusWidget());
    hide();
    if (hadFocus && m_before)
        m_before->setFocus(Qt::PopupFocusReason);
    emit dismissed();
}

void Popover::reposition()
{
    const QWidget *area = parentWidget();
    const int gap = theme().px(8);
    const QSize wanted = wantedSize() + QSize(2 * reach, 2 * reach);
    const QSize size = wanted.boundedTo(area->size() - QSize(gap, gap));
    QPoint at((area->width() - size.width()) / 2, theme().px(56));
    if (m_anchor && m_place != Place::TopCentre) {
        const QRect mark(m_anchor->mapTo(area, QPoint(0, 0)), m_anchor->size());
        at = m_place == Place::TopRight
                 ? QPoint(mark.right() - size.width() + reach, mark.bottom() + gap - reach)
                 : QPoint(mark.left() - reach, mark.top() - size.height() - gap + reach);
    }
    at.setX(std::clamp(at.x(), 0, std::max(0, area->width() - size.width())));
    at.setY(std::clamp(at.y(), 0, std::max(0, area->height() - size.height())));
    setGeometry(QRect(at, size));
}

void Popover::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QRectF body = QRectF(rect()).adjusted(reach, reach, -reach, -reach);
    const int radius = theme().px(size::cardRadius);
    paint::shadow(painter, body, radius, reach);
    paint::box(painter, body, theme().color(Token::Raised), theme().color(Token::StrongBorder), radius);
}

void Popover::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        QFrame::keyPressEvent(event);
}

bool Popover::focusNextPrevChild(bool next)
{
    QWidget *from = focusWidget() ? focusWidget() : this;
    QWidget *candidate = from;
    do {
        candidate = next ? candidate->nextInFocusChain() : candidate->previousInFocusChain();
        const bool takesFocus =
            (candidate->focusPolicy() & Qt::TabFocus) == Qt::TabFocus && candidate->isEnabled();
        if (takesFocus && isAncestorOf(candidate) && candidate->isVisibleTo(this)) {
            candidate->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
            return true;
        }
    } while (candidate != from);
    return true;
}

bool Popover::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize) {
        reposition();
    } else if (event->type() == QEvent::MouseButtonPress && watched->isWidgetType()) {
        auto *widget = static_cast<QWidget *>(watched);
        const bool mine = widget == this || isAncestorOf(widget);
        // Menus and dialogs that the panel opened are windows of their own.
        if (!mine && widget->window() == window()) {
            const bool onAnchor = m_anchor && (widget == m_anchor || m_anchor->isAncestorOf(widget));
            dismiss();
            return onAnchor; // or the same click would open it again
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace nimara::ui
