#pragma once

#include "ui/widgets/toast.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace nimara::ui {

class IconButton;

// A line across the page that stays until what it tells is over: offline, archived, not allowed, error.
class Banner : public QFrame
{
    Q_OBJECT

public:
    explicit Banner(QWidget *parent = nullptr);

    void setContent(Tone tone, const QString &title, const QString &text = {});
    void setAction(const QString &text); // empty: none
    void setClosable(bool closable);
    QString title() const;
    QString text() const;
    QPushButton *button() const { return m_button; }

signals:
    void actionTriggered();
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void colour();

    Tone m_tone = Tone::Info;
    QLabel *m_icon = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_text = nullptr;
    QPushButton *m_button = nullptr;
    IconButton *m_close = nullptr;
};

} // namespace nimara::ui
