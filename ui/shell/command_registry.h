#pragma once

#include "ui/shell/shell_context.h"

#include <QList>
#include <QObject>
#include <QPointer>
#include <QShortcut>

#include <map>

class QWidget;

namespace nimara::ui {

// All commands that can be asked for by name or by keys. Keys may be shared: the newest available command gets them,
// so that each page can have its own Ctrl+S.
class CommandRegistry : public QObject
{
    Q_OBJECT

public:
    explicit CommandRegistry(QWidget *window);

    void add(QObject *owner, ShellCommand command);
    // What can be asked for now, in the order of registration; one of each group and title.
    QList<ShellCommand> available() const;
    // Everything with keys, available or not, for the overview.
    QList<ShellCommand> withKeys() const;

private:
    struct Entry
    {
        QPointer<QObject> owner;
        ShellCommand command;
    };

    bool isAvailable(const Entry &entry) const;
    void prune();
    void trigger(const QKeySequence &keys);

    QWidget *m_window;
    QList<Entry> m_entries;
    std::map<QString, QShortcut *> m_shortcuts; // by portable text
};

} // namespace nimara::ui
