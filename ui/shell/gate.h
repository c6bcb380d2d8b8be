#pragma once

#include <QObject>
#include <QPointer>
#include <QUrl>

namespace nimara {
class AccountService;
class Store;
} // namespace nimara

namespace nimara::ui {

class MainWindow;
class PageRegistry;
class SignInWindow;
class UiSettings;

// Decides which window there is: the way in, or the app. The composition root makes one and calls open().
class Gate : public QObject
{
    Q_OBJECT

public:
    Gate(Store &store, AccountService &account, UiSettings &settings, const PageRegistry &pages,
         QObject *parent = nullptr);
    ~Gate() override;

    // Shows the window that is due; a nimara:// link is followed as soon as it can be.
    void open(const QUrl &link = {});

    SignInWindow *signInWindow() const;
    MainWindow *mainWindow() const;

private:
    void follow();
    bool mayEnter() const;
    void showSignIn();
    void showMain();
    void askAgain();

    Store &m_store;
    AccountService &m_account;
    UiSettings &m_settings;
    const PageRegistry &m_pages;
    QPointer<SignInWindow> m_signIn;
    QPointer<MainWindow> m_main;
    QUrl m_link;
};

} // namespace nimara::ui
