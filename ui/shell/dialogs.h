#pragma once

#include <QDialog>

namespace nimara {
class AccountService;
class Store;
} // namespace nimara

namespace nimara::ui {

class CommandRegistry;
class ShellContext;

// The dialogs of the shell. Each is opened with open(), closes by Esc, and is gone when it is closed.

// What the program is, by whom it is made possible, under which licences.
QDialog *makeAboutDialog(QWidget *parent);
// All keys, by group.
QDialog *makeShortcutsDialog(const CommandRegistry &commands, QWidget *parent);
// Who is signed in, where, with what rights.
QDialog *makeProfileDialog(ShellContext &context, QWidget *parent);

} // namespace nimara::ui
