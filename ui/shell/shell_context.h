#pragma once

#include "models/base/result.h"
#include "models/base/uuid.h"
#include "ui/widgets/toast.h"

#include <QKeySequence>
#include <QString>
#include <QUrl>
#include <QUrlQuery>

#include <functional>
#include <string>
#include <string_view>

class QObject;
class QWidget;

namespace nimara {
class Store;
}

namespace nimara::ui {

class Format;
class PageRegistry;
class UiSettings;

// A question before something is done that cannot be taken back. What can be undone asks nothing and offers Undo in
// its toast instead.
struct Confirmation
{
    QString title;  // tr("Discard this change?")
    QString text;   // what will happen, in a sentence or two
    QString accept; // the verb on the button: tr("Discard"), never "OK"
    bool destructive = false;
    QString typeToAccept = {}; // the user must write this word first; for what hurts most
};

// Something the user can ask for by name in the palette, and by its keys anywhere in the window.
struct ShellCommand
{
    QString title; // tr("New client")
    QString group; // tr("Clients"): the heading in the palette and in the list of shortcuts
    QString icon = {};
    QKeySequence keys = {};
    std::function<bool()> isAvailable = {}; // empty: always
    std::function<void()> run;
    bool inPalette = true; // false: by its keys alone
};

// What the shell does for pages. It outlives every page.
class ShellContext
{
public:
    virtual ~ShellContext() = default;

    virtual Store &store() = 0;
    virtual const PageRegistry &pages() const = 0;
    virtual UiSettings &settings() = 0;
    // Dates, times and money as this port and this user read them. Ask each time: switching the port changes it.
    virtual const Format &format() const = 0;

    // Goes to an address, as a click on a link does: asks first where something unsaved would be lost, remembers
    // the way back. An address that leads nowhere, or where the user may not go, says so in a toast.
    virtual void navigate(const QUrl &address) = 0;
    virtual void back() = 0;
    void openRecord(std::string_view table, const Uuid &id);
    void openNew(std::string_view table, const QUrlQuery &preset = {});
    // Whether some page opens records of this table: where not, names are no links.
    bool opens(std::string_view table);

    virtual void toast(Toast toast) = 0;
    // A sentence about an error, from ui/widgets/error_text.h, as a toast.
    void toastError(const Error &error);
    // `then` is called only when the user agrees, and not after `owner` is gone.
    virtual void confirm(Confirmation question, QObject *owner, std::function<void()> then) = 0;
    // Until `owner` is destroyed. A page's commands are offered while the page is shown.
    virtual void registerCommand(QObject *owner, ShellCommand command) = 0;
};

} // namespace nimara::ui
