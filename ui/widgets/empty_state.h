#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace nimara::ui {

// Where there is nothing to show: a line icon, one sentence, one action.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);
    EmptyState(const QString &icon, const QString &title, const QString &text = {},
               QWidget *parent = nullptr);

    void setContent(const QString &icon, const QString &title, const QString &text = {});
    void setAction(const QString &text); // empty: none
    // Under the action: a second, quieter one.
    void addBelow(QWidget *widget);
    QPushButton *button() const { return m_button; }

signals:
    void actionTriggered();

private:
    QWidget *m_icon = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_text = nullptr;
    QPushButton *m_button = nullptr;
};

} // namespace nimara::ui
