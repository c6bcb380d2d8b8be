#include "ui/theme/focus_ring.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QFocusEvent>
#include <QFocusFrame>
#include <QMenu>
#include <QMenuBar>
#include <QTabBar>

namespace nimara::ui {

namespace {

constexpr const char *noRing = "nimaraNoFocusRing";

bool isFramed(const QWidget *widget)
{
    return !widget->isWindow() && !widget->property(noRing).toBool() &&
           !qobject_cast<const QAbstractItemView *>(widget) && !qobject_cast<const QMenu *>(widget) &&
           !qobject_cast<const QMenuBar *>(widget) && !qobject_cast<const QTabBar *>(widget) &&
           !widget->inherits("QComboBoxPrivateContainer");
}

bool isKeyboard(Qt::FocusReason reason)
{
    return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
           reason == Qt::ShortcutFocusReason;
}

} // namespace

FocusRing::FocusRing(QObject *parent) : QObject(parent)
{
    qApp->installEventFilter(this);
}

FocusRing::~FocusRing()
{
    delete m_frame;
}

bool FocusRing::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn && watched->isWidgetType()) {
        const Qt::FocusReason reason = static_cast<QFocusEvent *>(event)->reason();
        // A window that comes to the front, or a popup that closes, leaves the sign as it was.
        if (isKeyboard(reason))
            m_byKeyboard = true;
        else if (reason == Qt::MouseFocusReason)
            m_byKeyboard = false;
        auto *widget = static_cast<QWidget *>(watched);
        widget->window()->setProperty("nimaraKeyboardFocus", m_byKeyboard);
        follow(m_byKeyboard && isFramed(widget) ? widget : nullptr);
    } else if (event->type() == QEvent::FocusOut && m_frame && watched == m_frame->widget()) {
        follow(nullptr);
    }
    return false;
}

void FocusRing::follow(QWidget *widget)
{
    if (!widget) {
        if (m_frame)
            m_frame->setWidget(nullptr);
        return;
    }
    if (!m_frame)
        m_frame = new QFocusFrame(widget);
    m_frame->setWidget(widget);
}

void setNoFocusRing(QWidget *widget)
{
    widget->setProperty(noRing, true);
}

bool showsKeyboardFocus(const QWidget *widget)
{
    return widget && widget->hasFocus() && widget->window()->property("nimaraKeyboardFocus").toBool();
}

} // namespace nimara::ui
