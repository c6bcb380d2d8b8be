#include "ui/shell/frame.h"

#include "ui/shell/sidebar.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/top_bar.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStackedWidget>

#include <algorithm>

namespace nimara::ui {

namespace {

// Darkens what the drawer covers.
class Scrim : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        QColor shade = theme().color(Token::Sidebar);
        shade.setAlphaF(0.5f);
        painter.fillRect(rect(), shade);
    }
};

} // namespace

Frame::Frame(QWidget *parent) : QWidget(parent)
{
    m_slide.setDuration(200);
    m_slide.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_slide, &QVariantAnimation::valueChanged, this, &Frame::place);
}

void Frame::setParts(Sidebar *sidebar, TopBar *top, QStackedWidget *content, StatusStrip *status)
{
    m_sidebar = sidebar;
    m_top = top;
    m_content = content;
    m_status = status;
    m_scrim = new Scrim(this);
    m_scrim->hide();
    m_scrim->installEventFilter(this);
    m_sidebar->raise();
    connect(m_sidebar, &Sidebar::widthChanged, this, &Frame::place);
    connect(m_sidebar, &Sidebar::chosen, this, [this] { setDrawerOpen(false); });
    place();
}

void Frame::setSidebarHidden(bool hidden)
{
    m_hidden = hidden;
    place();
}

void Frame::addNotice(QWidget *notice)
{
    m_notices.append(notice);
    notice->setParent(this);
    notice->installEventFilter(this);
    place();
}

bool Frame::isNarrow() const
{
    return width() < theme().px(size::drawerBelow);
}

void Frame::setDrawerOpen(bool open)
{
    if (open == m_drawerOpen || (open && (!m_isDrawer || m_hidden)))
        return;
    m_drawerOpen = open;
    m_scrim->setVisible(open);
    const int time = theme().duration(200);
    m_slide.stop();
    if (time > 0 && isVisible()) {
        m_slide.setStartValue(open ? 0.0 : 1.0);
        m_slide.setEndValue(open ? 1.0 : 0.0);
        m_slide.start();
    }
    place();
    if (open)
        m_sidebar->focusCurrent();
}

void Frame::place()
{
    if (!m_sidebar)
        return;
    const bool drawer = isNarrow();
    if (drawer != m_isDrawer) {
        m_isDrawer = drawer;
        m_drawerOpen = false;
        m_slide.stop();
        m_scrim->hide();
        m_sidebar->setDrawer(drawer);
        emit drawerModeChanged(drawer);
        return; // the sidebar tells of its new width, which brings us here again
    }
    const int side = m_sidebar->currentWidth();
    const int left = drawer || m_hidden ? 0 : side;
    const double open = m_slide.state() == QAbstractAnimation::Running ? m_slide.currentValue().toDouble()
                                                                       : (m_drawerOpen ? 1.0 : 0.0);
    m_sidebar->setVisible(!m_hidden && (!drawer || open > 0.0));
    m_sidebar->setGeometry(drawer ? int(side * (open - 1.0)) : 0, 0, side, height());
    const int top = theme().px(size::topBar);
    const int foot = theme().px(30);
    m_top->setGeometry(left, 0, width() - left, top);
    const int notices = placeNotices(QRect(left, top, width() - left, height() - top - foot));
    m_content->setGeometry(left, top + notices, width() - left, height() - top - notices - foot);
    m_status->setGeometry(left, height() - foot, width() - left, foot);
    m_scrim->setGeometry(rect());
    if (m_drawerOpen) {
        m_scrim->raise();
        m_sidebar->raise();
    }
}

// Answers how much of the room they take.
int Frame::placeNotices(const QRect &room)
{
    const int pad = theme().px(size::page);
    const int wide = room.width() - 2 * pad;
    int taken = 0;
    for (QWidget *notice : m_notices) {
        if (notice->isHidden())
            continue;
        taken += theme().px(size::gap);
        const int high =
            notice->hasHeightForWidth() ? notice->heightForWidth(wide) : notice->sizeHint().height();
        notice->setGeometry(room.left() + pad, room.top() + taken, wide, high);
        taken += high;
    }
    return taken;
}

void Frame::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

bool Frame::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_scrim && event->type() == QEvent::MouseButtonPress) {
        setDrawerOpen(false);
        return true;
    }
    const QEvent::Type type = event->type();
    const bool isNotice = std::any_of(m_notices.cbegin(), m_notices.cend(),
                                      [watched](const QWidget *notice) { return notice == watched; });
    if (isNotice &&
        (type == QEvent::ShowToParent || type == QEvent::HideToParent || type == QEvent::LayoutRequest))
        place();
    return QWidget::eventFilter(watched, event);
}

} // namespace nimara::ui
