#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace nimara::ui {

// A question before something that cannot be undone. Use it through ShellContext::confirm(). Esc and the first button
// say no; Enter does not destroy anything.
class ConfirmDialog : public QDialog
{
    Q_OBJECT

public:
    ConfirmDialog(const QString &title, const QString &text, const QString &accept, bool destructive,
                  QWidget *parent = nullptr);

    // The user must write this first.
    void setTypeToAccept(const QString &word);
    QPushButton *acceptButton() const { return m_accept; }
    QPushButton *cancelButton() const { return m_cancel; }

private:
    QLineEdit *m_word = nullptr;
    QPushButton *m_accept = nullptr;
    QPushButton *m_cancel = nullptr;
};

} // namespace nimara::ui
