#include "ui/shell/shell.h"

#include "models/store/store.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/navigator.h"
#include "ui/shell/page_registry.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/toast_host.h"

namespace nimara::ui {

Shell::Shell(QWidget *window, QStackedWidget *stack, Store &store, UiSettings &settings,
             const PageRegistry &pages)
    : QObject(window), m_window(window), m_store(store), m_settings(settings), m_pages(pages),
      m_navigator(new Navigator(*this, stack, this)), m_commands(new CommandRegistry(window)),
      m_toasts(new ToastHost(window))
{
    followSession();
    connect(&m_store, &Store::sessionChanged, this, &Shell::followSession);
    connect(m_navigator, &Navigator::refused, this, [this](const QString &why) {
        toast({why, Tone::Warning});
    });
}

Shell::~Shell() = default;

void Shell::followSession()
{
    const PortInfo *port = m_store.session().port();
    m_format = port ? Format(port->timezone, port->currency) : Format();
}

void Shell::navigate(const QUrl &address)
{
    m_navigator->go(address);
}

void Shell::back()
{
    m_navigator->back();
}

void Shell::toast(Toast toast)
{
    m_toasts->show(std::move(toast));
}

void Shell::confirm(Confirmation question, QObject *owner, std::function<void()> then)
{
    auto *dialog =
        new ConfirmDialog(question.title, question.text, question.accept, question.destructive, m_window);
    dialog->setTypeToAccept(question.typeToAccept);
    connect(dialog, &QDialog::accepted, owner, std::move(then));
    dialog->open();
}

void Shell::registerCommand(QObject *owner, ShellCommand command)
{
    m_commands->add(owner, std::move(command));
}

} // namespace nimara::ui
