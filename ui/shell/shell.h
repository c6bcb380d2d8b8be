#pragma once

#include "ui/shell/shell_context.h"
#include "ui/widgets/format.h"

#include <QObject>

#include <memory>

class QStackedWidget;
class QWidget;

namespace nimara::ui {

class CommandRegistry;
class Navigator;
class ToastHost;

// What the pages see of the window, and what the parts of the window share.
class Shell : public QObject, public ShellContext
{
    Q_OBJECT

public:
    Shell(QWidget *window, QStackedWidget *stack, Store &store, UiSettings &settings,
          const PageRegistry &pages);
    ~Shell() override;

    Store &store() override { return m_store; }
    const PageRegistry &pages() const override { return m_pages; }
    UiSettings &settings() override { return m_settings; }
    const Format &format() const override { return m_format; }
    void navigate(const QUrl &address) override;
    void back() override;
    void toast(Toast toast) override;
    void confirm(Confirmation question, QObject *owner, std::function<void()> then) override;
    void registerCommand(QObject *owner, ShellCommand command) override;

    Navigator &navigator() { return *m_navigator; }
    CommandRegistry &commands() { return *m_commands; }
    ToastHost &toasts() { return *m_toasts; }

private:
    void followSession();

    QWidget *m_window;
    Store &m_store;
    UiSettings &m_settings;
    const PageRegistry &m_pages;
    Format m_format;
    Navigator *m_navigator;
    CommandRegistry *m_commands;
    ToastHost *m_toasts;
};

} // namespace nimara::ui
