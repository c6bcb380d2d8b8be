#include "ui/shell/command_registry.h"

#include <QWidget>

#include <algorithm>

namespace nimara::ui {

CommandRegistry::CommandRegistry(QWidget *window) : QObject(window), m_window(window) {}

void CommandRegistry::add(QObject *owner, ShellCommand command)
{
    prune();
    const QKeySequence keys = command.keys;
    m_entries.append({owner, std::move(command)});
    if (keys.isEmpty() || m_shortcuts.count(keys.toString()) != 0)
        return;
    auto *shortcut = new QShortcut(keys, m_window);
    connect(shortcut, &QShortcut::activated, this, [this, keys] { trigger(keys); });
    m_shortcuts[keys.toString()] = shortcut;
}

// A page's command counts only while the page is what is shown.
bool CommandRegistry::isAvailable(const Entry &entry) const
{
    if (!entry.owner)
        return false;
    if (const auto *widget = qobject_cast<const QWidget *>(entry.owner.data());
        widget && !widget->isVisibleTo(m_window))
        return false;
    return !entry.command.isAvailable || entry.command.isAvailable();
}

void CommandRegistry::prune()
{
    m_entries.removeIf([](const Entry &entry) { return entry.owner.isNull(); });
}

void CommandRegistry::trigger(const QKeySequence &keys)
{
    for (auto entry = m_entries.rbegin(); entry != m_entries.rend(); ++entry) {
        if (entry->command.keys == keys && isAvailable(*entry)) {
            const auto run = entry->command.run; // what runs may register commands
            run();
            return;
        }
    }
}

QList<ShellCommand> CommandRegistry::available() const
{
    QList<ShellCommand> found;
    for (const Entry &entry : m_entries) {
        const auto same = [&](const ShellCommand &other) {
            return other.title == entry.command.title && other.group == entry.command.group;
        };
        if (isAvailable(entry) && std::none_of(found.cbegin(), found.cend(), same))
            found.append(entry.command);
    }
    return found;
}

QList<ShellCommand> CommandRegistry::withKeys() const
{
    QList<ShellCommand> found;
    for (const Entry &entry : m_entries) {
        const auto same = [&](const ShellCommand &other) {
            return other.title == entry.command.title && other.keys == entry.command.keys;
        };
        if (entry.owner && !entry.command.keys.isEmpty() && std::none_of(found.cbegin(), found.cend(), same))
            found.append(entry.command);
    }
    return found;
}

} // namespace nimara::ui
