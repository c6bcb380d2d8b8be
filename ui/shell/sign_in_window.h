#pragma once

#include "models/store/account.h"

#include <QWidget>

class QStackedWidget;

namespace nimara {
class Store;
}

namespace nimara::ui {

class EmptyState;
class LoadStep;
class PassphraseStep;
class PortStep;
class SignInForm;
class TrustStep;

// The way in: who, where, which passphrase, which port, and the first load. It follows the account's state; when the
// pages can be used it says `finished`.
class SignInWindow : public QWidget
{
    Q_OBJECT

public:
    SignInWindow(Store &store, AccountService &account, QWidget *parent = nullptr);

    // The same user again, over a session that has ended: nothing else is asked.
    void askAgain(const QString &title, const QString &text);

    SignInForm *form() const { return m_form; }
    TrustStep *trust() const { return m_trust; }
    PassphraseStep *passphrase() const { return m_passphrase; }
    PortStep *ports() const { return m_ports; }
    LoadStep *load() const { return m_load; }
    QWidget *step() const;

signals:
    void finished();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    void connectParts();
    void follow();
    void followSession();
    void goTo(QWidget *step);
    void signIn(const SignInRequest &request);
    void onSignedIn(const Result<Done> &result);
    void choosePassphrase(const QString &passphrase);
    void unlock(const QString &passphrase);
    int brandWidth() const;

    Store &m_store;
    AccountService &m_account;
    QStackedWidget *m_steps;
    EmptyState *m_starting;
    EmptyState *m_locked;
    SignInForm *m_form;
    TrustStep *m_trust;
    PassphraseStep *m_passphrase;
    PortStep *m_ports;
    LoadStep *m_load;
    SignInRequest m_request; // kept until the server's key is settled
    bool m_again = false;
};

} // namespace nimara::ui
