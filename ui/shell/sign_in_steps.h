#pragma once

#include "models/store/account.h"
#include "models/store/store.h"

#include <QWidget>

class QLineEdit;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace nimara::ui {

class Banner;
class Label;

// An unknown key: the user compares it with what the administrator reads out.
class TrustStep : public QWidget
{
    Q_OBJECT

public:
    explicit TrustStep(QWidget *parent = nullptr);
    void setServer(const ServerAddress &server, const std::string &spki);
    QPushButton *acceptButton() const { return m_accept; }

signals:
    void trusted();
    void refused();

private:
    Label *m_server;
    Label *m_key;
    QPushButton *m_accept;
};

// Where the computer has no keychain: a passphrase locks what lies here.
class PassphraseStep : public QWidget
{
    Q_OBJECT

public:
    explicit PassphraseStep(QWidget *parent = nullptr);
    enum class Mode { Choose, Enter };
    void setMode(Mode mode);
    void setBusy(bool busy);
    void showError(const Error &error);
    void focusFirst();
    QLineEdit *passphrase() const { return m_first; }
    QLineEdit *repeat() const { return m_second; }
    QPushButton *button() const { return m_button; }
    Label *fault() const { return m_fault; }

    static constexpr int shortest = 12;

signals:
    void chosen(const QString &passphrase);
    void entered(const QString &passphrase);

private:
    void submit();
    void setFault(const QString &text);

    Mode m_mode = Mode::Choose;
    Label *m_title;
    Label *m_text;
    QLineEdit *m_first;
    QLineEdit *m_second;
    Label *m_fault;
    QPushButton *m_button;
};

// Several ports: which one first.
class PortStep : public QWidget
{
    Q_OBJECT

public:
    explicit PortStep(QWidget *parent = nullptr);
    void setPorts(const std::vector<PortInfo> &ports);

signals:
    void chosen(const nimara::Uuid &port);

private:
    QVBoxLayout *m_list;
};

// The first load: how far it has come.
class LoadStep : public QWidget
{
    Q_OBJECT

public:
    explicit LoadStep(QWidget *parent = nullptr);
    void setLoad(const FirstLoad &load);
    void setProblem(const Error &problem); // key empty: none
    Label *words() const { return m_words; }
    QProgressBar *bar() const { return m_bar; }

private:
    Label *m_stage;
    QProgressBar *m_bar;
    Label *m_words;
    Banner *m_problem;
};

} // namespace nimara::ui
