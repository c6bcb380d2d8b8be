#pragma once

#include "ui/shell/page.h"

#include <QWidget>

class QMenu;
class QPushButton;
class QToolButton;

namespace nimara {
class Store;
}

namespace nimara::ui {

class Avatar;
class Breadcrumbs;
class IconButton;
class PageRegistry;
class SearchButton;
class UiSettings;

// Title and way, search, bell, new, port, user.
class TopBar : public QWidget
{
    Q_OBJECT

public:
    TopBar(Store &store, const PageRegistry &pages, UiSettings &settings, QWidget *parent);

    void setCrumbs(const QList<Crumb> &crumbs);
    void setBackForward(bool back, bool forward);
    void setUnread(int count);
    void setDrawer(bool drawer); // shows the button that opens it
    IconButton *bell() const { return m_bell; }
    QToolButton *portSwitcher() const { return m_port; }
    QPushButton *newButton() const { return m_new; }
    QToolButton *userButton() const { return m_user; }
    QMenu *userMenu() const { return m_userMenu; }
    Breadcrumbs *breadcrumbs() const { return m_crumbs; }

signals:
    void backRequested();
    void forwardRequested();
    void drawerRequested();
    void searchRequested();
    void bellRequested();
    void addressChosen(const QUrl &address);
    void portChosen(const nimara::Uuid &port);
    void profileRequested();
    void scratchpadRequested();
    void shortcutsRequested();
    void aboutRequested();
    void signOutRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    void connectParts();
    void followSession();
    void buildNewMenu();
    void buildPortMenu();
    void buildUserMenu();
    void addAppearance(QMenu *menu);

    Store &m_store;
    const PageRegistry &m_pages;
    UiSettings &m_settings;
    IconButton *m_drawer;
    IconButton *m_back;
    IconButton *m_forward;
    Breadcrumbs *m_crumbs;
    SearchButton *m_search;
    IconButton *m_bell;
    QPushButton *m_new;
    QToolButton *m_port;
    QToolButton *m_user;
    Avatar *m_avatar;
    QMenu *m_userMenu;
};

} // namespace nimara::ui
