#pragma once

#include "ui/shell/page_registry.h"

#include <QAbstractButton>
#include <QHash>
#include <QScrollArea>
#include <QVariantAnimation>

class QVBoxLayout;

namespace nimara {
class Store;
}

namespace nimara::ui {

class Avatar;
class IconButton;
class Label;
class UiSettings;

// One entry: icon and word, or the icon alone.
class SidebarItem : public QAbstractButton
{
    Q_OBJECT

public:
    SidebarItem(const QString &icon, const QString &title, QWidget *parent);
    QSize sizeHint() const override;
    void setCompact(bool compact);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    bool m_compact = false;
};

// The heading of a section; it folds the entries under it.
class SidebarHeading : public QAbstractButton
{
    Q_OBJECT

public:
    SidebarHeading(const QString &title, QWidget *parent);
    QSize sizeHint() const override;
    void setCompact(bool compact);
    void setFolded(bool folded);
    bool isFolded() const { return m_folded; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_folded = false;
    bool m_compact = false;
};

// The sections that the user may see. Arrow keys walk, Enter goes; the tab key stops here once.
class Sidebar : public QWidget
{
    Q_OBJECT

public:
    Sidebar(Store &store, const PageRegistry &pages, UiSettings &settings, QWidget *parent);

    void setCurrent(const QString &pageKey);
    bool isCollapsed() const { return m_collapsed; }
    void setCollapsed(bool collapsed);
    // In the drawer it is always wide, and has no button to fold it.
    void setDrawer(bool drawer);
    // What it takes of the window's width now, in the middle of a movement too.
    int currentWidth() const;
    void focusCurrent();
    QStringList visiblePages() const;

signals:
    void chosen(const QString &pageKey);
    void widthChanged();
    void accountRequested(QWidget *anchor);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build();
    void buildSection(Section section);
    QWidget *buildHeader();
    QWidget *buildFooter();
    void dress();
    void fold(Section section, bool folded);
    void walk(int by);
    SidebarItem *tabStop() const;
    QList<SidebarItem *> shownItems() const;

    Store &m_store;
    const PageRegistry &m_pages;
    UiSettings &m_settings;
    QScrollArea *m_scroll = nullptr;
    QWidget *m_list = nullptr;
    QVBoxLayout *m_column = nullptr;
    QHash<QString, SidebarItem *> m_items;
    QHash<int, SidebarHeading *> m_headings;
    QHash<int, QList<SidebarItem *>> m_sections;
    QList<SidebarItem *> m_order;
    QWidget *m_brandWords = nullptr;
    QWidget *m_footer = nullptr;
    IconButton *m_toggle = nullptr;
    Avatar *m_avatar = nullptr;
    Label *m_name = nullptr;
    Label *m_role = nullptr;
    QWidget *m_who = nullptr;
    QString m_current;
    bool m_collapsed = false;
    bool m_drawer = false;
    QVariantAnimation m_motion;
};

} // namespace nimara::ui
