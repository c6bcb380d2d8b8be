#include "ui/theme/focus_ring.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QFocusEvent>
#include <QFocusFrame>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTextEdit>

namespace nimara::ui {

namespace {

constexpr const char *noRing = "nimaraNoFocusRing";
constexpr const char *keyboardFocus = "nimaraKeyboardFocus";

// A field says by its own border that one types into it, however the focus came there.
bool isField(const QWidget *widget)
{
    return qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QComboBox *>(widget) ||
           qobject_cast<const QAbstractSpinBox *>(widget) || qobject_cast<const QTextEdit *>(widget) ||
           qobject_cast<const QPlainTextEdit *>(widget);
}

bool isFramed(const QWidget *widget)
{
    return !widget->isWindow() && !isField(widget) && !widget->property(noRing).toBool() &&
           !qobject_cast<const QAbstractItemView *>(widget) && !qobject_cast<const QMenu *>(widget) &&
           !qobject_cast<const QMenuBar *>(widget) && !qobject_cast<const QTabBar *>(widget) &&
           !widget->inherits("QComboBoxPrivateContainer");
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
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::ShortcutOverride:
        m_byKeyboard = true;
        break;
    case QEvent::MouseButtonPress:
        m_byKeyboard = false;
        break;
    case QEvent::FocusIn:
        // The reason tells too little: a window that is shown, or a popup that closes, gives the focus by itself. What
        // counts is what the user has last touched.
        if (static_cast<QFocusEvent *>(event)->reason() == Qt::MouseFocusReason)
            m_byKeyboard = false;
        if (watched->isWidgetType()) {
            auto *widget = static_cast<QWidget *>(watched);
            widget->window()->setProperty(keyboardFocus, m_byKeyboard);
            follow(m_byKeyboard && isFramed(widget) ? widget : nullptr);
        }
        break;
    case QEvent::FocusOut:
        if (m_frame && watched == m_frame->widget())
            follow(nullptr);
        break;
    default:
        break;
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
    return widget && widget->hasFocus() && widget->window()->property(keyboardFocus).toBool();
}

} // namespace nimara::ui
