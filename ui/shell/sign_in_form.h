#pragma once

#include "models/store/account.h"

#include <QTimer>
#include <QWidget>

#include <chrono>

class QLineEdit;
class QPushButton;

namespace nimara::ui {

class Banner;
class Label;

// Server, e-mail, password. It checks what can be checked here, says what went wrong, and sends the rest as a request.
class SignInForm : public QWidget
{
    Q_OBJECT

public:
    explicit SignInForm(QWidget *parent = nullptr);

    // Of the last time, so that one who comes back only writes the password.
    void fill(const std::optional<ServerAddress> &server, const QString &email);
    void setBusy(bool busy);
    void showError(const Error &error);
    void showNotice(const QString &title, const QString &text); // why one is asked to sign in again
    void clearPassword();
    void focusFirst();

    QLineEdit *server() const { return m_server; }
    QLineEdit *email() const { return m_email; }
    QLineEdit *password() const { return m_password; }
    QPushButton *button() const { return m_button; }
    Banner *banner() const { return m_banner; }

signals:
    void submitted(const nimara::SignInRequest &request);

private:
    QLineEdit *addField(const QString &label, const QString &help, Label *&fault);
    void submit();
    bool check(SignInRequest &request);
    void setFault(QLineEdit *field, Label *fault, const QString &text);
    void startCountdown(int seconds);
    void countDown();

    Banner *m_banner;
    QLineEdit *m_server = nullptr;
    QLineEdit *m_email = nullptr;
    QLineEdit *m_password = nullptr;
    Label *m_serverFault = nullptr;
    Label *m_emailFault = nullptr;
    Label *m_passwordFault = nullptr;
    QPushButton *m_button;
    QTimer m_countdown;
    std::chrono::steady_clock::time_point m_lockedUntil;
    QString m_lockedTitle;
};

} // namespace nimara::ui
