#pragma once

#include <QList>
#include <QVariantAnimation>
#include <QWidget>

class QStackedWidget;

namespace nimara::ui {

class Sidebar;
class StatusStrip;
class TopBar;

// Where the parts of the window stand: sidebar at the left, or over the rest as a drawer where the window is narrow.
class Frame : public QWidget
{
    Q_OBJECT

public:
    explicit Frame(QWidget *parent = nullptr);
    void setParts(Sidebar *sidebar, TopBar *top, QStackedWidget *content, StatusStrip *status);

    // What stays between the top bar and the page until it is over, below those added before; shown and hidden by its
    // owner.
    void addNotice(QWidget *notice);
    // Without a port there is no sidebar at all.
    void setSidebarHidden(bool hidden);
    bool isDrawer() const { return m_isDrawer; }
    bool isDrawerOpen() const { return m_drawerOpen; }
    void setDrawerOpen(bool open);

signals:
    void drawerModeChanged(bool drawer);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    int placeNotices(const QRect &room);
    bool isNarrow() const;

    Sidebar *m_sidebar = nullptr;
    TopBar *m_top = nullptr;
    QStackedWidget *m_content = nullptr;
    StatusStrip *m_status = nullptr;
    QWidget *m_scrim = nullptr;
    QList<QWidget *> m_notices;
    QVariantAnimation m_slide;
    bool m_hidden = false;
    bool m_isDrawer = false;
    bool m_drawerOpen = false;
};

} // namespace nimara::ui
