#pragma once

#include "ui/shell/page_address.h"

#include <QList>
#include <QWidget>

namespace nimara::ui {

// One step of the way to what is shown: "Clients" > "Anna Berg". An empty address is not a link.
struct Crumb
{
    QString text;
    QUrl address;
};

// What a section of the sidebar shows. The shell makes one page per entry when it is first asked for, keeps it, and
// calls open() each time the user goes there, so that list, scroll position and filters are found as they were left.
class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    // Shows what the address names: the list, a record, the form of a new one. The page part is its own key.
    virtual void open(const PageAddress &address) = 0;
    // For the top bar and the window: "Clients", "Anna Berg".
    virtual QString title() const = 0;
    // Beyond the section's own name: empty for a list, {"Anna Berg"} for a record.
    virtual QList<Crumb> crumbs() const { return {}; }
    // Asked before the user goes elsewhere or quits; then the shell asks whether to leave.
    virtual bool hasUnsavedChanges() const { return false; }
    virtual void discardChanges() {}
    // Ctrl+F and F6 come here. Default: the first widget of the page that takes focus.
    virtual void focusContent();
    // Ctrl+F. False: the page has nothing to search in, and the palette opens instead.
    virtual bool focusSearch() { return false; }

signals:
    // title() or crumbs() say something else now.
    void headingChanged();
};

} // namespace nimara::ui
