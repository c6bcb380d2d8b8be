#include "ui/shell/gate.h"

#include "models/store/account.h"
#include "models/store/store.h"
#include "ui/shell/main_window.h"
#include "ui/shell/sign_in_window.h"
#include "ui/widgets/error_text.h"

namespace nimara::ui {

Gate::Gate(Store &store, AccountService &account, UiSettings &settings, const PageRegistry &pages,
           QObject *parent)
    : QObject(parent), m_store(store), m_account(account), m_settings(settings), m_pages(pages)
{
    connect(&m_account, &AccountService::stateChanged, this, &Gate::follow);
}

Gate::~Gate()
{
    delete m_main;
    delete m_signIn;
}

SignInWindow *Gate::signInWindow() const
{
    return m_signIn;
}

MainWindow *Gate::mainWindow() const
{
    return m_main;
}

void Gate::open(const QUrl &link)
{
    m_link = link;
    follow();
    if (m_main && !m_link.isEmpty())
        m_main->openLink(std::exchange(m_link, {}));
}

// With the first part of the data here, and a port chosen or none to choose.
bool Gate::mayEnter() const
{
    const SessionInfo &session = m_store.session();
    return m_account.state() == AccountState::SignedIn && m_account.firstLoad().usable &&
           (!session.portId.isNil() || session.ports.size() <= 1);
}

void Gate::follow()
{
    if (m_main && m_account.state() == AccountState::SignedIn)
        return;
    if (mayEnter())
        showMain();
    else
        showSignIn();
}

void Gate::showSignIn()
{
    if (m_main) { // logged out, revoked: what was open must not be readable behind the form
        m_main->deleteLater();
        m_main = nullptr;
    }
    if (!m_signIn) {
        m_signIn = new SignInWindow(m_store, m_account);
        m_signIn->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_signIn, &SignInWindow::finished, this, &Gate::showMain, Qt::QueuedConnection);
    }
    m_signIn->show();
}

void Gate::showMain()
{
    if (!mayEnter())
        return;
    if (!m_main) {
        m_main = new MainWindow(m_store, m_account, m_settings, m_pages);
        connect(m_main, &MainWindow::signInRequested, this, &Gate::askAgain);
    }
    m_main->show();
    if (m_signIn)
        m_signIn->close();
    if (!m_link.isEmpty())
        m_main->openLink(std::exchange(m_link, {}));
}

void Gate::askAgain()
{
    if (m_account.state() != AccountState::SignedIn)
        return; // the state's own change shows the form
    const ErrorText text = errorText(m_store.status().problem);
    auto *window = new SignInWindow(m_store, m_account, m_main);
    window->setWindowFlag(Qt::Dialog);
    window->setWindowModality(Qt::WindowModal);
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->askAgain(text.title, text.advice);
    connect(window, &SignInWindow::finished, window, &QWidget::close);
    window->show();
}

} // namespace nimara::ui
