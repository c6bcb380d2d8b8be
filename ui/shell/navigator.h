#pragma once

#include "ui/shell/page.h"

#include <QHash>
#include <QObject>
#include <QStackedWidget>

#include <vector>

namespace nimara::ui {

class ShellContext;
struct PageEntry;

// Which page is shown, how one came there, and the way back. Pages are made when they are first asked for.
class Navigator : public QObject
{
    Q_OBJECT

public:
    Navigator(ShellContext &context, QStackedWidget *stack, QObject *parent = nullptr);

    // Asks first where something unsaved would be lost.
    void go(const QUrl &url);
    void back() { step(-1); }
    void forward() { step(1); }
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < int(m_history.size()); }

    const PageAddress &address() const { return m_address; }
    const PageEntry *entry() const;
    Page *page() const { return m_page; }
    bool hasUnsavedChanges() const { return m_page && m_page->hasUnsavedChanges(); }
    // Calls `then` at once, or after the user agreed to lose what is unsaved.
    void leaveThen(std::function<void()> then);

    // Another port, other rights: all pages go, and what is shown is opened anew as far as it still may be.
    void reset();
    // The first section that the user may see.
    void goHome();

signals:
    void changed();
    void refused(const QString &why);

private:
    void step(int by);
    bool show(const PageAddress &address);
    Page *pageFor(const PageEntry &entry);
    void remember(const PageAddress &address);

    ShellContext &m_context;
    QStackedWidget *m_stack;
    QHash<QString, Page *> m_pages;
    std::vector<PageAddress> m_history;
    int m_at = -1;
    PageAddress m_address;
    Page *m_page = nullptr;
};

} // namespace nimara::ui
